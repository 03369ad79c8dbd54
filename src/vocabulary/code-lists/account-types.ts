import { codeList } from '../code-list.ts';

export const accountTypes = codeList('account-types', {
  label: { ja: '口座種別', en: 'Account types' },
  source: { ja: '全銀協の預金種目', en: 'Deposit types of the Japanese Bankers Association' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['ordinary', '普通', 'Ordinary'],
    ['current', '当座', 'Current'],
    ['savings', '貯蓄', 'Savings'],
  ],
});
