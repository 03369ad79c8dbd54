/** Questions that a registered value is part of: which age, which municipality, which level, which amount. */
import type { ItemName } from '../../vocabulary/identifiers.ts';
import type { AttestationPolicy } from './policy.ts';

/** In the order in which the levels rise (要介護認定等に係る区分). */
const careLevels = ['00', '11', '12', '13', '21', '22', '23', '24', '25'];

export const ageOver: AttestationPolicy = {
  id: 'age-over@2023-04',
  question: 'age-over',
  inForceFrom: '2023-04-01',
  basis: {
    ja: '民法（明治29年法律第89号）第4条、第140条以下の期間の計算、年齢計算ニ関スル法律（明治35年法律第50号）。後者では誕生日の前日の終わりに達するが、ここでは誕生日からとする',
    en: 'Civil Code, article 4 and the articles from 140 on the reckoning of time, and the Act on the Calculation of Age; by the latter an age is reached at the end of the day before the birthday: here it counts from the birthday on',
  },
  inputs: ['identity.birthdate' as ItemName],
  // Nobody is born anew.
  answersFromStale: true,
  rule: {
    where: [{ item: 'birthdate', yearsReached: 'argument' }],
    answer: { reached: { always: true } },
  },
};

export const residence: AttestationPolicy = {
  id: 'residence@2023-04',
  question: 'residence',
  inForceFrom: '2023-04-01',
  basis: {
    ja: '地方自治法（昭和22年法律第67号）第10条、住民基本台帳法（昭和42年法律第81号）第7条（住民票の記載事項）',
    en: 'Local Autonomy Act, article 10, and Basic Resident Registration Act, article 7 (what the resident’s record states)',
  },
  inputs: ['household.municipality.code', 'household.resident_since_on'] as ItemName[],
  // Who moved away since may still stand there.
  answersFromStale: false,
  rule: {
    where: [
      { item: 'municipality.code', is: 'argument' },
      { item: 'resident_since_on', notAfterToday: true, orBlank: true },
    ],
    answer: { resident: { always: true } },
  },
};

export const careLevelAtLeast: AttestationPolicy = {
  id: 'care-level-at-least@2023-04',
  question: 'care-level-at-least',
  inForceFrom: '2023-04-01',
  basis: {
    ja: '介護保険法（平成9年法律第123号）第27条（要介護認定）、第32条（要支援認定）、第28条・第33条（認定の有効期間）',
    en: 'Long-Term Care Insurance Act, articles 27 and 32 (certification), 28 and 33 (how long it holds)',
  },
  inputs: ['care_level', 'valid_from', 'valid_until'].map(
    (name) => `long_term_care.certifications.${name}` as ItemName,
  ),
  // A certification has its own end.
  answersFromStale: true,
  rule: {
    each: 'certifications',
    where: [
      { item: 'care_level', order: careLevels, atLeast: 'argument' },
      { item: 'valid_from', notAfterToday: true },
      { item: 'valid_until', notBeforeToday: true },
    ],
    answer: { certified: { always: true } },
  },
};

export const incomeUnder: AttestationPolicy = {
  id: 'income-under@2023-06',
  question: 'income-under',
  inForceFrom: '2023-06-01',
  basis: {
    ja: '地方税法（昭和25年法律第226号）第292条第1項第13号（合計所得金額）。最新の課税年度によるものとし、前年度より古いものは用いない',
    en: 'Local Tax Act, article 292 (1) xiii (total income). The latest tax year decides, and none older than last year’s',
  },
  inputs: ['tax_year', 'total_income_jpy'].map((name) => `tax_income.assessments.${name}` as ItemName),
  // How old an assessment may be is part of the rule.
  answersFromStale: true,
  rule: {
    each: 'assessments',
    latestBy: 'tax_year',
    where: [
      { item: 'tax_year', yearsAgoAtMost: 1 },
      { item: 'total_income_jpy', under: 'argument' },
    ],
    answer: { under: { always: true } },
  },
};
