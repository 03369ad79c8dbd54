import { codeList } from '../code-list.ts';

export const immunizationDiseases = codeList('immunization-diseases', {
  label: { ja: '予防接種の対象疾病', en: 'Diseases that immunizations are against' },
  source: {
    ja: '予防接種法のA類疾病・B類疾病（コードは本プロジェクトのもの）',
    en: 'Category A and B diseases of the Immunization Act; the codes are this project’s',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['diphtheria', 'ジフテリア', 'Diphtheria'],
    ['pertussis', '百日せき', 'Pertussis'],
    ['polio', '急性灰白髄炎（ポリオ）', 'Polio'],
    ['measles', '麻しん', 'Measles'],
    ['rubella', '風しん', 'Rubella'],
    ['measles_rubella', '麻しん・風しん', 'Measles and rubella'],
    ['japanese_encephalitis', '日本脳炎', 'Japanese encephalitis'],
    ['tetanus', '破傷風', 'Tetanus'],
    ['tuberculosis', '結核', 'Tuberculosis'],
    ['hib', 'Hib感染症', 'Hib infection'],
    ['pneumococcus', '肺炎球菌感染症', 'Pneumococcal infection'],
    ['hpv', 'ヒトパピローマウイルス感染症', 'Human papillomavirus infection'],
    ['varicella', '水痘', 'Varicella'],
    ['hepatitis_b', 'B型肝炎', 'Hepatitis B'],
    ['rotavirus', 'ロタウイルス感染症', 'Rotavirus infection'],
    ['influenza', 'インフルエンザ', 'Influenza'],
    ['covid_19', '新型コロナウイルス感染症', 'COVID-19'],
    ['herpes_zoster', '帯状疱疹', 'Herpes zoster'],
  ],
});
