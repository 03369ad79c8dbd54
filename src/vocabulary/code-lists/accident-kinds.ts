import { codeList } from '../code-list.ts';

export const accidentKinds = codeList('accident-kinds', {
  label: { ja: '災害の区分', en: 'Kinds of accident' },
  source: { ja: '労働者災害補償保険法', en: 'Industrial Accident Compensation Insurance Act' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['work', '業務災害', 'At work'],
    ['commute', '通勤災害', 'On the way to work'],
  ],
});
