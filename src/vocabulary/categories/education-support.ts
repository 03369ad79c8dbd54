import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, year, yen, oneOf, list } = itemKinds(2);

export const educationSupport: CategorySchema = {
  type: 'object',
  title: 'Education support',
  description: 'Support with the cost of schooling. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    supports: list('就学支援', 'Supports', 100, {
      kind: oneOf(
        '支援の種類',
        'Kind of support',
        {
          school_attendance: ['就学援助', 'School attendance aid'],
          high_school_tuition: ['高等学校等就学支援金', 'High school tuition support'],
          scholarship_benefit: ['高校生等奨学給付金', 'Scholarship benefit'],
          special_needs: ['特別支援教育就学奨励費', 'Special needs education aid'],
        },
        { sensitivity: 3 },
      ),
      school_year: year('対象年度', 'School year'),
      school_name: text('学校名', 'School'),
      amount_jpy: yen('支給額', 'Amount'),
      decided_on: day('決定日', 'Decided on'),
    }),
  },
};
