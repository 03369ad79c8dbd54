import type { CategorySchema } from '../category-schema.ts';
import { checkupItems } from '../code-lists/checkup-items.ts';
import { checkupPrograms } from '../code-lists/checkup-programs.ts';
import { checkupQuestions } from '../code-lists/checkup-questions.ts';
import { guidanceLevels } from '../code-lists/guidance-levels.ts';
import { metabolicSyndromeJudgements } from '../code-lists/metabolic-syndrome-judgements.ts';
import { resultInterpretations } from '../code-lists/result-interpretations.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, quantity, oneOf, coded, list } = itemKinds(3);

export const healthCheckups: CategorySchema = {
  type: 'object',
  title: 'Health checkups',
  description:
    'Results of the specific health checkup (特定健診) and of the checkup for the elderly aged 75 and over. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    checkups: list('健診', 'Checkups', 50, {
      checked_on: day('受診日', 'Checked on', {
        meaning: [
          '健診を受けた日。複数日にわたるときは最初の日。',
          'Day of the checkup; the first one where it took several.',
        ],
        standard: 'FHIR R4 Observation.effectiveDateTime',
      }),
      program: oneOf('健診の種類', 'Kind of checkup', checkupPrograms, {
        meaning: [
          '40〜74歳の特定健診か、75歳以上の健診か。',
          'The specific checkup from 40 to 74 years, or the one from 75 on.',
        ],
      }),
      institution: text('健診機関名', 'Institution', {
        meaning: ['健診を実施した機関の名称。', 'Institution that carried the checkup out.'],
      }),
      results: list('検査結果', 'Results', 200, {
        item: coded('検査項目', 'Item', checkupItems, {
          meaning: [
            '何を調べたか。健診の共通の項目コードで示す。',
            'What was examined, by the checkups’ common codes.',
          ],
          standard: 'JP Core JP_Observation_LabResult: code (JLAC10)',
        }),
        value: quantity('検査値', 'Value', {
          meaning: [
            '数で表される検査の値。単位は「検査値の単位」による。',
            'The measured value where it is a number, in the unit beside it.',
          ],
          standard: 'FHIR R4 Observation.valueQuantity.value',
        }),
        reference_low: quantity('基準下限値', 'Lower limit of the range', {
          meaning: [
            'この値以上なら基準の範囲とされる下限。',
            'Lowest value that still counts as within range.',
          ],
          standard: 'FHIR R4 Observation.referenceRange.low',
        }),
        reference_high: quantity('基準上限値', 'Upper limit of the range', {
          meaning: [
            'この値以下なら基準の範囲とされる上限。',
            'Highest value that still counts as within range.',
          ],
          standard: 'FHIR R4 Observation.referenceRange.high',
        }),
        unit: text('検査値の単位', 'Unit', {
          meaning: ['検査値の単位。mmHg、mg/dLなど。', 'Unit of the value, such as mmHg or mg/dL.'],
          maxLength: 20,
          standard: 'FHIR R4 Observation.valueQuantity.unit',
        }),
        finding: text('所見', 'Finding', {
          meaning: ['数で表せない検査の結果を文で書いたもの。', 'Result in words, where it is not a number.'],
          standard: 'FHIR R4 Observation.valueString',
        }),
        judgement: oneOf('判定', 'Judgement', resultInterpretations, {
          meaning: [
            '基準範囲と比べた判定。医師の診断ではない。',
            'How the value compares with the range; no diagnosis.',
          ],
          standard: 'FHIR R4 Observation.interpretation',
        }),
      }),
      questionnaire: list('質問票', 'Questionnaire', 50, {
        question: coded('質問項目', 'Question', checkupQuestions, {
          meaning: [
            '生活習慣や服薬についての、どの質問か。',
            'Which question on habits or medication was asked.',
          ],
          standard: 'FHIR R4 QuestionnaireResponse.item',
        }),
        answer: text('回答', 'Answer', {
          meaning: ['本人が選んだ回答。', 'The answer that the person chose.'],
        }),
      }),
      metabolic_syndrome: oneOf(
        'メタボリックシンドローム判定',
        'Metabolic syndrome',
        metabolicSyndromeJudgements,
        {
          meaning: [
            '腹囲・血圧・血糖・脂質による4区分の判定。',
            'One of four classes, from girth, blood pressure, sugar and lipids.',
          ],
        },
      ),
      guidance_level: oneOf('保健指導レベル', 'Level of health guidance', guidanceLevels, {
        meaning: [
          '受けるべき保健指導の段階。腹囲と危険因子の数で決まる。',
          'Level of guidance offered, by girth and number of risk factors.',
        ],
      }),
      doctor: text('判断した医師名', 'Doctor', {
        meaning: ['健診の結果を判断した医師の氏名。', 'Doctor who judged the results.'],
      }),
      insurer_name: text('実施した保険者名', 'Insurer in charge', {
        meaning: ['健診を実施した保険者の名称。', 'Insurer on whose behalf it was carried out.'],
      }),
      overall_judgement: text('医師の判断', 'Doctor’s judgement', {
        meaning: ['結果全体についての医師の記載。', 'What the doctor wrote on the results as a whole.'],
      }),
    }),
  },
};
