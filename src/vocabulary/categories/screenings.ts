import type { CategorySchema } from '../category-schema.ts';
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
      kind: oneOf('検診の種類', 'Kind of screening', {
        stomach_cancer: ['胃がん検診', 'Stomach cancer'],
        lung_cancer: ['肺がん検診', 'Lung cancer'],
        colorectal_cancer: ['大腸がん検診', 'Colorectal cancer'],
        cervical_cancer: ['子宮頸がん検診', 'Cervical cancer'],
        breast_cancer: ['乳がん検診', 'Breast cancer'],
        osteoporosis: ['骨粗しょう症検診', 'Osteoporosis'],
        hepatitis: ['肝炎ウイルス検診', 'Hepatitis virus'],
        periodontal: ['歯周疾患検診', 'Periodontal disease'],
      }),
      screened_on: day('受診日', 'Screened on'),
      institution: text('検診機関名', 'Institution'),
      program_year: year('実施年度', 'Program year'),
      method: text('検査方法', 'Method'),
      result: oneOf('検診結果', 'Result', {
        no_finding: ['異常なし', 'No finding'],
        follow_up: ['要経過観察', 'Follow up'],
        needs_examination: ['要精密検査', 'Needs detailed examination'],
      }),
      examined_after: flag('精密検査の受診の有無', 'Had the detailed examination'),
      examined_on: day('精密検査の受診日', 'Detailed examination on'),
      examination_result: oneOf('精密検査の結果', 'Result of the detailed examination', {
        no_finding: ['異常なし', 'No finding'],
        other_disease: ['対象疾患以外の疾患', 'Another disease'],
        suspected: ['対象疾患の疑い', 'Suspected'],
        confirmed: ['対象疾患と診断', 'Confirmed'],
      }),
    }),
  },
};
