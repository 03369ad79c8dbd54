import type { CategorySchema } from '../category-schema.ts';
import { maternalCheckupKinds } from '../code-lists/maternal-checkup-kinds.ts';
import { newbornTestKinds } from '../code-lists/newborn-test-kinds.ts';
import { screeningResults } from '../code-lists/screening-results.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople, countOfPeople } from '../other-people.ts';

const { text, day, count, quantity, oneOf, list } = itemKinds(3);

export const maternalChildHealth: CategorySchema = {
  type: 'object',
  title: 'Maternal and child health',
  description: 'Checkups in pregnancy and of infants. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    pregnancies: list(
      '妊娠',
      'Pregnancies',
      20,
      {
        notified_on: day('妊娠届出日', 'Pregnancy notified on', {
          meaning: [
            '市区町村に妊娠を届け出た日。',
            'Day on which the municipality was told of the pregnancy.',
          ],
        }),
        handbook_number: text('母子健康手帳番号', 'Number of the handbook', {
          meaning: ['交付された母子健康手帳の番号。', 'Number of the handbook that was issued.'],
          maxLength: 40,
        }),
        expected_on: day('分娩予定日', 'Birth expected on', {
          meaning: ['医師が見込んだ分娩の日。', 'Day of birth as the doctor expected it.'],
          standard: 'FHIR R4 Observation (LOINC 11778-8)',
        }),
        delivered_on: day('分娩日', 'Delivered on', {
          meaning: ['分娩した日。', 'Day of the delivery.'],
          whenBlank: ['分娩の記録なし', 'No delivery recorded'],
        }),
        births_count: countOfPeople(
          count('出生児数', 'Number of births', {
            meaning: ['その妊娠で生まれた子の数。', 'Number of children born of that pregnancy.'],
          }),
        ),
      },
      { updateFrequency: 'on_change' },
    ),
    checkups: aboutPeople(
      list('妊産婦・乳幼児健診', 'Checkups', 200, {
        kind: oneOf('健診の種類', 'Kind of checkup', maternalCheckupKinds, {
          meaning: ['妊婦・産婦・乳幼児のどの時期の健診か。', 'Which checkup of mother or child it was.'],
        }),
        checked_on: day('受診日', 'Checked on', { meaning: ['健診を受けた日。', 'Day of the checkup.'] }),
        gestational_weeks: count('妊娠週数', 'Weeks of pregnancy', {
          meaning: ['妊婦健診のときの妊娠週数（満の週）。', 'Completed weeks of pregnancy at the checkup.'],
          standard: 'FHIR R4 Observation (LOINC 11884-4)',
        }),
        height_cm: quantity('身長（cm）', 'Height in cm', {
          meaning: [
            '健診で測った身の丈（cm）。2歳未満は寝かせて測る。',
            'Measured in centimetres; lying down under two years of age.',
          ],
          standard: 'JP Core JP_Observation_BodyMeasurement',
        }),
        weight_kg: quantity('体重（kg）', 'Weight in kg', {
          meaning: [
            '測った体重（kg）。妊婦健診では妊婦の体重。',
            'Measured weight in kilograms; the mother’s in pregnancy.',
          ],
          standard: 'JP Core JP_Observation_BodyMeasurement',
        }),
        institution: text('健診機関名', 'Institution', {
          meaning: [
            '健診を実施した医療機関や保健センターの名称。',
            'Institution or health centre that carried it out.',
          ],
        }),
        child_name: text('児童の氏名', 'Child’s name', {
          meaning: ['健診を受けた児童の氏名。', 'Name of the child who was examined.'],
          standard: 'GIF 個人: 氏名',
          whenBlank: ['妊産婦本人の健診', 'The mother’s own checkup'],
        }),
        head_circumference_cm: quantity('頭囲（cm）', 'Head circumference in cm', {
          meaning: ['測った頭の周りの長さ（cm）。', 'Measured girth of the head in centimetres.'],
          standard: 'JP Core JP_Observation_BodyMeasurement',
        }),
        chest_circumference_cm: quantity('胸囲（cm）', 'Chest circumference in cm', {
          meaning: ['測った胸の周りの長さ（cm）。', 'Measured girth of the chest in centimetres.'],
          standard: 'JP Core JP_Observation_BodyMeasurement',
        }),
        systolic_mmhg: quantity('収縮期血圧（mmHg）', 'Systolic blood pressure in mmHg', {
          meaning: ['妊産婦の最高血圧（mmHg）。', 'The mother’s higher blood pressure in mmHg.'],
          standard: 'JP Core JP_Observation_VitalSigns',
        }),
        diastolic_mmhg: quantity('拡張期血圧（mmHg）', 'Diastolic blood pressure in mmHg', {
          meaning: ['妊産婦の最低血圧（mmHg）。', 'The mother’s lower blood pressure in mmHg.'],
          standard: 'JP Core JP_Observation_VitalSigns',
        }),
        decayed_teeth_count: count('むし歯の本数', 'Decayed teeth', {
          meaning: ['未処置・処置済みを合わせた、むし歯の数。', 'Teeth with caries, treated ones included.'],
        }),
        guidance: text('指導事項', 'Guidance given', {
          meaning: ['健診のときに保健師や医師が伝えたこと。', 'What nurse or doctor advised at the checkup.'],
        }),
        result: oneOf('健診結果', 'Result', screeningResults, {
          meaning: [
            '健診の判定。要精密検査は診断ではない。',
            'Outcome of the checkup; a need for further examination is no diagnosis.',
          ],
        }),
      }),
    ),

    newborn_tests: aboutPeople(
      list('新生児の検査', 'Tests of the newborn', 20, {
        kind: oneOf('新生児検査の種類', 'Kind of newborn test', newbornTestKinds, {
          meaning: [
            '聴覚の検査か、代謝などの病気を早く見つける検査か。',
            'Whether of hearing, or for metabolic and like disorders.',
          ],
        }),
        tested_on: day('新生児検査日', 'Newborn tested on', {
          meaning: ['検査を受けた、または採血した日。', 'Day of the test or of taking the blood.'],
        }),
        result: oneOf('新生児検査の結果', 'Result of the newborn test', screeningResults, {
          meaning: [
            '検査の判定。要精密検査は診断ではない。',
            'Outcome of the test; a need for further examination is no diagnosis.',
          ],
        }),
      }),
    ),
  },
};
