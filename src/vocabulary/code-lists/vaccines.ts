import { codeList } from '../code-list.ts';

export const vaccines = codeList('vaccines', {
  label: { ja: 'ワクチン', en: 'Vaccines' },
  source: {
    ja: '本プロジェクトの合成コード。実在のコードではない（ワクチンの公的なコードの代わり）',
    en: 'Synthetic codes of this project; none exists elsewhere; they stand in for public vaccine codes',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['990101', 'インフルエンザ（見本）', 'Influenza (sample)'],
    ['990201', '麻しん風しん（見本）', 'Measles and rubella (sample)'],
    ['990301', '五種混合（見本）', 'Diphtheria, pertussis, tetanus, polio, Hib (sample)'],
    ['990302', '四種混合（見本）', 'Diphtheria, pertussis, tetanus, polio (sample)'],
    ['990303', '二種混合（見本）', 'Diphtheria and tetanus (sample)'],
    ['990401', 'BCG（見本）', 'BCG (sample)'],
    ['990501', '日本脳炎（見本）', 'Japanese encephalitis (sample)'],
    ['990601', '水痘（見本）', 'Varicella (sample)'],
    ['990602', '帯状疱疹（見本）', 'Herpes zoster (sample)'],
    ['990701', '小児用肺炎球菌（見本）', 'Pneumococcus for children (sample)'],
    ['990702', '高齢者用肺炎球菌（見本）', 'Pneumococcus for the elderly (sample)'],
    ['990801', 'B型肝炎（見本）', 'Hepatitis B (sample)'],
    ['990901', 'HPV（見本）', 'Human papillomavirus (sample)'],
    ['991001', 'ロタウイルス（見本）', 'Rotavirus (sample)'],
    ['991101', '新型コロナ（見本）', 'COVID-19 (sample)'],
  ],
});
