import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople } from '../other-people.ts';

const { text, day, month, year, yen, oneOf, list } = itemKinds(2);

export const educationSupport: CategorySchema = {
  type: 'object',
  title: 'Education support',
  description: 'Support with the cost of schooling. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    supports: aboutPeople(
      list('就学支援', 'Supports', 100, {
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
        student_name: text('児童生徒の氏名', 'Student’s name', { standard: 'GIF 個人: 氏名' }),
        school_kind: oneOf(
          '学校の種類',
          'Kind of school',
          {
            elementary: ['小学校', 'Elementary school'],
            junior_high: ['中学校', 'Junior high school'],
            high: ['高等学校', 'High school'],
            special_needs: ['特別支援学校', 'Special needs school'],
          },
          { sensitivity: 3 },
        ),
        period_from: month('支給対象の始まり', 'Period from'),
        period_until: month('支給対象の終わり', 'Period until'),
        monthly_jpy: yen('支給月額', 'Amount per month'),
        paid_on: day('支給日', 'Paid on'),
        decided_on: day('決定日', 'Decided on'),
      }),
    ),
  },
};
