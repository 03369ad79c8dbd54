import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople, countOfPeople } from '../other-people.ts';

const { text, day, yen, count, oneOf, list } = itemKinds(3);

export const singleParentSupport: CategorySchema = {
  type: 'object',
  title: 'Support for single-parent families',
  description: 'Benefits for families with one parent. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    benefits: aboutPeople(
      list('ひとり親家庭への給付', 'Benefits', 100, {
        kind: oneOf('給付の種類', 'Kind of benefit', {
          child_rearing_allowance: ['児童扶養手当', 'Child rearing allowance'],
          training: ['高等職業訓練促進給付金', 'Training benefit'],
          education_course: ['自立支援教育訓練給付金', 'Education course benefit'],
          loan: ['母子父子寡婦福祉資金貸付', 'Welfare loan'],
        }),
        period_from: day('対象期間の始まり', 'Period from'),
        period_until: day('対象期間の終わり', 'Period until'),
        amount_jpy: aboutPeople(yen('支給額', 'Amount')),
        certificate_number: text('証書番号', 'Certificate number', { maxLength: 40 }),
        monthly_jpy: aboutPeople(yen('支給月額', 'Amount per month')),
        children_count: countOfPeople(count('対象児童数', 'Number of children')),
        paid_on: day('支給日', 'Paid on'),
        decided_on: day('決定日', 'Decided on'),
        suspended: oneOf('支給の状態', 'State', {
          full: ['全部支給', 'Paid in full'],
          partial: ['一部支給', 'Paid in part'],
          suspended: ['全部支給停止', 'Suspended'],
        }),
      }),
    ),

    children: aboutPeople(
      list('対象児童', 'Children', 20, {
        name: text('児童の氏名', 'Child’s name', { standard: 'GIF 個人: 氏名' }),
        birth_on: day('児童の生年月日', 'Child’s date of birth', { standard: 'GIF 個人: 生年月日' }),
      }),
    ),
    medical_aid_certificates: list('ひとり親家庭等医療証', 'Medical aid certificates', 20, {
      number: text('医療証の受給者番号', 'Medical aid number', { maxLength: 40 }),
      valid_from: day('医療証の有効期間の始まり', 'Medical aid valid from'),
      valid_until: day('医療証の有効期間の終わり', 'Medical aid valid until'),
    }),
  },
};
