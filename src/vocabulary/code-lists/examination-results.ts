import { codeList } from '../code-list.ts';

export const examinationResults = codeList('examination-results', {
  label: { ja: '精密検査の結果区分', en: 'Results of a detailed examination' },
  source: { ja: 'がん検診の精密検査結果の一般的な区分', en: 'Classes in common use after cancer screening' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['no_finding', '異常なし', 'No finding'],
    ['other_disease', '対象疾患以外の疾患', 'Another disease'],
    ['suspected', '対象疾患の疑い', 'Suspected'],
    ['confirmed', '対象疾患と診断', 'Confirmed'],
  ],
});
