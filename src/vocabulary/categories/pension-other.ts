import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { day, yen, oneOf, list } = itemKinds(2);

export const pensionOther: CategorySchema = {
  type: 'object',
  title: 'Pension, other',
  description: 'Other benefits and reliefs of the pension schemes. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    benefits: list('その他の年金給付', 'Other pension benefits', 100, {
      kind: oneOf(
        '給付の種類',
        'Kind of benefit',
        {
          support: ['年金生活者支援給付金', 'Support for pensioners'],
          lump_sum: ['脱退一時金', 'Lump sum on withdrawal'],
          death_lump_sum: ['死亡一時金', 'Lump sum on death'],
          special_disability: ['特別障害給付金', 'Special disability benefit'],
        },
        { sensitivity: 3 },
      ),
      period_from: day('対象期間の始まり', 'Period from'),
      period_until: day('対象期間の終わり', 'Period until'),
      amount_jpy: yen('支給額', 'Amount'),
      scheme: oneOf('制度', 'Scheme', {
        national: ['国民年金', 'National pension'],
        employees: ['厚生年金', 'Employees’ pension'],
        welfare: ['福祉的給付', 'Welfare benefit'],
      }),
      monthly_jpy: yen('給付の月額', 'Amount per month', { whenBlank: ['一時金', 'Lump sum'] }),
      paid_on: day('支払日', 'Paid on'),
      decided_on: day('決定日', 'Decided on'),
    }),
  },
};
