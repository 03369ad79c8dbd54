import { codeList } from '../code-list.ts';

export const disabilityServiceKinds = codeList('disability-service-kinds', {
  label: { ja: '障害福祉サービスの種類', en: 'Kinds of disability service' },
  source: {
    ja: '障害者の日常生活及び社会生活を総合的に支援するための法律',
    en: 'Act on Comprehensive Support for Persons with Disabilities',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['home_help', '居宅介護', 'Home help'],
    ['daily_care', '生活介護', 'Daily care'],
    ['short_stay', '短期入所', 'Short stay'],
    ['group_home', '共同生活援助', 'Group home'],
    ['employment_transition', '就労移行支援', 'Transition to employment'],
    ['continued_employment_a', '就労継続支援A型', 'Continued employment, type A'],
    ['continued_employment_b', '就労継続支援B型', 'Continued employment, type B'],
    ['mobility', '同行援護・行動援護', 'Accompaniment'],
  ],
});
