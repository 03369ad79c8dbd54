import type { CategorySchema } from '../category-schema.ts';
import { taxCollections } from '../code-lists/tax-collections.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople, countOfPeople } from '../other-people.ts';

const { text, day, year, yen, count, flag, oneOf, group, list } = itemKinds(2);

export const taxIncome: CategorySchema = {
  type: 'object',
  title: 'Tax and income',
  description:
    'Assessment of the residents’ tax, and the income it is made from. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    assessments: list('課税', 'Assessments', 10, {
      tax_year: year('課税年度', 'Tax year', {
        meaning: [
          '課税される年度。前の年の1月から12月の所得による。',
          'Year of the tax; it is worked out from the income of the year before.',
        ],
      }),
      municipality: text('課税した自治体', 'Assessing municipality', {
        meaning: [
          'その年の1月1日に住所があり、課税した市区町村。',
          'Municipality of residence on 1 January, which assesses.',
        ],
      }),
      total_income_jpy: yen('合計所得金額', 'Total income', {
        meaning: [
          '損失の繰越控除をする前の、すべての所得の合計（円）。収入から必要経費などを引いた額。',
          'Sum of all incomes in yen, after expenses and before losses carried forward.',
        ],
      }),
      incomes: group('所得の内訳', 'Incomes', {
        salary_jpy: yen('給与所得', 'Salary income', {
          meaning: [
            '給与収入から給与所得控除を引いた額（円）。',
            'Salary revenue after the salary deduction, in yen.',
          ],
        }),
        business_jpy: yen('事業所得', 'Business income', {
          meaning: [
            '営業・農業などの所得（円）。損失は0とする。',
            'Income from a trade or farm in yen; a loss stands as 0.',
          ],
        }),
        real_estate_jpy: yen('不動産所得', 'Real estate income', {
          meaning: [
            '土地や建物を貸して得た所得（円）。損失は0とする。',
            'Income from letting in yen; a loss stands as 0.',
          ],
        }),
        dividends_jpy: yen('配当所得', 'Dividend income', {
          meaning: [
            '株式の配当などの所得のうち申告されたもの（円）。',
            'Dividends that were declared, in yen.',
          ],
        }),
        pension_jpy: yen('公的年金等に係る雑所得', 'Pension income', {
          meaning: [
            '公的年金等収入から控除を引いた額（円）。',
            'Pension revenue after its deduction, in yen.',
          ],
        }),
        other_jpy: yen('その他の所得', 'Other income', {
          meaning: [
            '上のどれにも入らない所得（一時・譲渡・その他の雑所得など）の合計（円）。',
            'All other income in yen: occasional, from sales, and the rest.',
          ],
        }),
      }),
      salary_revenue_jpy: yen('給与収入', 'Salary revenue', {
        meaning: [
          '給与として受け取った額の合計（円）。給与所得控除の前。',
          'All salaries received, in yen, before the salary deduction.',
        ],
      }),
      pension_revenue_jpy: yen('公的年金等収入', 'Pension revenue', {
        meaning: [
          '公的年金などとして受け取った額の合計（円）。控除の前。',
          'All public pensions received, in yen, before the deduction.',
        ],
      }),
      deductions: group('所得控除', 'Deductions', {
        total_jpy: yen('所得控除合計', 'Deductions, total', {
          meaning: [
            '所得から引かれるすべての控除の合計（円）。',
            'Sum of all deductions from income, in yen.',
          ],
        }),
        social_insurance_jpy: yen('社会保険料控除', 'Deduction for social insurance', {
          meaning: [
            'その年に払った健康保険・年金・介護・雇用の保険料の全額（円）。',
            'All premiums of social insurance paid in the year, in yen.',
          ],
        }),
        medical_expenses_jpy: yen('医療費控除', 'Deduction for medical expenses', {
          meaning: [
            '医療費が一定の額を超えたときに引かれる額（円）。セルフメディケーション税制を含む。',
            'Deducted where medical expenses passed a threshold, in yen, self-medication included.',
          ],
          sensitivity: 3,
        }),
        life_insurance_jpy: yen('生命保険料控除', 'Deduction for life insurance', {
          meaning: [
            '生命・介護医療・個人年金の保険料による控除（円）。住民税では最高7万円。',
            'For life, care and private pension insurance, in yen; at most 70,000 for this tax.',
          ],
        }),
        earthquake_insurance_jpy: yen('地震保険料控除', 'Deduction for earthquake insurance', {
          meaning: [
            '地震保険料による控除（円）。最高2万5千円。',
            'For earthquake insurance, in yen; at most 25,000.',
          ],
        }),
        small_enterprise_mutual_aid_jpy: yen(
          '小規模企業共済等掛金控除',
          'Deduction for mutual aid and defined contributions',
          {
            meaning: [
              '小規模企業共済やiDeCoなどの掛金の全額（円）。',
              'Contributions to mutual aid for small enterprises and to iDeCo, in yen.',
            ],
          },
        ),
        spouse_jpy: aboutPeople(
          yen('配偶者控除・配偶者特別控除', 'Deduction for a spouse', {
            meaning: [
              '配偶者の所得に応じた控除（円）。配偶者特別控除を含む。',
              'For a spouse of little income, in yen, the special one included.',
            ],
          }),
        ),
        dependants_jpy: aboutPeople(
          yen('扶養控除', 'Deduction for dependants', {
            meaning: [
              '16歳以上の扶養親族による控除の合計（円）。',
              'For dependants aged 16 and over, in yen.',
            ],
          }),
        ),
        single_parent_jpy: yen('ひとり親控除・寡婦控除', 'Deduction for single parents and widows', {
          meaning: [
            '子を一人で養う人、または夫と死別・離別した人に認められる控除（円）。',
            'Granted to whoever raises a child alone or lost a husband, in yen.',
          ],
          sensitivity: 3,
        }),
        working_student_jpy: yen('勤労学生控除', 'Deduction for working students', {
          meaning: ['働きながら学ぶ人のための控除（円）。', 'For students who work, in yen.'],
        }),
        casualty_loss_jpy: yen('雑損控除', 'Deduction for casualty losses', {
          meaning: ['災害や盗難の損失による控除（円）。', 'For losses by disaster or theft, in yen.'],
        }),
        basic_jpy: yen('基礎控除', 'Basic deduction', {
          meaning: [
            '誰にも認められる控除（円）。所得が高いと減る。',
            'Granted to everybody, in yen; less at high incomes.',
          ],
        }),
        disability_jpy: yen('障害者控除', 'Deduction for disability', {
          meaning: [
            '本人や扶養する家族に障害があるときの控除（円）。',
            'Where the person or a dependant has a disability, in yen.',
          ],
          sensitivity: 3,
        }),
      }),
      taxable_base_jpy: yen('課税標準額', 'Taxable base', {
        meaning: [
          '所得から控除を引き千円未満を切り捨てた、税率をかける元の額（円）。',
          'Income less deductions, rounded down to a thousand yen: what the rate is applied to.',
        ],
      }),
      tax_credits: group('税額控除', 'Tax credits', {
        adjustment_jpy: yen('調整控除', 'Adjustment credit', {
          meaning: [
            '所得税との控除額の差をならすために税額から引かれる額（円）。',
            'Taken off the tax in yen, to level deductions with those of income tax.',
          ],
        }),
        housing_loan_jpy: yen('住宅借入金等特別税額控除', 'Credit for a housing loan', {
          meaning: [
            '所得税から引ききれなかった住宅ローン控除（円）。',
            'Part of the housing loan credit that income tax could not take, in yen.',
          ],
        }),
        donations_jpy: yen('寄附金税額控除', 'Credit for donations', {
          meaning: [
            'ふるさと納税などの寄附による控除（円）。',
            'For donations, those to municipalities included, in yen.',
          ],
        }),
        other_jpy: yen('その他の税額控除', 'Other credits', {
          meaning: [
            '配当控除・外国税額控除などの合計（円）。',
            'Sum of credits for dividends, foreign tax and the rest, in yen.',
          ],
        }),
      }),
      levies: group('税額の内訳', 'Parts of the tax', {
        municipal_income_levy_jpy: yen('市町村民税所得割額', 'Municipal levy on income', {
          meaning: [
            '所得に応じて市町村に納める額（円）。税額控除の後。',
            'Part by income that goes to the municipality, in yen, after credits.',
          ],
        }),
        prefectural_income_levy_jpy: yen('道府県民税所得割額', 'Prefectural levy on income', {
          meaning: [
            '所得に応じて道府県に納める額（円）。税額控除の後。',
            'Part by income that goes to the prefecture, in yen, after credits.',
          ],
        }),
        per_capita_levy_jpy: yen('均等割額', 'Levy per head', {
          meaning: [
            '所得にかかわらず一人ずつ納める額（円、市町村と道府県の合計）。',
            'Fixed part for each person, in yen, of municipality and prefecture together.',
          ],
        }),
        forest_tax_jpy: yen('森林環境税額', 'Forest environment tax', {
          meaning: [
            '均等割とあわせて納める国税（円）。年1,000円。',
            'National tax collected beside it: 1,000 yen a year.',
          ],
        }),
      }),
      residents_tax_jpy: yen('住民税額', 'Residents’ tax', {
        meaning: [
          'その年度に納める額の合計（円）。所得割・均等割・森林環境税を合わせたもの。',
          'All that is due for the year, in yen: by income, per head and forest tax.',
        ],
      }),
      dependants: countOfPeople(
        count('扶養人数', 'Dependants', {
          meaning: [
            '控除の対象となる扶養親族と16歳未満の扶養親族の数。配偶者は含まない。',
            'Number of dependants, those under 16 included, without a spouse.',
          ],
        }),
      ),
      dependants_by_kind: group('扶養の内訳', 'Dependants by kind', {
        general: countOfPeople(
          count('一般扶養の人数', 'General dependants', {
            meaning: ['16〜18歳と23〜69歳の扶養親族の数。', 'Dependants aged 16 to 18 and 23 to 69.'],
          }),
        ),
        specified: countOfPeople(
          count('特定扶養の人数', 'Dependants of 19 to 22 years', {
            meaning: [
              '控除の大きい19〜22歳の扶養親族の数。',
              'Dependants aged 19 to 22, whose deduction is higher.',
            ],
          }),
        ),
        elderly: countOfPeople(
          count('老人扶養の人数', 'Elderly dependants', {
            meaning: ['70歳以上の扶養親族の数。', 'Dependants aged 70 and over.'],
          }),
        ),
        under_16: countOfPeople(
          count('16歳未満の扶養人数', 'Dependants under 16', {
            meaning: [
              '控除はないが、非課税の判定で数える16歳未満の数。',
              'Those under 16: no deduction, but they count for the exemption.',
            ],
          }),
        ),
        disabled: countOfPeople(
          count('障害者の扶養人数', 'Dependants with a disability', {
            meaning: [
              '扶養親族のうち障害者控除の対象となる人の数。',
              'Dependants for whom the disability deduction is granted.',
            ],
            sensitivity: 3,
          }),
        ),
      }),
      has_spouse_deduction: aboutPeople(
        flag('控除対象配偶者の有無', 'Has a spouse for the deduction', {
          meaning: [
            '配偶者控除または配偶者特別控除の対象となる配偶者がいるか。',
            'Whether there is a spouse for whom a deduction is granted.',
          ],
        }),
      ),
      is_exempt: flag('非課税', 'Exempt from residents’ tax', {
        meaning: [
          '住民税がかからないか。所得割も均等割もかからないときに「はい」。',
          'Whether no residents’ tax is due at all, neither by income nor per head.',
        ],
      }),
      collection: oneOf('納め方', 'How it is collected', taxCollections, {
        meaning: [
          '給与・年金から引かれるか、納付書などで自分で納めるか。',
          'Whether it is taken from salary or pension, or paid by oneself.',
        ],
      }),
      assessed_on: day('賦課決定日', 'Assessed on', {
        meaning: [
          'この内容の課税が決まった日。変更があれば変更の日。',
          'Day of this assessment; of its change, where it was changed.',
        ],
      }),
    }),
  },
};
