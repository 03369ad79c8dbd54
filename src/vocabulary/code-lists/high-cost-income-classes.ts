import { codeList } from '../code-list.ts';

export const highCostIncomeClasses = codeList('high-cost-income-classes', {
  label: { ja: '高額療養費の所得区分', en: 'Income classes of the high-cost benefit' },
  source: {
    ja: '健康保険法施行令の高額療養費算定基準額の区分',
    en: 'Classes of the high-cost benefit’s threshold, Health Insurance Act’s order',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'the_source',
  codes: [
    ['ア', 'ア（年収約1,160万円以上）', 'A (about 11.6 million yen or more)'],
    ['イ', 'イ（年収約770万円以上）', 'I (about 7.7 million yen or more)'],
    ['ウ', 'ウ（年収約370万円以上）', 'U (about 3.7 million yen or more)'],
    ['エ', 'エ（年収約370万円まで）', 'E (up to about 3.7 million yen)'],
    ['オ', 'オ（住民税非課税）', 'O (exempt from residents’ tax)'],
    ['現役並みⅠ', '現役並みⅠ（70歳以上）', 'Like those at work I (70 and over)'],
    ['現役並みⅡ', '現役並みⅡ（70歳以上）', 'Like those at work II (70 and over)'],
    ['現役並みⅢ', '現役並みⅢ（70歳以上）', 'Like those at work III (70 and over)'],
    ['一般', '一般（70歳以上）', 'General (70 and over)'],
    ['低所得Ⅰ', '低所得Ⅰ（70歳以上）', 'Low income I (70 and over)'],
    ['低所得Ⅱ', '低所得Ⅱ（70歳以上）', 'Low income II (70 and over)'],
  ],
});
