import type { CategorySchema } from '../category-schema.ts';
import { schoolAidKinds } from '../code-lists/school-aid-kinds.ts';
import { schoolDiseases } from '../code-lists/school-diseases.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople } from '../other-people.ts';

const { text, day, year, yen, count, oneOf, list } = itemKinds(2);

export const schoolHealth: CategorySchema = {
  type: 'object',
  title: 'School health',
  description:
    'Aid with medical costs under the school health law. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    aids: aboutPeople(
      list('医療費の援助', 'Aid with medical costs', 100, {
        kind: oneOf('援助の種類', 'Kind of aid', schoolAidKinds, {
          meaning: [
            '学校が治療を指示した疾病について、どの治療費が援助されたか。',
            'Which costs of a treatment that the school asked for were borne.',
          ],
          sensitivity: 3,
        }),
        school_year: year('対象年度', 'School year', {
          meaning: [
            '援助の対象となった年度（4月に始まる年）。',
            'School year of the aid, by the April in which it begins.',
          ],
        }),
        disease: oneOf('対象疾病', 'Disease', schoolDiseases, {
          meaning: [
            '政令が定める学校病のうち、援助の対象となったもの。',
            'Which of the diseases named by the order the aid was for.',
          ],
          sensitivity: 3,
        }),
        child_name: text('児童生徒の氏名', 'Pupil’s name', {
          meaning: ['援助の対象となった児童生徒の氏名。', 'Name of the pupil whom the aid was for.'],
          standard: 'GIF 個人: 氏名',
        }),
        grade: count('学年', 'Grade', {
          meaning: ['援助を受けたときの学年。1年生なら1。', 'School grade at that time; 1 is the first.'],
        }),
        institution: text('治療した医療機関名', 'Institution', {
          meaning: ['治療した病院・診療所の名称。', 'Hospital or clinic that treated the pupil.'],
        }),
        paid_on: day('支給日', 'Paid on', {
          meaning: ['援助費が支払われた日。', 'Day on which the aid was paid.'],
        }),
        school_name: text('学校名', 'School', {
          meaning: ['そのとき在学していた学校の名称。', 'School that the pupil attended then.'],
        }),
        amount_jpy: yen('援助額', 'Amount', { meaning: ['援助された額（円）。', 'What was borne, in yen.'] }),
        decided_on: day('決定日', 'Decided on', {
          meaning: ['教育委員会が援助を決めた日。', 'Day on which the board of education decided.'],
        }),
      }),
    ),
  },
};
