import type { CategorySchema } from '../category-schema.ts';
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
      checked_on: day('受診日', 'Checked on', { standard: 'FHIR R4 Observation.effectiveDateTime' }),
      program: oneOf('健診の種類', 'Kind of checkup', {
        specific: ['特定健診', 'Specific health checkup'],
        elderly: ['後期高齢者健診', 'Checkup for the elderly'],
      }),
      institution: text('健診機関名', 'Institution'),
      results: list('検査結果', 'Results', 200, {
        item: coded('検査項目', 'Item', 'JP Core JP_Observation_LabResult: code (JLAC10)'),
        value: quantity('検査値', 'Value', { standard: 'FHIR R4 Observation.valueQuantity.value' }),
        reference_low: quantity('基準下限値', 'Lower limit of the range', {
          standard: 'FHIR R4 Observation.referenceRange.low',
        }),
        reference_high: quantity('基準上限値', 'Upper limit of the range', {
          standard: 'FHIR R4 Observation.referenceRange.high',
        }),
        unit: text('検査値の単位', 'Unit', {
          maxLength: 20,
          standard: 'FHIR R4 Observation.valueQuantity.unit',
        }),
        finding: text('所見', 'Finding', { standard: 'FHIR R4 Observation.valueString' }),
        judgement: oneOf(
          '判定',
          'Judgement',
          {
            normal: ['基準範囲内', 'Within range'],
            high: ['基準より高い', 'Above range'],
            low: ['基準より低い', 'Below range'],
            abnormal: ['異常所見あり', 'Abnormal finding'],
          },
          { standard: 'FHIR R4 Observation.interpretation' },
        ),
      }),
      questionnaire: list('質問票', 'Questionnaire', 50, {
        question: coded('質問項目', 'Question', 'FHIR R4 QuestionnaireResponse.item'),
        answer: text('回答', 'Answer'),
      }),
      metabolic_syndrome: oneOf('メタボリックシンドローム判定', 'Metabolic syndrome', {
        applies: ['基準該当', 'Applies'],
        borderline: ['予備群該当', 'Borderline'],
        none: ['非該当', 'Does not apply'],
        undetermined: ['判定不能', 'Undetermined'],
      }),
      guidance_level: oneOf('保健指導レベル', 'Level of health guidance', {
        active: ['積極的支援', 'Active support'],
        motivational: ['動機付け支援', 'Motivational support'],
        none: ['なし', 'None'],
        undetermined: ['判定不能', 'Undetermined'],
      }),
      doctor: text('判断した医師名', 'Doctor'),
      insurer_name: text('実施した保険者名', 'Insurer in charge'),
      overall_judgement: text('医師の判断', 'Doctor’s judgement'),
    }),
  },
};
