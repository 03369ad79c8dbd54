import type { CategorySchema } from '../category-schema.ts';
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
        disease: oneOf(
          '対象疾病',
          'Disease',
          {
            trachoma_conjunctivitis: ['トラコーマ・結膜炎', 'Trachoma, conjunctivitis'],
            skin: ['白癬・疥癬・膿痂疹', 'Ringworm, scabies, impetigo'],
            otitis_media: ['中耳炎', 'Otitis media'],
            sinusitis_adenoid: ['慢性副鼻腔炎・アデノイド', 'Chronic sinusitis, adenoids'],
            dental_caries: ['う歯', 'Dental caries'],
            parasites: ['寄生虫病', 'Parasitic disease'],
          },
          { sensitivity: 3 },
        ),
        child_name: text('児童生徒の氏名', 'Pupil’s name', { standard: 'GIF 個人: 氏名' }),
        grade: count('学年', 'Grade'),
        institution: text('治療した医療機関名', 'Institution'),
        paid_on: day('支給日', 'Paid on'),
        school_name: text('学校名', 'School'),
        amount_jpy: yen('援助額', 'Amount'),
        decided_on: day('決定日', 'Decided on'),
      }),
    ),
  },
};
