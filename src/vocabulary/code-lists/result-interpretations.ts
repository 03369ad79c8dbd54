import { codeList } from '../code-list.ts';

export const resultInterpretations = codeList('result-interpretations', {
  label: { ja: '検査値の判定', en: 'Interpretations of a result' },
  source: {
    ja: 'FHIR R4 Observation.interpretation の考え方による（コードは本プロジェクトのもの）',
    en: 'After FHIR R4 Observation.interpretation; the codes are this project’s',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['normal', '基準範囲内', 'Within range'],
    ['high', '基準より高い', 'Above range'],
    ['low', '基準より低い', 'Below range'],
    ['abnormal', '異常所見あり', 'Abnormal finding'],
  ],
});
