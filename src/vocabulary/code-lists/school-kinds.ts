import { codeList } from '../code-list.ts';

export const schoolKinds = codeList('school-kinds', {
  label: { ja: '学校の種類', en: 'Kinds of school' },
  source: { ja: '学校教育法 第1条', en: 'School Education Act, article 1' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['elementary', '小学校', 'Elementary school'],
    ['junior_high', '中学校', 'Junior high school'],
    ['high', '高等学校', 'High school'],
    ['special_needs', '特別支援学校', 'Special needs school'],
  ],
});
