import type { CategorySchema } from '../category-schema.ts';
import { birthOrders } from '../code-lists/birth-orders.ts';
import { childAllowanceRecipientKinds } from '../code-lists/child-allowance-recipient-kinds.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople, countOf, countOfPeople } from '../other-people.ts';

const { text, day, month, yen, count, flag, oneOf, list } = itemKinds(2);

export const childAllowance: CategorySchema = {
  type: 'object',
  title: 'Child allowance',
  description:
    'Child allowance (児童手当) that the person receives. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    recipient_kind: oneOf('受給者の区分', 'Kind of recipient', childAllowanceRecipientKinds, {
      meaning: [
        '受給者が会社員などか、自営業などか、施設か。費用の負担者が異なる。',
        'Whether the recipient is an employee, somebody else or an institution; it decides who bears the cost.',
      ],
    }),
    recipient_number: text('認定番号', 'Recipient number', {
      meaning: ['市区町村が受給者に付けた番号。', 'Number that the municipality gave the recipient.'],
      maxLength: 40,
    }),
    certified_on: day('認定日', 'Certified on', {
      meaning: [
        '受給の資格を市区町村が認定した日。支給は原則その翌月分から。',
        'Day on which the municipality recognised the claim; payments usually start with the next month.',
      ],
    }),
    ended_on: day('消滅日', 'Ended on', {
      meaning: [
        '受給の資格がなくなった日。転出などによる。',
        'Day on which the claim ended, for example by moving away.',
      ],
      whenBlank: ['受給中', 'Still received'],
    }),
    children_count: countOf(
      'children',
      count('対象児童数', 'Number of children', {
        meaning: [
          '手当の計算に入る児童の数。18歳になった後の最初の3月31日まで。',
          'Children who count for the allowance, up to 31 March after they turn 18.',
        ],
      }),
    ),
    children: aboutPeople(
      list('対象児童', 'Children', 20, {
        name: text('児童の氏名', 'Child’s name', {
          meaning: ['手当の対象となる児童の氏名。', 'Name of a child whom the allowance is for.'],
          standard: 'GIF 個人: 氏名',
        }),
        birth_on: day('児童の生年月日', 'Child’s date of birth', {
          meaning: [
            '支給額と終わりの時期を決める、児童の生まれた日。',
            'Day of the child’s birth, which sets the amount and the end.',
          ],
          standard: 'GIF 個人: 生年月日',
        }),
        lives_with_recipient: flag('受給者との同居', 'Lives with the recipient', {
          meaning: [
            '児童が受給者と同じ世帯で暮らしているか。別居でも養育していれば対象になる。',
            'Whether the child lives in the recipient’s household; a child supported elsewhere counts too.',
          ],
        }),
        monthly_jpy: yen('児童ごとの月額', 'Amount per month for this child', {
          meaning: ['その児童について1か月に支給される額（円）。', 'Paid a month for this child, in yen.'],
        }),
        is_third_or_later: oneOf('第何子か', 'Birth order', birthOrders, {
          meaning: [
            '22歳になった後の最初の3月31日までの子を上から数えて3人目以降か。額が上がる。',
            'Whether it is the third or later, counting children up to 31 March after they turn 22; the amount is higher.',
          ],
        }),
      }),
    ),
    payments: aboutPeople(
      list(
        '支給',
        'Payments',
        300,
        {
          period_from: month('支給対象の始まり', 'Period from', {
            meaning: ['その支払いに含まれる最初の月。', 'First month in that payment.'],
          }),
          period_until: month('支給対象の終わり', 'Period until', {
            meaning: ['その支払いに含まれる最後の月。', 'Last month in that payment.'],
          }),
          amount_jpy: aboutPeople(
            yen('支給額', 'Amount', {
              meaning: [
                '対象の児童すべての分を合わせた、その回の額（円）。',
                'That payment for all children together, in yen.',
              ],
            }),
          ),
          children_count: countOfPeople(
            count('支給の対象児童数', 'Children paid for', {
              meaning: ['その支払いで数えた児童の数。', 'Children counted in that payment.'],
            }),
          ),
          paid_on: day('支給日', 'Paid on', {
            meaning: [
              '口座に振り込まれた日。偶数月に支払われる。',
              'Day of the transfer; it is paid in even months.',
            ],
          }),
        },
        { updateFrequency: 'every_two_months' },
      ),
    ),
  },
};
