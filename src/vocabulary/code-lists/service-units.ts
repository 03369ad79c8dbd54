import { codeList } from '../code-list.ts';

export const serviceUnits = codeList('service-units', {
  label: { ja: '支給量の単位', en: 'Units of a service' },
  source: { ja: '障害福祉サービス等の支給決定の単位', en: 'Units of decisions on disability services' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['days', '日', 'Days'],
    ['hours', '時間', 'Hours'],
  ],
});
