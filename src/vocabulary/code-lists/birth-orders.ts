import { codeList } from '../code-list.ts';

export const birthOrders = codeList('birth-orders', {
  label: { ja: '第何子か', en: 'Birth orders' },
  source: { ja: '児童手当法の支給額の区分', en: 'Classes of the amount, Child Allowance Act' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['first_or_second', '第1子・第2子', 'First or second'],
    ['third_or_later', '第3子以降', 'Third or later'],
  ],
});
