import { codeList } from '../code-list.ts';

export const returneeRecipientKinds = codeList('returnee-recipient-kinds', {
  label: { ja: '支援給付の対象者の区分', en: 'Kinds of recipient of support for returnees' },
  source: {
    ja: '中国残留邦人等の円滑な帰国の促進等及び永住帰国後の自立の支援に関する法律',
    en: 'Act on Support for Japanese Returnees from China',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['returnee', '特定中国残留邦人等', 'Returnee'],
    ['spouse', '特定配偶者', 'Spouse'],
  ],
});
