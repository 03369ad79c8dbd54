import { codeList } from '../code-list.ts';

export const medicalInsuranceSchemes = codeList('medical-insurance-schemes', {
  label: { ja: '医療保険の制度', en: 'Medical insurance schemes' },
  source: { ja: '医療保険各法', en: 'The medical insurance laws' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['national', '国民健康保険', 'National health insurance'],
    ['association', '協会けんぽ', 'Health insurance association'],
    ['society', '健康保険組合', 'Health insurance society'],
    ['mutual_aid', '共済組合', 'Mutual aid association'],
    ['late_elderly', '後期高齢者医療', 'Medical care for the late elderly'],
  ],
});
