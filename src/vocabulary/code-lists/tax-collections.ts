import { codeList } from '../code-list.ts';

export const taxCollections = codeList('tax-collections', {
  label: { ja: '住民税の納め方', en: 'Ways of collecting the residents’ tax' },
  source: { ja: '地方税法（普通徴収・特別徴収）', en: 'Local Tax Act' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['special', '特別徴収（給与）', 'Deducted from the salary'],
    ['pension', '特別徴収（年金）', 'Deducted from the pension'],
    ['ordinary', '普通徴収', 'Paid by oneself'],
    ['both', '併用徴収', 'Both'],
  ],
});
