import { codeList } from '../code-list.ts';

export const schoolAidKinds = codeList('school-aid-kinds', {
  label: { ja: '学校保健の援助の種類', en: 'Kinds of school health aid' },
  source: {
    ja: '学校保健安全法の医療費援助（区分は本プロジェクトのもの）',
    en: 'Aid under the School Health and Safety Act; the classes are this project’s',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['medical', '医療費援助', 'Medical costs'],
    ['dental', '歯科治療費援助', 'Dental costs'],
    ['eye', '眼科治療費援助', 'Eye treatment costs'],
  ],
});
