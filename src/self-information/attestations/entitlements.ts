/** Questions whether something is in force today. */
import type { ItemName } from '../../vocabulary/identifiers.ts';
import type { AttestationPolicy } from './policy.ts';

export const healthInsuranceValid: AttestationPolicy = {
  id: 'health-insurance-valid@2024-12',
  question: 'health-insurance-valid',
  // The day from which new health insurance cards are no longer issued, and the register is what counts.
  inForceFrom: '2024-12-02',
  basis: {
    ja: '健康保険法（大正11年法律第70号）第3条第13項（電子資格確認）、国民健康保険法・高齢者の医療の確保に関する法律の相当規定',
    en: 'Health Insurance Act, article 3 (13) (electronic confirmation of eligibility), and the like of the other insurance acts',
  },
  inputs: ['insurer.number', 'valid_from', 'valid_until'].map(
    (name) => `health_insurance_card.${name}` as ItemName,
  ),
  // Coverage ends with a job, an allowance with a marriage: neither is known beforehand.
  answersFromStale: false,
  rule: {
    where: [
      { item: 'insurer.number', isStated: true },
      { item: 'valid_from', notAfterToday: true, orBlank: true },
      { item: 'valid_until', notBeforeToday: true, orBlank: true },
    ],
    answer: { covered: { always: true } },
  },
};

export const singleParentSupport: AttestationPolicy = {
  id: 'single-parent-support@2023-04',
  question: 'single-parent-support',
  inForceFrom: '2023-04-01',
  basis: {
    ja: '児童扶養手当法（昭和36年法律第238号）第4条（支給要件）、第7条（支給期間）、第9条（支給の制限）。全部支給停止は受けていないものとする',
    en: 'Child Rearing Allowance Act, articles 4 (who receives it), 7 (for how long) and 9 (limits); who has it suspended as a whole does not receive it',
  },
  inputs: ['kind', 'period_from', 'period_until', 'suspended'].map(
    (name) => `single_parent_support.benefits.${name}` as ItemName,
  ),
  // Coverage ends with a job, an allowance with a marriage: neither is known beforehand.
  answersFromStale: false,
  rule: {
    each: 'benefits',
    where: [
      { item: 'kind', isOneOf: ['child_rearing_allowance'] },
      { item: 'suspended', isOneOf: ['full', 'partial'] },
      { item: 'period_from', notAfterToday: true },
      { item: 'period_until', notBeforeToday: true, orBlank: true },
    ],
    answer: { receives: { always: true } },
  },
};
