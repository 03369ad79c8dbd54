import { codeList } from '../code-list.ts';

export const coverageRelationships = codeList('coverage-relationships', {
  label: { ja: '本人・家族の別', en: 'Insured person or dependent' },
  source: {
    ja: 'FHIR R4 Coverage.relationship の考え方による（コードは本プロジェクトのもの）',
    en: 'After FHIR R4 Coverage.relationship; the codes are this project’s',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['insured', '本人', 'Insured person'],
    ['dependent', '被扶養者', 'Dependent'],
  ],
});
