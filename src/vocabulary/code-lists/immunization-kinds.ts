import { codeList } from '../code-list.ts';

export const immunizationKinds = codeList('immunization-kinds', {
  label: { ja: '接種の区分', en: 'Kinds of immunization' },
  source: {
    ja: '予防接種法（定期・臨時）、それ以外を任意とする一般の呼び方',
    en: 'Immunization Act (routine, special); the rest is commonly called voluntary',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['routine', '定期接種', 'Routine'],
    ['special', '臨時接種', 'Special'],
    ['voluntary', '任意接種', 'Voluntary'],
  ],
});
