import type { CategorySchema } from '../category-schema.ts';
import { disabilityPensionGrades } from '../code-lists/disability-pension-grades.ts';
import { pensionInsuredKinds } from '../code-lists/pension-insured-kinds.ts';
import { pensionKinds } from '../code-lists/pension-kinds.ts';
import { pensionSchemes } from '../code-lists/pension-schemes.ts';
import { pensionStates } from '../code-lists/pension-states.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, month, yen, count, oneOf, oneOfNumbers, list } = itemKinds(2);

export const pension: CategorySchema = {
  type: 'object',
  title: 'Pension',
  description:
    'Periods of the public pension schemes, and amounts expected or paid. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    basic_pension_number: text('基礎年金番号', 'Basic pension number', {
      meaning: [
        'すべての公的年金に共通する、一人に一つの10桁の番号。',
        'Ten digits, one for each person, common to all public pensions.',
      ],
      pattern: '^[0-9]{4}-[0-9]{6}$',
    }),
    periods: list('加入期間', 'Periods', 200, {
      scheme: oneOf('制度', 'Scheme', pensionSchemes, {
        meaning: ['その期間に加入していた年金の制度。', 'Pension scheme of that period.'],
      }),
      started_on: day('加入日', 'Started on', {
        meaning: ['その制度に加入した日。', 'Day on which the period began.'],
      }),
      insured_kind: oneOf('被保険者の種別', 'Kind of insured person', pensionInsuredKinds, {
        meaning: [
          '自営業など（第1号）、会社員など（第2号）、その配偶者（第3号）の区分。',
          'Category 1 for the self-employed and others, 2 for employees, 3 for their dependent spouses.',
        ],
      }),
      employer: text('勤務先の事業所名', 'Employer', {
        meaning: [
          'その期間に厚生年金に加入していた勤務先の名称。',
          'Employer through whom the person was insured in that period.',
        ],
        whenBlank: ['事業所での加入でない', 'Not insured through an employer'],
      }),
      ended_on: day('脱退日', 'Ended on', {
        meaning: ['その制度の加入を終えた日。', 'Day on which the period ended.'],
        whenBlank: ['脱退の記載なし', 'No end recorded'],
      }),
      months: count('加入月数', 'Months', {
        meaning: [
          'その期間の加入の月数。受給に必要な120か月の計算に入る。',
          'Months of that period; they count towards the 120 that a pension takes.',
        ],
      }),
      paid_months: count('納付月数', 'Months paid', {
        meaning: ['保険料を納めた月数。', 'Months for which premiums were paid.'],
      }),
      exempted_months: count('免除月数', 'Months exempted', {
        meaning: [
          '保険料を免除・猶予された月数。未納の月は含まない。',
          'Months exempted or deferred; unpaid ones are not in it.',
        ],
      }),
    }),
    remunerations: list('標準報酬', 'Standard remuneration', 600, {
      applied_from: month('適用開始年月', 'From', {
        meaning: ['この標準報酬が使われ始めた月。', 'Month from which this remuneration counts.'],
      }),
      monthly_jpy: yen('標準報酬月額', 'Monthly standard remuneration', {
        meaning: [
          '保険料と年金額の計算に使う、等級で丸めた月額（円）。実際の給与とは異なる。',
          'Monthly pay rounded to a grade, in yen, from which premiums and pension are worked out; not the actual salary.',
        ],
      }),
      bonus_jpy: yen('標準賞与額', 'Standard bonus', {
        meaning: [
          '千円未満を切り捨てた賞与の額（円）。1回150万円まで。',
          'Bonus rounded down to a thousand yen, at most 1.5 million each.',
        ],
      }),
    }),
    payments: list(
      '年金の支払',
      'Payments',
      200,
      {
        paid_on: day('支払日', 'Paid on', {
          meaning: [
            '年金が振り込まれた日。偶数月の15日が基本。',
            'Day of the transfer, usually the 15th of an even month.',
          ],
          sensitivity: 3,
        }),
        amount_jpy: yen('支払額', 'Amount paid', {
          meaning: [
            '税と保険料を引く前の、その回の支払額（円）。前の2か月分。',
            'Gross amount of that payment in yen, for the two months before.',
          ],
          sensitivity: 3,
        }),
        withheld_tax_jpy: yen('源泉徴収税額', 'Tax withheld', {
          meaning: ['その支払いから引かれた所得税（円）。', 'Income tax taken off that payment, in yen.'],
        }),
        withheld_premiums_jpy: yen('天引きされた保険料', 'Premiums withheld', {
          meaning: [
            'その支払いから引かれた介護・医療の保険料（円）。',
            'Premiums of care and medical insurance taken off that payment, in yen.',
          ],
        }),
      },
      { updateFrequency: 'every_two_months' },
    ),
    amounts: list(
      '年金額',
      'Amounts',
      50,
      {
        kind: oneOf('年金の種類', 'Kind of pension', pensionKinds, {
          meaning: ['老齢・障害・遺族のどの年金か。', 'Whether for old age, disability or survivors.'],
          sensitivity: 3,
        }),
        state: oneOf('見込み・支給の別', 'Expected or paid', pensionStates, {
          meaning: [
            'これまでの加入からの見込み額か、現に決まって支給されている額か。',
            'Whether expected from the periods so far, or decided and being paid.',
          ],
        }),
        starts_in: month('受給開始年月', 'Starts in', {
          meaning: ['受け取りが始まる、または始まった月。', 'Month in which it begins or began.'],
        }),
        yearly_jpy: yen('年金額（年額）', 'Amount per year', {
          meaning: [
            '1年あたりの年金額（円）。支給停止分も含む。',
            'Pension per year in yen, what is suspended included.',
          ],
        }),
        basic_jpy: yen('基礎年金額（年額）', 'Basic part per year', {
          meaning: [
            '年金額のうち、加入月数で決まる基礎年金の部分（円）。',
            'Basic part of it in yen, set by the months insured.',
          ],
        }),
        earnings_related_jpy: yen('報酬比例額（年額）', 'Earnings-related part per year', {
          meaning: [
            '年金額のうち、報酬に応じた厚生年金の部分（円）。',
            'Part in yen that follows from remuneration.',
          ],
        }),
        suspended_jpy: yen('支給停止額（年額）', 'Suspended part per year', {
          meaning: [
            '働いて得た賃金などのため支払われない部分（円）。',
            'Part in yen that is not paid, for example because of wages.',
          ],
        }),
        disability_grade: oneOfNumbers(
          '障害年金の等級',
          'Grade of the disability pension',
          disabilityPensionGrades,
          {
            meaning: [
              '障害年金が認められた等級。障害者手帳の等級とは基準が異なる。',
              'Grade for which the disability pension was granted; the rules differ from those of disability certificates.',
            ],
            sensitivity: 3,
            whenBlank: ['障害年金でない', 'Not a disability pension'],
          },
        ),
      },
      { updateFrequency: 'yearly' },
    ),
  },
};
