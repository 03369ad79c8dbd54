import { codeList } from '../code-list.ts';

export const careLevels = codeList('care-levels', {
  label: { ja: '要介護状態区分', en: 'Care levels' },
  source: {
    ja: '介護給付費請求で使われる要介護状態区分コード（00は本プロジェクトで非該当を表す）',
    en: 'Care level codes of long-term care claims; 00 stands for independent here',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'the_source',
  codes: [
    ['00', '非該当（自立）', 'Independent'],
    ['11', '経過的要介護', 'Transitional'],
    ['12', '要支援1', 'Support 1'],
    ['13', '要支援2', 'Support 2'],
    ['21', '要介護1', 'Care 1'],
    ['22', '要介護2', 'Care 2'],
    ['23', '要介護3', 'Care 3'],
    ['24', '要介護4', 'Care 4'],
    ['25', '要介護5', 'Care 5'],
  ],
});
