import { codeList } from '../code-list.ts';

export const disclosureReasons = codeList('disclosure-reasons', {
  label: { ja: '閲覧の目的', en: 'Reasons for looking' },
  source: {
    ja: 'オンライン資格確認等システムの閲覧の場面',
    en: 'Occasions of the online qualification system',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['consented', '本人の同意による閲覧', 'With the person’s consent'],
    ['emergency', '救急時の閲覧', 'In an emergency'],
    ['billing', '資格確認', 'Check of the qualification'],
  ],
});
