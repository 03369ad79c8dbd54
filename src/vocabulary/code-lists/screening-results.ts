import { codeList } from '../code-list.ts';

export const screeningResults = codeList('screening-results', {
  label: { ja: '健診・検診の結果区分', en: 'Results of a screening' },
  source: { ja: '健診・検診で広く使われる3区分', en: 'The three classes in common use' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['no_finding', '異常なし', 'No finding'],
    ['follow_up', '要経過観察', 'Follow up'],
    ['needs_examination', '要精密検査', 'Needs detailed examination'],
  ],
});
