import type { CategorySchema } from '../category-schema.ts';
import { educationSupportKinds } from '../code-lists/education-support-kinds.ts';
import { schoolKinds } from '../code-lists/school-kinds.ts';
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
        kind: oneOf('支援の種類', 'Kind of support', educationSupportKinds, {
          meaning: [
            '就学援助・就学支援金・奨学給付金など、どの支援か。',
            'Which support it is: attendance aid, tuition support, scholarship and so on.',
          ],
          sensitivity: 3,
        }),
        school_year: year('対象年度', 'School year', {
          meaning: [
            '支援の対象となった年度（4月に始まる年）。',
            'School year of the support, by the April in which it begins.',
          ],
        }),
        school_name: text('学校名', 'School', {
          meaning: ['支援を受けたときに在学していた学校の名称。', 'School that was attended then.'],
        }),
        amount_jpy: yen('支給額', 'Amount', {
          meaning: ['その年度に支給された額の合計（円）。', 'Paid for that year altogether, in yen.'],
        }),
        student_name: text('児童生徒の氏名', 'Student’s name', {
          meaning: ['支援の対象となった児童生徒の氏名。', 'Name of the student whom the support is for.'],
          standard: 'GIF 個人: 氏名',
        }),
        school_kind: oneOf('学校の種類', 'Kind of school', schoolKinds, {
          meaning: [
            '小学校・中学校・高等学校・特別支援学校のどれか。',
            'Whether an elementary, junior high, high or special needs school.',
          ],
          sensitivity: 3,
        }),
        period_from: month('支給対象の始まり', 'Period from', {
          meaning: ['支援の対象となった最初の月。', 'First month that the support is for.'],
        }),
        period_until: month('支給対象の終わり', 'Period until', {
          meaning: ['支援の対象となった最後の月。', 'Last month that the support is for.'],
        }),
        monthly_jpy: yen('支給月額', 'Amount per month', {
          meaning: ['1か月あたりの支援の額（円）。', 'Support a month, in yen.'],
        }),
        paid_on: day('支給日', 'Paid on', {
          meaning: [
            '最後に支払われた日。授業料は学校に直接支払われることがある。',
            'Day of the latest payment; tuition may go to the school directly.',
          ],
        }),
        decided_on: day('決定日', 'Decided on', {
          meaning: [
            '教育委員会や都道府県が支援を決めた日。',
            'Day on which the board of education or the prefecture decided.',
          ],
        }),
      }),
    ),
  },
};
