import { codeList } from '../code-list.ts';

export const specifiedDiseases = codeList('specified-diseases', {
  label: { ja: '特定疾病（長期高額療養）', en: 'Specified diseases of long and costly treatment' },
  source: {
    ja: '健康保険法施行令の規定に基づき厚生労働大臣が定める疾病',
    en: 'Diseases named by the health minister under the Health Insurance Act’s order',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['dialysis', '人工透析を行う慢性腎不全', 'Chronic renal failure with dialysis'],
    ['hemophilia', '先天性血液凝固因子障害', 'Congenital clotting factor disorder'],
    ['hiv', '抗ウイルス剤を投与している後天性免疫不全症候群', 'HIV infection under antiviral treatment'],
  ],
});
