import { codeList } from '../code-list.ts';

export const pensionInsuredKinds = codeList('pension-insured-kinds', {
  label: { ja: '国民年金の被保険者の種別', en: 'Categories of insured persons of the national pension' },
  source: { ja: '国民年金法 第7条第1項', en: 'National Pension Act, article 7 paragraph 1' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'the_source',
  codes: [
    ['1', '第1号被保険者', 'Category 1'],
    ['2', '第2号被保険者', 'Category 2'],
    ['3', '第3号被保険者', 'Category 3'],
  ],
});
