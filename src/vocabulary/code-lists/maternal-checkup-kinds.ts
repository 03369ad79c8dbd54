import { codeList } from '../code-list.ts';

export const maternalCheckupKinds = codeList('maternal-checkup-kinds', {
  label: { ja: '母子保健の健診の種類', en: 'Kinds of maternal and child checkup' },
  source: { ja: '母子保健法', en: 'Maternal and Child Health Act' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['pregnancy', '妊婦健診', 'In pregnancy'],
    ['postpartum', '産婦健診', 'After birth'],
    ['infant_4_months', '乳児健診（3〜4か月）', 'Infant, 3 to 4 months'],
    ['infant_18_months', '1歳6か月児健診', 'Infant, 18 months'],
    ['infant_3_years', '3歳児健診', 'Child, 3 years'],
  ],
});
