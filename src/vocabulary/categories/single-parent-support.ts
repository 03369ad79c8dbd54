import type { CategorySchema } from '../category-schema.ts';
import { paymentStates } from '../code-lists/payment-states.ts';
import { singleParentBenefitKinds } from '../code-lists/single-parent-benefit-kinds.ts';
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
        kind: oneOf('給付の種類', 'Kind of benefit', singleParentBenefitKinds, {
          meaning: [
            '児童扶養手当・訓練の給付・貸付のどれか。',
            'Whether the child rearing allowance, a training benefit or a loan.',
          ],
        }),
        period_from: day('対象期間の始まり', 'Period from', {
          meaning: ['給付の対象となった最初の日。', 'First day that the benefit is for.'],
        }),
        period_until: day('対象期間の終わり', 'Period until', {
          meaning: ['給付の対象となった最後の日。', 'Last day that the benefit is for.'],
        }),
        amount_jpy: aboutPeople(
          yen('支給額', 'Amount', {
            meaning: [
              'その期間に支給または貸し付けられた額の合計（円）。',
              'Paid or lent in that period altogether, in yen.',
            ],
          }),
        ),
        certificate_number: text('証書番号', 'Certificate number', {
          meaning: ['児童扶養手当証書などに書かれた番号。', 'Number on the allowance’s certificate.'],
          maxLength: 40,
        }),
        monthly_jpy: aboutPeople(
          yen('支給月額', 'Amount per month', {
            meaning: [
              '1か月の支給額（円）。前年の所得で決まる。',
              'Amount a month in yen, set by last year’s income.',
            ],
          }),
        ),
        children_count: countOfPeople(
          count('対象児童数', 'Number of children', {
            meaning: ['支給額の計算に入る児童の数。', 'Children who count for the amount.'],
          }),
        ),
        paid_on: day('支給日', 'Paid on', {
          meaning: [
            '最後に支払われた日。児童扶養手当は奇数月。',
            'Day of the latest payment; the allowance is paid in odd months.',
          ],
        }),
        decided_on: day('決定日', 'Decided on', {
          meaning: ['自治体が支給を決めた日。', 'Day on which the authority decided.'],
        }),
        suspended: oneOf('支給の状態', 'State', paymentStates, {
          meaning: [
            '所得により全部・一部が支給されるか、止められているか。',
            'Whether it is paid in full, in part or not at all, by income.',
          ],
        }),
      }),
    ),

    children: aboutPeople(
      list(
        '対象児童',
        'Children',
        20,
        {
          name: text('児童の氏名', 'Child’s name', {
            meaning: ['給付の対象となる児童の氏名。', 'Name of a child whom the benefits are for.'],
            standard: 'GIF 個人: 氏名',
          }),
          birth_on: day('児童の生年月日', 'Child’s date of birth', {
            meaning: [
              '給付の終わりの時期を決める、児童の生まれた日。',
              'Day of the child’s birth, which sets the end.',
            ],
            standard: 'GIF 個人: 生年月日',
          }),
        },
        { updateFrequency: 'on_change' },
      ),
    ),
    medical_aid_certificates: list(
      'ひとり親家庭等医療証',
      'Medical aid certificates',
      20,
      {
        number: text('医療証の受給者番号', 'Medical aid number', {
          meaning: [
            '医療費の助成を受けるための証に書かれた番号。',
            'Number on the certificate for aid with medical costs.',
          ],
          maxLength: 40,
        }),
        valid_from: day('医療証の有効期間の始まり', 'Medical aid valid from', {
          meaning: ['医療費の助成を受けられる最初の日。', 'First day of the aid with medical costs.'],
        }),
        valid_until: day('医療証の有効期間の終わり', 'Medical aid valid until', {
          meaning: [
            '医療費の助成を受けられる最後の日。毎年更新される。',
            'Last day of the aid with medical costs; it is renewed every year.',
          ],
        }),
      },
      { updateFrequency: 'yearly' },
    ),
  },
};
