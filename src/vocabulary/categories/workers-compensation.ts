import type { CategorySchema } from '../category-schema.ts';
import { accidentKinds } from '../code-lists/accident-kinds.ts';
import { benefitForms } from '../code-lists/benefit-forms.ts';
import { workersCompensationBenefitKinds } from '../code-lists/workers-compensation-benefit-kinds.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, yen, count, oneOf, list } = itemKinds(3);

export const workersCompensation: CategorySchema = {
  type: 'object',
  title: 'Workers’ compensation',
  description:
    'Benefits after accidents at work and on the way to it. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    benefits: list('労災の給付', 'Benefits', 100, {
      kind: oneOf('給付の種類', 'Kind of benefit', workersCompensationBenefitKinds, {
        meaning: [
          '療養・休業・障害・遺族・介護のどの給付か。',
          'Whether for treatment, absence, disability, survivors or nursing.',
        ],
      }),
      accident_kind: oneOf('災害の区分', 'Kind of accident', accidentKinds, {
        meaning: ['仕事中の災害か、通勤中の災害か。', 'Whether it happened at work or on the way there.'],
      }),
      decided_on: day('決定日', 'Decided on', {
        meaning: ['労働基準監督署が支給を決めた日。', 'Day on which the labour standards office decided.'],
      }),
      accident_on: day('災害発生日', 'Accident on', {
        meaning: ['災害が起きた、または発症した日。', 'Day of the accident or of falling ill.'],
      }),
      employer: text('事業場名', 'Employer', {
        meaning: ['災害のときに働いていた事業場の名称。', 'Workplace at the time of the accident.'],
      }),
      form: oneOf('給付の形', 'Form of the benefit', benefitForms, {
        meaning: [
          '医療そのもの、期間ごとの支払い、年金、一時金のどれか。',
          'Whether in kind, for a period, as a pension or at once.',
        ],
      }),
      disability_grade: count('障害等級', 'Disability grade', {
        meaning: [
          '残った障害の等級。1（重い）から14。1〜7は年金、8〜14は一時金になる。',
          'Grade of a lasting disability, from 1 (most severe) to 14; 1 to 7 earn a pension, 8 to 14 a lump sum.',
        ],
        whenBlank: ['等級の決定なし', 'No grade decided'],
      }),
      pension_certificate_number: text('年金証書番号', 'Pension certificate number', {
        meaning: [
          '労災年金を受ける人の証書に書かれ、決定した署・種類・事案を示す番号。',
          'Printed on the document that a recipient of a pension gets; it names the office, the kind and the case.',
        ],
        maxLength: 40,
        whenBlank: ['年金でない給付', 'Not a pension'],
      }),
      paid_on: day('支給日', 'Paid on', { meaning: ['最後に支払われた日。', 'Day of the latest payment.'] }),
      period_from: day('対象期間の始まり', 'Period from', {
        meaning: ['給付の対象となった最初の日。', 'First day that the benefit is for.'],
      }),
      period_until: day('対象期間の終わり', 'Period until', {
        meaning: ['給付の対象となった最後の日。', 'Last day that the benefit is for.'],
      }),
      amount_jpy: yen('支給額', 'Amount', {
        meaning: [
          '対象期間または一時金として支給された額（円）。',
          'Paid for the period or at once, in yen.',
        ],
      }),
    }),
  },
};
