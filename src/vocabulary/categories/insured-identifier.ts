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
      meaning: ['記号と番号をつないだ、いまの被保険者番号。', 'Symbol and number together, as they are now.'],
      maxLength: 40,
      standard: 'FHIR R4 Coverage.subscriberId',
    }),
    branch_number: text('枝番', 'Branch number', {
      meaning: [
        '同じ番号の家族を一人ひとり分ける2桁。',
        'Two digits that tell family members under one number apart.',
      ],
      pattern: '^[0-9]{2}$',
      standard: 'JP Core JP_Coverage_InsuredPersonSubNumber',
    }),
    insurer: group('保険者', 'Insurer', {
      number: text('保険者番号', 'Insurer number', {
        meaning: [
          'いまの保険者を示す6桁または8桁の番号。',
          'Number of the present insurer, six or eight digits.',
        ],
        pattern: '^[0-9]{6,8}$',
        standard: 'JP Core JP_Coverage: Coverage.payor.identifier',
      }),
      name: text('保険者名', 'Insurer name', {
        meaning: ['いまの保険者の正式名称。', 'Full name of the present insurer.'],
      }),
    }),
    assigned_on: day('付番日', 'Assigned on', {
      meaning: ['いまの番号が付けられた日。', 'Day on which the present identifier was assigned.'],
    }),

    former_identifiers: list('以前の被保険者番号', 'Former identifiers', 30, {
      identifier: text('以前の番号', 'Former identifier', {
        meaning: ['前に使われていた被保険者番号。', 'An identifier that was in use before.'],
        maxLength: 40,
        standard: 'FHIR R4 Coverage.subscriberId',
      }),
      branch_number: text('以前の枝番', 'Former branch number', {
        meaning: ['前の番号のときの2桁の枝番。', 'The two digits that went with it.'],
        pattern: '^[0-9]{2}$',
        standard: 'JP Core JP_Coverage_InsuredPersonSubNumber',
      }),
      insurer_number: text('以前の保険者番号', 'Former insurer number', {
        meaning: [
          '前の番号を付けていた保険者の、6桁または8桁の番号。',
          'Six or eight digits that name whoever assigned it.',
        ],
        pattern: '^[0-9]{6,8}$',
        standard: 'JP Core JP_Coverage: Coverage.payor.identifier',
      }),
      insurer_name: text('以前の保険者名', 'Former insurer name', {
        meaning: ['前の番号を付けていた保険者の正式名称。', 'Full name of whoever assigned it.'],
      }),
      valid_from: day('以前の番号の開始日', 'Former identifier valid from', {
        meaning: ['前の番号が使われ始めた日。', 'First day on which it was in use.'],
      }),
      valid_until: day('以前の番号の終了日', 'Former identifier valid until', {
        meaning: ['前の番号が使われた最後の日。', 'Last day on which it was in use.'],
      }),
    }),
  },
};
