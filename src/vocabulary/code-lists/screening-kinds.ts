import { codeList } from '../code-list.ts';

export const screeningKinds = codeList('screening-kinds', {
  label: { ja: '検診の種類', en: 'Kinds of screening' },
  source: {
    ja: '健康増進法に基づく健康増進事業、がん検診実施のための指針',
    en: 'Health Promotion Act’s programs and the guideline for cancer screening',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['stomach_cancer', '胃がん検診', 'Stomach cancer'],
    ['lung_cancer', '肺がん検診', 'Lung cancer'],
    ['colorectal_cancer', '大腸がん検診', 'Colorectal cancer'],
    ['cervical_cancer', '子宮頸がん検診', 'Cervical cancer'],
    ['breast_cancer', '乳がん検診', 'Breast cancer'],
    ['osteoporosis', '骨粗しょう症検診', 'Osteoporosis'],
    ['hepatitis', '肝炎ウイルス検診', 'Hepatitis virus'],
    ['periodontal', '歯周疾患検診', 'Periodontal disease'],
  ],
});
