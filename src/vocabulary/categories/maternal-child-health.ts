import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, count, quantity, oneOf, list } = itemKinds(3);

export const maternalChildHealth: CategorySchema = {
  type: 'object',
  title: 'Maternal and child health',
  description: 'Checkups in pregnancy and of infants. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    checkups: list('妊産婦・乳幼児健診', 'Checkups', 200, {
      kind: oneOf('健診の種類', 'Kind of checkup', {
        pregnancy: ['妊婦健診', 'In pregnancy'],
        postpartum: ['産婦健診', 'After birth'],
        infant_4_months: ['乳児健診（3〜4か月）', 'Infant, 3 to 4 months'],
        infant_18_months: ['1歳6か月児健診', 'Infant, 18 months'],
        infant_3_years: ['3歳児健診', 'Child, 3 years'],
      }),
      checked_on: day('受診日', 'Checked on'),
      gestational_weeks: count('妊娠週数', 'Weeks of pregnancy', {
        standard: 'FHIR R4 Observation (LOINC 11884-4)',
      }),
      height_cm: quantity('身長（cm）', 'Height in cm', {
        standard: 'JP Core JP_Observation_BodyMeasurement',
      }),
      weight_kg: quantity('体重（kg）', 'Weight in kg', {
        standard: 'JP Core JP_Observation_BodyMeasurement',
      }),
      institution: text('健診機関名', 'Institution'),
      result: oneOf('健診結果', 'Result', {
        no_finding: ['異常なし', 'No finding'],
        follow_up: ['要経過観察', 'Follow up'],
        needs_examination: ['要精密検査', 'Needs detailed examination'],
      }),
    }),
  },
};
