import { refusalRows } from '../refusal-row.ts';

/** What can stand between an ambulance and the record of somebody who cannot be asked. */
export const emergencyRefusals = refusalRows({
  accreditation_missing: {
    status: 403,
    title: 'No accreditation for emergency access counts now',
    citizen: {
      ja: '救急時の閲覧を認められていない機関からの要求でした。何も提供されていません。',
      en: 'The organisation is not accredited for emergency access. Nothing was shared.',
    },
    operator:
      'The registration has no accreditation, or it ran out or was withdrawn. Read afresh at every call; a token from before opens nothing any more.',
    integrator: 'Have the accreditation renewed by its authority. Until then use the counter, with consent.',
  },
  emergency_category_closed: {
    status: 403,
    title: 'Emergency access does not reach this category',
    citizen: {
      ja: '救急時に見ることができる情報の範囲を超えた要求でした。何も提供されていません。',
      en: 'More was asked for than may be seen in an emergency. Nothing was shared.',
    },
    operator:
      'A category beyond 1, 2 and 5 was named. Nobody was looked up. The supervisor’s report counts it.',
    integrator: 'Ask for health_insurance_card, treatments_medications and health_checkups alone.',
  },
  emergency_person_not_found: {
    status: 404,
    title: 'Nobody is found by this',
    citizen: {
      ja: '示された番号や生年月日などからは、どなたのことか確かめられませんでした。何も提供されていません。',
      en: 'What was given, such as a number and a date of birth, named nobody for certain. Nothing was shared.',
    },
    operator:
      'Number and date of birth do not belong together, the number names nobody or hands nothing out, or the register does not know the certificate. One answer for all of it; guesses are counted, and beyond the bound every answer is this one.',
    integrator:
      'Compare the number with the card and the date of birth; do not try dates. Tries are counted and reported.',
  },
  emergency_limit_reached: {
    status: 429,
    title: 'Too many emergency accesses in this time',
    citizen: {
      ja: '短い時間に要求が多すぎたため、受け付けませんでした。何も提供されていません。',
      en: 'There were too many requests in a short time. Nothing was shared.',
    },
    operator:
      'The client’s people an hour, its failed names an hour, a person’s accesses a day, or the calls of one access. The supervisor’s report shows which.',
    integrator: 'Wait for Retry-After. An accreditation says how many people an hour it covers.',
  },
});
