import { codeList } from '../code-list.ts';

export const returneeBenefitKinds = codeList('returnee-benefit-kinds', {
  label: { ja: '支援給付の種類', en: 'Kinds of support for returnees' },
  source: {
    ja: '中国残留邦人等の円滑な帰国の促進等及び永住帰国後の自立の支援に関する法律',
    en: 'Act on Support for Japanese Returnees from China',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['livelihood', '生活支援給付', 'Livelihood'],
    ['housing', '住宅支援給付', 'Housing'],
    ['medical', '医療支援給付', 'Medical'],
    ['long_term_care', '介護支援給付', 'Long-term care'],
    ['spouse', '配偶者支援金', 'Support for spouses'],
  ],
});
