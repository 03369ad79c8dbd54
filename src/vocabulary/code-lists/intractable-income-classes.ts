import { codeList } from '../code-list.ts';

export const intractableIncomeClasses = codeList('intractable-income-classes', {
  label: { ja: '難病の階層区分', en: 'Income classes of intractable disease aid' },
  source: {
    ja: '難病の患者に対する医療等に関する法律の自己負担上限の階層区分',
    en: 'Income classes of the same act’s cap',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['a', '生活保護', 'Public assistance'],
    ['b1', '低所得Ⅰ', 'Low income I'],
    ['b2', '低所得Ⅱ', 'Low income II'],
    ['c1', '一般所得Ⅰ', 'General income I'],
    ['c2', '一般所得Ⅱ', 'General income II'],
    ['d', '上位所得', 'Upper income'],
  ],
});
