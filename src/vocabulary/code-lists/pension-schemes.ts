import { codeList } from '../code-list.ts';

export const pensionSchemes = codeList('pension-schemes', {
  label: { ja: '年金の制度', en: 'Pension schemes' },
  source: {
    ja: '国民年金法・厚生年金保険法・旧共済組合各法',
    en: 'National Pension Act, Employees’ Pension Insurance Act, former mutual aid acts',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['national', '国民年金', 'National pension'],
    ['employees', '厚生年金', 'Employees’ pension'],
    ['welfare', '福祉的給付', 'Welfare benefit'],
    ['mutual_aid', '共済', 'Mutual aid'],
  ],
});
