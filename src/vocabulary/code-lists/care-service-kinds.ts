import { codeList } from '../code-list.ts';

export const careServiceKinds = codeList('care-service-kinds', {
  label: { ja: '介護サービスの種類', en: 'Kinds of care service' },
  source: {
    ja: '介護保険法の居宅サービス・施設サービス等',
    en: 'Services of the Long-Term Care Insurance Act',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['home_visit', '訪問介護', 'Home visits'],
    ['home_nursing', '訪問看護', 'Home nursing'],
    ['day_care', '通所介護', 'Day care'],
    ['day_rehabilitation', '通所リハビリテーション', 'Day rehabilitation'],
    ['short_stay', '短期入所', 'Short stay'],
    ['equipment', '福祉用具貸与', 'Equipment on loan'],
    ['care_plan', '居宅介護支援', 'Care planning'],
    ['facility', '施設サービス', 'Facility'],
  ],
});
