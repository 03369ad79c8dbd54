import { codeList } from '../code-list.ts';

export const pensionOtherBenefitKinds = codeList('pension-other-benefit-kinds', {
  label: { ja: 'その他の年金給付の種類', en: 'Kinds of other pension benefit' },
  source: {
    ja: '国民年金法、年金生活者支援給付金の支給に関する法律、特別障害給付金の支給に関する法律',
    en: 'National Pension Act, acts on support for pensioners and on the special disability benefit',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['support', '年金生活者支援給付金', 'Support for pensioners'],
    ['lump_sum', '脱退一時金', 'Lump sum on withdrawal'],
    ['death_lump_sum', '死亡一時金', 'Lump sum on death'],
    ['special_disability', '特別障害給付金', 'Special disability benefit'],
  ],
});
