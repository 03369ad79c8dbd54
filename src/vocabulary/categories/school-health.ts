import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, year, yen, oneOf, list } = itemKinds(2);

export const schoolHealth: CategorySchema = {
  type: 'object',
  title: 'School health',
  description:
    'Aid with medical costs under the school health law. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    aids: list('医療費の援助', 'Aid with medical costs', 100, {
      kind: oneOf(
        '援助の種類',
        'Kind of aid',
        {
          medical: ['医療費援助', 'Medical costs'],
          dental: ['歯科治療費援助', 'Dental costs'],
          eye: ['眼科治療費援助', 'Eye treatment costs'],
        },
        { sensitivity: 3 },
      ),
      school_year: year('対象年度', 'School year'),
      school_name: text('学校名', 'School'),
      amount_jpy: yen('援助額', 'Amount'),
      decided_on: day('決定日', 'Decided on'),
    }),
  },
};
