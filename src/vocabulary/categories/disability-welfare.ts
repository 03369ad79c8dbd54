import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, month, yen, quantity, flag, oneOf, oneOfNumbers, list } = itemKinds(3);

/** Three kinds of certificate by three laws. What decides a fare is only kind, fare discount class, validity and photo. */
export const disabilityWelfare: CategorySchema = {
  type: 'object',
  title: 'Disability and welfare',
  description:
    'Disability certificates: physical (身体障害者手帳), intellectual (療育手帳) and mental health (精神障害者保健福祉手帳). A certificate that was given back keeps its row, with the day. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    certificates: list(
      '障害者手帳',
      'Disability certificates',
      10,
      {
        kind: oneOf(
          '手帳の種類',
          'Kind of certificate',
          {
            physical: ['身体障害者手帳', 'Physical disability certificate'],
            intellectual: ['療育手帳', 'Intellectual disability certificate'],
            mental: ['精神障害者保健福祉手帳', 'Mental health disability certificate'],
          },
          { neverBlank: true },
        ),
        number: text('手帳番号', 'Certificate number', { maxLength: 40 }),
        // As printed: 1級 to 6級 (physical), A or B with local refinements (intellectual), 1級 to 3級 (mental).
        grade: text('障害等級', 'Grade', { maxLength: 20 }),
        fare_discount_class: oneOfNumbers('旅客運賃減額の区分', 'Fare discount class', {
          1: ['第1種', 'Class 1'],
          2: ['第2種', 'Class 2'],
        }),
        impairments: list('障害の部位', 'Impairments', 20, {
          name: text('障害名', 'Name of impairment'),
          partial_grade: text('部位別の等級', 'Grade of this impairment', { maxLength: 20 }),
        }),
        issued_on: day('交付日', 'Issued on'),
        reissued_on: day('再交付日', 'Reissued on', { whenBlank: ['再交付なし', 'Not reissued'] }),
        valid_until: day('有効期限', 'Valid until', { whenBlank: ['期限の定めなし', 'No end'] }),
        has_photo: flag('写真の有無', 'Has a photograph'),
        re_examination_due_on: day('再認定の期日', 'Re-examination due on', {
          whenBlank: ['再認定の予定なし', 'No re-examination due'],
        }),
        issuer: text('交付した自治体', 'Issuer', { sensitivity: 2 }),
        returned_on: day('返還日', 'Returned on', { whenBlank: ['返還なし', 'Not returned'] }),
      },
      // A certificate without a kind would be judged by the wrong law.
      ['kind'],
    ),

    services: list('障害福祉サービス', 'Disability services', 100, {
      certificate_number: text('障害福祉サービス受給者証番号', 'Services: certificate number', {
        maxLength: 40,
      }),
      kind: oneOf('サービスの種類', 'Kind of service', {
        home_help: ['居宅介護', 'Home help'],
        daily_care: ['生活介護', 'Daily care'],
        short_stay: ['短期入所', 'Short stay'],
        group_home: ['共同生活援助', 'Group home'],
        employment_transition: ['就労移行支援', 'Transition to employment'],
        continued_employment_a: ['就労継続支援A型', 'Continued employment, type A'],
        continued_employment_b: ['就労継続支援B型', 'Continued employment, type B'],
        mobility: ['同行援護・行動援護', 'Accompaniment'],
      }),
      support_level: oneOfNumbers(
        '障害支援区分',
        'Support level',
        {
          0: ['非該当', 'None'],
          1: ['区分1', 'Level 1'],
          2: ['区分2', 'Level 2'],
          3: ['区分3', 'Level 3'],
          4: ['区分4', 'Level 4'],
          5: ['区分5', 'Level 5'],
          6: ['区分6', 'Level 6'],
        },
        { whenBlank: ['区分認定のないサービス', 'Service without a level'] },
      ),
      amount_per_month: quantity('支給量（月）', 'Amount of service per month'),
      amount_unit: oneOf('支給量の単位', 'Unit of the amount', {
        days: ['日', 'Days'],
        hours: ['時間', 'Hours'],
      }),
      valid_from: day('支給決定期間の始まり', 'Services granted from'),
      valid_until: day('支給決定期間の終わり', 'Services granted until'),
      monthly_cap_jpy: yen('利用者負担上限月額', 'Monthly cap of own payment for services'),
    }),
    medical_supports: list('自立支援医療', 'Medical support', 50, {
      kind: oneOf('自立支援医療の種類', 'Kind of medical support', {
        rehabilitation: ['更生医療', 'Rehabilitation'],
        development: ['育成医療', 'Development of children'],
        psychiatric: ['精神通院医療', 'Psychiatric outpatient care'],
      }),
      number: text('自立支援医療の受給者番号', 'Medical support number', { maxLength: 40 }),
      is_severe_and_continuing: flag('重度かつ継続', 'Severe and continuing'),
      institution: text('自立支援医療の指定医療機関名', 'Institution of the medical support'),
      valid_from: day('自立支援医療の有効期間の始まり', 'Medical support valid from'),
      valid_until: day('自立支援医療の有効期間の終わり', 'Medical support valid until'),
      monthly_cap_jpy: yen(
        '自立支援医療の自己負担上限月額',
        'Monthly cap of own payment for medical support',
        { whenBlank: ['上限の定めなし', 'No cap'] },
      ),
    }),
    equipment: list('補装具・日常生活用具', 'Equipment', 100, {
      kind: text('用具の種類', 'Kind of equipment'),
      decided_on: day('用具の支給決定日', 'Equipment decided on'),
      amount_jpy: yen('用具の支給額', 'Amount for the equipment'),
      own_payment_jpy: yen('用具の自己負担額', 'Own payment for the equipment'),
    }),
    allowances: list('障害に関する手当', 'Allowances', 50, {
      kind: oneOf('手当の種類', 'Kind of allowance', {
        special_disability: ['特別障害者手当', 'Special disability allowance'],
        transitional_welfare: ['経過的福祉手当', 'Transitional welfare allowance'],
      }),
      monthly_jpy: yen('手当の月額', 'Allowance per month'),
      period_from: month('手当の対象の始まり', 'Allowance from'),
      period_until: month('手当の対象の終わり', 'Allowance until', {
        whenBlank: ['受給中', 'Still received'],
      }),
    }),
  },
};
