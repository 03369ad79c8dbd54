import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { day, yen, oneOf, list } = itemKinds(3);

export const singleParentSupport: CategorySchema = {
  type: 'object',
  title: 'Support for single-parent families',
  description: 'Benefits for families with one parent. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    benefits: list('ひとり親家庭への給付', 'Benefits', 100, {
      kind: oneOf('給付の種類', 'Kind of benefit', {
        child_rearing_allowance: ['児童扶養手当', 'Child rearing allowance'],
        training: ['高等職業訓練促進給付金', 'Training benefit'],
        education_course: ['自立支援教育訓練給付金', 'Education course benefit'],
        loan: ['母子父子寡婦福祉資金貸付', 'Welfare loan'],
      }),
      period_from: day('対象期間の始まり', 'Period from'),
      period_until: day('対象期間の終わり', 'Period until'),
      amount_jpy: yen('支給額', 'Amount'),
      decided_on: day('決定日', 'Decided on'),
      suspended: oneOf('支給の状態', 'State', {
        full: ['全部支給', 'Paid in full'],
        partial: ['一部支給', 'Paid in part'],
        suspended: ['全部支給停止', 'Suspended'],
      }),
    }),
  },
};
