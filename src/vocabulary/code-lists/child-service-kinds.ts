import { codeList } from '../code-list.ts';

export const childServiceKinds = codeList('child-service-kinds', {
  label: { ja: '障害児支援のサービスの種類', en: 'Kinds of service for children with disabilities' },
  source: { ja: '児童福祉法', en: 'Child Welfare Act' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['development_support', '児童発達支援', 'Child development support'],
    ['after_school', '放課後等デイサービス', 'After-school day service'],
    ['nursery_visit', '保育所等訪問支援', 'Visits to nurseries'],
    ['residential', '障害児入所支援', 'Residential support'],
  ],
});
