import type { CategorySchema } from '../category-schema.ts';
import { examinationResults } from '../code-lists/examination-results.ts';
import { screeningKinds } from '../code-lists/screening-kinds.ts';
import { screeningResults } from '../code-lists/screening-results.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, year, flag, oneOf, list } = itemKinds(3);

export const screenings: CategorySchema = {
  type: 'object',
  title: 'Screenings',
  description:
    'Screenings by the municipality: cancers, osteoporosis, hepatitis, periodontal disease. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    screenings: list('検診', 'Screenings', 200, {
      kind: oneOf('検診の種類', 'Kind of screening', screeningKinds, {
        meaning: ['どの部位・疾病の検診か。', 'Which organ or disease it was a screening for.'],
      }),
      screened_on: day('受診日', 'Screened on', { meaning: ['検診を受けた日。', 'Day of the screening.'] }),
      institution: text('検診機関名', 'Institution', {
        meaning: ['検診を実施した機関の名称。', 'Institution that carried the screening out.'],
      }),
      program_year: year('実施年度', 'Program year', {
        meaning: [
          '検診事業の年度（4月に始まる年）。',
          'Year of the program, by the April in which it began.',
        ],
      }),
      method: text('検査方法', 'Method', {
        meaning: [
          'X線、内視鏡、細胞診など、検診で行った検査。',
          'Test that was used: X-ray, endoscopy, cytology and so on.',
        ],
      }),
      result: oneOf('検診結果', 'Result', screeningResults, {
        meaning: [
          '検診の判定。要精密検査は、がんなどと診断されたことを意味しない。',
          'Outcome of the screening; a need for further examination is no diagnosis.',
        ],
      }),
      examined_after: flag('精密検査の受診の有無', 'Had the detailed examination', {
        meaning: [
          '要精密検査とされた後、精密検査を受けたことが把握されているか。',
          'Whether a further examination after a finding is known to have taken place.',
        ],
      }),
      examined_on: day('精密検査の受診日', 'Detailed examination on', {
        meaning: ['精密検査を受けた日。', 'Day of the further examination.'],
      }),
      examination_result: oneOf('精密検査の結果', 'Result of the detailed examination', examinationResults, {
        meaning: [
          '精密検査の結果として自治体に報告された区分。',
          'Class of the outcome as reported to the municipality.',
        ],
      }),
    }),
  },
};
