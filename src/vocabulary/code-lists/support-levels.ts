import { codeList } from '../code-list.ts';

export const supportLevels = codeList('support-levels', {
  label: { ja: '障害支援区分', en: 'Support levels' },
  source: {
    ja: '障害者の日常生活及び社会生活を総合的に支援するための法律（区分1〜6）',
    en: 'Levels 1 to 6, Act on Comprehensive Support for Persons with Disabilities',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'the_source',
  codes: [
    ['0', '非該当', 'None'],
    ['1', '区分1', 'Level 1'],
    ['2', '区分2', 'Level 2'],
    ['3', '区分3', 'Level 3'],
    ['4', '区分4', 'Level 4'],
    ['5', '区分5', 'Level 5'],
    ['6', '区分6', 'Level 6'],
  ],
});
