import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, count, coded, oneOf, list } = itemKinds(3);

export const immunizations: CategorySchema = {
  type: 'object',
  title: 'Immunizations',
  description:
    'Vaccinations under the immunization law, as the municipality recorded them. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    immunizations: list('予防接種', 'Immunizations', 300, {
      vaccine: coded('ワクチン', 'Vaccine', 'JP Core JP_Immunization: vaccineCode'),
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
      maker: text('製造者', 'Maker', { standard: 'JP Core JP_Immunization: manufacturer' }),
      place: text('接種場所', 'Place', { standard: 'JP Core JP_Immunization: location' }),
      kind: oneOf('接種の区分', 'Kind of immunization', {
        routine: ['定期接種', 'Routine'],
        special: ['臨時接種', 'Special'],
        voluntary: ['任意接種', 'Voluntary'],
      }),
    }),
  },
};
