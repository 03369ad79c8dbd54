import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, group } = itemKinds(2);

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
  },
};
