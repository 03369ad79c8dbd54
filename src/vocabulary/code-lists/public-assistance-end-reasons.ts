import { codeList } from '../code-list.ts';

export const publicAssistanceEndReasons = codeList('public-assistance-end-reasons', {
  label: { ja: '保護の廃止の理由', en: 'Why public assistance ended' },
  source: { ja: '本プロジェクトの仮の区分', en: 'This project’s own' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['income', '収入の増加', 'More income'],
    ['other_benefit', '他の給付の受給', 'Another benefit'],
    ['moved', '転出', 'Moved away'],
    ['by_request', '本人の辞退', 'By request'],
    ['other', 'その他', 'Other'],
  ],
});
