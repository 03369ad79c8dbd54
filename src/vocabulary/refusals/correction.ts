import { refusalRows } from '../refusal-row.ts';

/** What is refused where a citizen reports on a record of theirs. */
export const correctionRefusals = refusalRows({
  correction_malformed: {
    status: 400,
    title: 'The report does not say what it is about',
    citizen: {
      ja: '申し出の内容を読み取れませんでした。何も変わっていません。「わたしの情報」から、もう一度お試しください。',
      en: 'Your report could not be understood. Nothing was changed. Please start again from “My information”.',
    },
    operator:
      'A form that my page did not make: a place that the category’s schema has not, a reason that is not on the list, a date that is none.',
    integrator: 'Not reached by a relying party.',
  },
  too_many_corrections: {
    status: 429,
    title: 'More reports than an office can look into',
    citizen: {
      ja: '申し出が続いたため、いまは新しい申し出を受け付けられません。受け付けた申し出は、そのまま扱われています。明日もう一度お試しいただくか、機関の窓口にお申し出ください。',
      en: 'You made many reports in a short time, so no further one can be taken now. Those already made are being looked into. Please try again tomorrow, or ask at the agency’s office.',
    },
    operator: 'The citizen has as many open reports, or made as many within a day, as are taken.',
    integrator: 'Not reached by a relying party.',
  },
});
