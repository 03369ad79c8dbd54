import type { CategorySchema } from '../category-schema.ts';
import { antibodyJudgements } from '../code-lists/antibody-judgements.ts';
import { immunizationDiseases } from '../code-lists/immunization-diseases.ts';
import { immunizationKinds } from '../code-lists/immunization-kinds.ts';
import { vaccines } from '../code-lists/vaccines.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, count, quantity, oneOf, coded, list } = itemKinds(3);

export const immunizations: CategorySchema = {
  type: 'object',
  title: 'Immunizations',
  description:
    'Vaccinations under the immunization law, as the municipality recorded them. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    immunizations: list('予防接種', 'Immunizations', 300, {
      vaccine: coded('ワクチン', 'Vaccine', vaccines, {
        meaning: ['使われたワクチンの製品または種類。', 'Product or kind of vaccine that was used.'],
        standard: 'JP Core JP_Immunization: vaccineCode',
      }),
      target_disease: coded('対象疾病', 'Target disease', immunizationDiseases, {
        meaning: [
          '接種が防ごうとする疾病。混合ワクチンではまとめて一つに書かれる。',
          'Disease that the immunization is against; a combined vaccine has one entry.',
        ],
        standard: 'JP Core JP_Immunization: protocolApplied.targetDisease',
      }),
      dose_number: count('接種回数', 'Dose number', {
        meaning: [
          'その疾病の接種の何回目か。1から数える。',
          'Which dose against that disease it was, counted from 1.',
        ],
        standard: 'JP Core JP_Immunization: protocolApplied.doseNumber',
      }),
      administered_on: day('接種日', 'Administered on', {
        meaning: ['実際に接種した日。', 'Day of the injection or intake.'],
        standard: 'JP Core JP_Immunization: occurrenceDateTime',
      }),
      lot_number: text('ロット番号', 'Lot number', {
        meaning: [
          'ワクチンの製造番号。回収や副反応の調査で使う。',
          'Batch of the vaccine, for recalls and inquiries into side effects.',
        ],
        maxLength: 40,
        standard: 'JP Core JP_Immunization: lotNumber',
      }),
      dose_ml: quantity('接種量（mL）', 'Dose in mL', {
        meaning: ['1回に接種した量（mL）。', 'Amount given at once, in millilitres.'],
        standard: 'JP Core JP_Immunization: doseQuantity',
      }),
      lot_expires_on: day('ロットの有効期限', 'Lot expires on', {
        meaning: ['使われたロットの使用期限。', 'Day until which that batch may be used.'],
        standard: 'JP Core JP_Immunization: expirationDate',
      }),
      doctor: text('接種医師名', 'Doctor', {
        meaning: ['接種した、または予診をした医師の氏名。', 'Doctor who gave it or examined before it.'],
        standard: 'JP Core JP_Immunization: performer',
      }),
      municipality: text('実施自治体', 'Municipality in charge', {
        meaning: ['接種を実施し、記録を持つ市区町村。', 'Municipality that offered it and keeps the record.'],
        sensitivity: 2,
      }),
      maker: text('製造者', 'Maker', {
        meaning: ['ワクチンを製造した会社の名称。', 'Company that made the vaccine.'],
        standard: 'JP Core JP_Immunization: manufacturer',
      }),
      place: text('接種場所', 'Place', {
        meaning: ['接種した医療機関や会場の名称。', 'Institution or hall where it was given.'],
        standard: 'JP Core JP_Immunization: location',
      }),
      kind: oneOf('接種の区分', 'Kind of immunization', immunizationKinds, {
        meaning: [
          '予防接種法による定期・臨時の接種か、任意の接種か。',
          'Whether it was routine or special under the Immunization Act, or voluntary.',
        ],
      }),
    }),

    antibody_tests: list('抗体検査', 'Antibody tests', 50, {
      disease: coded('抗体検査の対象疾病', 'Disease of the antibody test', immunizationDiseases, {
        meaning: ['抗体の有無を調べた疾病。', 'Disease against which antibodies were looked for.'],
      }),
      tested_on: day('抗体検査日', 'Antibody test on', {
        meaning: ['検査のために採血した日。', 'Day on which the blood was taken.'],
      }),
      value: quantity('抗体価', 'Antibody titre', {
        meaning: [
          '測られた抗体の量。測り方により単位が異なる。',
          'Measured amount of antibodies; its unit depends on the method.',
        ],
      }),
      judgement: oneOf('抗体検査の判定', 'Judgement of the antibody test', antibodyJudgements, {
        meaning: [
          '接種が要らないだけの抗体があるかの判定。',
          'Whether there are enough antibodies to do without an immunization.',
        ],
      }),
    }),
  },
};
