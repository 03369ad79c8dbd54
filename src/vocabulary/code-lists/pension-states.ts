import { codeList } from '../code-list.ts';

export const pensionStates = codeList('pension-states', {
  label: { ja: '見込み・支給の別', en: 'Expected or paid' },
  source: { ja: '本プロジェクトの仮の区分', en: 'This project’s own' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['expected', '見込み', 'Expected'],
    ['paid', '支給', 'Paid'],
  ],
});
