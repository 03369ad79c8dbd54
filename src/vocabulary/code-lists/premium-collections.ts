import { codeList } from '../code-list.ts';

export const premiumCollections = codeList('premium-collections', {
  label: { ja: '保険料の納め方', en: 'Ways of collecting a premium' },
  source: {
    ja: '国民健康保険法・介護保険法（普通徴収・特別徴収）、健康保険法（給与からの控除）',
    en: 'National Health Insurance Act, Long-Term Care Insurance Act, Health Insurance Act',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['special', '特別徴収', 'Deducted from the pension'],
    ['ordinary', '普通徴収', 'Paid by oneself'],
    ['salary', '給与天引き', 'Deducted from the salary'],
  ],
});
