import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, group, list } = itemKinds(2);

export const insuredIdentifier: CategorySchema = {
  type: 'object',
  title: 'Insured person’s identifier',
  description:
    'The personal identifier on the health insurance record. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    identifier: text('被保険者番号', 'Insured identifier', {
      maxLength: 40,
      standard: 'FHIR R4 Coverage.subscriberId',
    }),
    branch_number: text('枝番', 'Branch number', {
      pattern: '^[0-9]{2}$',
      standard: 'JP Core JP_Coverage_InsuredPersonSubNumber',
    }),
    insurer: group('保険者', 'Insurer', {
      number: text('保険者番号', 'Insurer number', {
        pattern: '^[0-9]{6,8}$',
        standard: 'JP Core JP_Coverage: Coverage.payor.identifier',
      }),
      name: text('保険者名', 'Insurer name'),
    }),
    assigned_on: day('付番日', 'Assigned on'),

    former_identifiers: list('以前の被保険者番号', 'Former identifiers', 30, {
      identifier: text('以前の番号', 'Former identifier', {
        maxLength: 40,
        standard: 'FHIR R4 Coverage.subscriberId',
      }),
      branch_number: text('以前の枝番', 'Former branch number', {
        pattern: '^[0-9]{2}$',
        standard: 'JP Core JP_Coverage_InsuredPersonSubNumber',
      }),
      insurer_number: text('以前の保険者番号', 'Former insurer number', {
        pattern: '^[0-9]{6,8}$',
        standard: 'JP Core JP_Coverage: Coverage.payor.identifier',
      }),
      insurer_name: text('以前の保険者名', 'Former insurer name'),
      valid_from: day('以前の番号の開始日', 'Former identifier valid from'),
      valid_until: day('以前の番号の終了日', 'Former identifier valid until'),
    }),
  },
};
