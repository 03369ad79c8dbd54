import { codeList } from '../code-list.ts';

export const fareDiscountClasses = codeList('fare-discount-classes', {
  label: { ja: '旅客運賃減額の区分', en: 'Fare discount classes' },
  source: {
    ja: '身体障害者旅客運賃割引規則等の第1種・第2種',
    en: 'Class 1 and class 2 of the railway companies’ discount rules',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'the_source',
  codes: [
    ['1', '第1種', 'Class 1'],
    ['2', '第2種', 'Class 2'],
  ],
});
