import type { ItemName } from '../../vocabulary/identifiers.ts';
import type { AttestationPolicy, Condition, Rule } from './policy.ts';

const isInForce: readonly Condition[] = [
  { item: 'fare_discount_class', isOneOf: [1, 2] },
  { item: 'returned_on', isBlank: true },
  { item: 'valid_until', notBeforeToday: true, orBlank: true },
];
const answeredFrom: Pick<Rule, 'each' | 'prefer' | 'answer'> = {
  each: 'certificates',
  prefer: [
    { item: 'fare_discount_class', first: [1, 2] },
    { item: 'valid_until', latest: true },
  ],
  answer: {
    class: { from: 'fare_discount_class' },
    companion: { whether: 'fare_discount_class', isOneOf: [1] },
    valid_until: { from: 'valid_until' },
  },
};
const inputs = ['kind', 'fare_discount_class', 'valid_until', 'returned_on'].map(
  (name) => `disability_welfare.certificates.${name}` as ItemName,
);

/**
 * May this person travel at the disability fare, and with a companion? What decides it is only the kind of
 * certificate, its fare discount class, that it is in force, and for a mental-health certificate its photograph.
 */
export const railDisabilityDiscounts: readonly AttestationPolicy[] = [
  {
    id: 'rail-disability-discount@2024-04',
    question: 'rail-disability-discount',
    inForceFrom: '2024-04-01',
    basis: {
      ja: '鉄道各社の障害者旅客運賃割引規則（身体障害者・知的障害者）',
      en: 'The railways’ fare rules for holders of physical and intellectual disability certificates',
    },
    inputs,
    // What a certificate is worth stands on it, with its end, and nobody renews the paper in between either.
    answersFromStale: true,
    rule: {
      ...answeredFrom,
      where: [{ item: 'kind', isOneOf: ['physical', 'intellectual'] }, ...isInForce],
    },
  },
  {
    id: 'rail-disability-discount@2025-04',
    question: 'rail-disability-discount',
    inForceFrom: '2025-04-01',
    basis: {
      ja: '鉄道各社の障害者旅客運賃割引規則。2025年4月1日から、旅客運賃減額の区分と写真のある精神障害者保健福祉手帳も対象',
      en: 'The railways’ fare rules for holders of disability certificates; from 1 April 2025 also mental-health certificates with a fare discount class and a photograph',
    },
    inputs: [...inputs, 'disability_welfare.certificates.has_photo' as ItemName],
    // What a certificate is worth stands on it, with its end, and nobody renews the paper in between either.
    answersFromStale: true,
    rule: {
      ...answeredFrom,
      where: [
        ...isInForce,
        {
          anyOf: [
            [{ item: 'kind', isOneOf: ['physical', 'intellectual'] }],
            // A mental-health certificate always has an end (two years): one that states none is not taken as endless.
            [
              { item: 'kind', isOneOf: ['mental'] },
              { item: 'has_photo', isOneOf: [true] },
              { item: 'valid_until', isStated: true },
            ],
          ],
        },
      ],
    },
  },
];
