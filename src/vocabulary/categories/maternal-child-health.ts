import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople, countOfPeople } from '../other-people.ts';

const { text, day, count, quantity, oneOf, list } = itemKinds(3);

export const maternalChildHealth: CategorySchema = {
  type: 'object',
  title: 'Maternal and child health',
  description: 'Checkups in pregnancy and of infants. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    pregnancies: list('妊娠', 'Pregnancies', 20, {
      notified_on: day('妊娠届出日', 'Pregnancy notified on'),
      handbook_number: text('母子健康手帳番号', 'Number of the handbook', { maxLength: 40 }),
      expected_on: day('分娩予定日', 'Birth expected on', {
        standard: 'FHIR R4 Observation (LOINC 11778-8)',
      }),
      delivered_on: day('分娩日', 'Delivered on', { whenBlank: ['分娩の記録なし', 'No delivery recorded'] }),
      births_count: countOfPeople(count('出生児数', 'Number of births')),
    }),
    checkups: aboutPeople(
      list('妊産婦・乳幼児健診', 'Checkups', 200, {
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
        child_name: text('児童の氏名', 'Child’s name', {
          standard: 'GIF 個人: 氏名',
          whenBlank: ['妊産婦本人の健診', 'The mother’s own checkup'],
        }),
        head_circumference_cm: quantity('頭囲（cm）', 'Head circumference in cm', {
          standard: 'JP Core JP_Observation_BodyMeasurement',
        }),
        chest_circumference_cm: quantity('胸囲（cm）', 'Chest circumference in cm', {
          standard: 'JP Core JP_Observation_BodyMeasurement',
        }),
        systolic_mmhg: quantity('収縮期血圧（mmHg）', 'Systolic blood pressure in mmHg', {
          standard: 'JP Core JP_Observation_VitalSigns',
        }),
        diastolic_mmhg: quantity('拡張期血圧（mmHg）', 'Diastolic blood pressure in mmHg', {
          standard: 'JP Core JP_Observation_VitalSigns',
        }),
        decayed_teeth_count: count('むし歯の本数', 'Decayed teeth'),
        guidance: text('指導事項', 'Guidance given'),
        result: oneOf('健診結果', 'Result', {
          no_finding: ['異常なし', 'No finding'],
          follow_up: ['要経過観察', 'Follow up'],
          needs_examination: ['要精密検査', 'Needs detailed examination'],
        }),
      }),
    ),

    newborn_tests: aboutPeople(
      list('新生児の検査', 'Tests of the newborn', 20, {
        kind: oneOf('新生児検査の種類', 'Kind of newborn test', {
          hearing: ['新生児聴覚検査', 'Hearing'],
          metabolic: ['先天性代謝異常等検査', 'Metabolic disorders'],
        }),
        tested_on: day('新生児検査日', 'Newborn tested on'),
        result: oneOf('新生児検査の結果', 'Result of the newborn test', {
          no_finding: ['異常なし', 'No finding'],
          follow_up: ['要経過観察', 'Follow up'],
          needs_examination: ['要精密検査', 'Needs detailed examination'],
        }),
      }),
    ),
  },
};
