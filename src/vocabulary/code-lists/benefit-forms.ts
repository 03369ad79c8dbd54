import { codeList } from '../code-list.ts';

export const benefitForms = codeList('benefit-forms', {
  label: { ja: '給付の形', en: 'Forms of a benefit' },
  source: { ja: '本プロジェクトの仮の区分', en: 'This project’s own' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['in_kind', '現物給付', 'In kind'],
    ['temporary', '期間ごとの支給', 'For a period'],
    ['pension', '年金', 'Pension'],
    ['lump_sum', '一時金', 'Lump sum'],
  ],
});
