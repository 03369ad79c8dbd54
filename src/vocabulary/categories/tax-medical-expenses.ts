import type { CategorySchema } from '../category-schema.ts';
import { medicalExpenseKinds } from '../code-lists/medical-expense-kinds.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, year, yen, flag, oneOf, list } = itemKinds(3);

export const taxMedicalExpenses: CategorySchema = {
  type: 'object',
  title: 'Medical expenses (tax)',
  description:
    'Medical expenses as deducted in the tax assessment. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    deductions: list('医療費控除', 'Deductions for medical expenses', 10, {
      tax_year: year('課税年度', 'Tax year', {
        meaning: [
          '課税される年度。医療費を払ったのはその前の年。',
          'Year of the tax; the expenses were paid in the year before.',
        ],
      }),
      paid_jpy: yen('支払医療費', 'Paid', {
        meaning: [
          '本人と生計を一つにする家族の分として払った医療費の合計（円）。',
          'Medical expenses paid for the person and the family they live with, in yen.',
        ],
      }),
      reimbursed_jpy: yen('補てんされた金額', 'Reimbursed', {
        meaning: [
          '保険金や高額療養費などで補われた額（円）。',
          'What insurance and benefits gave back, in yen.',
        ],
      }),
      deducted_jpy: yen('控除額', 'Deducted', {
        meaning: [
          '所得から引かれた額（円）。最高200万円。',
          'What was taken off the income, in yen; at most two million.',
        ],
      }),
      threshold_jpy: yen('控除の基準額', 'Threshold of the deduction', {
        meaning: [
          'これを超えた分が控除になる額（円）。10万円か総所得の5％の低い方。',
          'Only what passes it is deducted: 100,000 yen, or five percent of income where that is less.',
        ],
      }),
      self_medication: flag('セルフメディケーション税制の利用', 'By the self-medication rule', {
        meaning: [
          '通常の医療費控除の代わりに市販薬の特例を使ったか。両方は使えない。',
          'Whether the rule for over-the-counter medicines was used in place of the usual one; both are not possible.',
        ],
      }),
      payments: list('支払先ごとの内訳', 'Payments by payee', 500, {
        payee: text('支払先', 'Payee', {
          meaning: [
            '医療費を払った病院・薬局などの名称。',
            'Hospital, pharmacy or other to whom it was paid.',
          ],
        }),
        kind: oneOf('医療費の区分', 'Kind of expense', medicalExpenseKinds, {
          meaning: ['明細書の4区分のうちどれか。', 'Which of the statement’s four classes it falls in.'],
        }),
        paid_jpy: yen('支払先ごとの支払額', 'Paid to this payee', {
          meaning: ['その支払先に1年に払った額（円）。', 'What was paid to this payee in the year, in yen.'],
        }),
        reimbursed_jpy: yen('支払先ごとの補てん額', 'Reimbursed of this payment', {
          meaning: [
            'その支払いのうち保険などで補われた額（円）。',
            'What of that payment was given back, in yen.',
          ],
        }),
      }),
    }),
  },
};
