import type { CategorySchema } from '../category-schema.ts';
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
      vaccine: coded('ワクチン', 'Vaccine', 'JP Core JP_Immunization: vaccineCode'),
      target_disease: coded(
        '対象疾病',
        'Target disease',
        'JP Core JP_Immunization: protocolApplied.targetDisease',
      ),
      dose_number: count('接種回数', 'Dose number', {
        standard: 'JP Core JP_Immunization: protocolApplied.doseNumber',
      }),
      administered_on: day('接種日', 'Administered on', {
        standard: 'JP Core JP_Immunization: occurrenceDateTime',
      }),
      lot_number: text('ロット番号', 'Lot number', {
        maxLength: 40,
        standard: 'JP Core JP_Immunization: lotNumber',
      }),
      dose_ml: quantity('接種量（mL）', 'Dose in mL', { standard: 'JP Core JP_Immunization: doseQuantity' }),
      lot_expires_on: day('ロットの有効期限', 'Lot expires on', {
        standard: 'JP Core JP_Immunization: expirationDate',
      }),
      doctor: text('接種医師名', 'Doctor', { standard: 'JP Core JP_Immunization: performer' }),
      municipality: text('実施自治体', 'Municipality in charge', { sensitivity: 2 }),
      maker: text('製造者', 'Maker', { standard: 'JP Core JP_Immunization: manufacturer' }),
      place: text('接種場所', 'Place', { standard: 'JP Core JP_Immunization: location' }),
      kind: oneOf('接種の区分', 'Kind of immunization', {
        routine: ['定期接種', 'Routine'],
        special: ['臨時接種', 'Special'],
        voluntary: ['任意接種', 'Voluntary'],
      }),
    }),

    antibody_tests: list('抗体検査', 'Antibody tests', 50, {
      disease: coded('抗体検査の対象疾病', 'Disease of the antibody test'),
      tested_on: day('抗体検査日', 'Antibody test on'),
      value: quantity('抗体価', 'Antibody titre'),
      judgement: oneOf('抗体検査の判定', 'Judgement of the antibody test', {
        sufficient: ['十分な抗体あり', 'Enough antibodies'],
        insufficient: ['抗体が不十分', 'Not enough antibodies'],
      }),
    }),
  },
};
