import type { CategorySchema } from '../category-schema.ts';
import { disabilityAllowanceKinds } from '../code-lists/disability-allowance-kinds.ts';
import { disabilityCertificateKinds } from '../code-lists/disability-certificate-kinds.ts';
import { disabilityGrades } from '../code-lists/disability-grades.ts';
import { disabilityServiceKinds } from '../code-lists/disability-service-kinds.ts';
import { fareDiscountClasses } from '../code-lists/fare-discount-classes.ts';
import { medicalSupportKinds } from '../code-lists/medical-support-kinds.ts';
import { serviceUnits } from '../code-lists/service-units.ts';
import { supportLevels } from '../code-lists/support-levels.ts';
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
        kind: oneOf('手帳の種類', 'Kind of certificate', disabilityCertificateKinds, {
          meaning: [
            'どの法律・制度による手帳か。受けられるサービスと割引が異なる。',
            'By which law or scheme it was issued; services and discounts differ.',
          ],
          neverBlank: true,
        }),
        number: text('手帳番号', 'Certificate number', {
          meaning: [
            '手帳に印字された番号。交付した自治体の名称を含むことがある。',
            'Number printed on the certificate; it may contain the issuer’s name.',
          ],
          maxLength: 40,
        }),
        // As printed: 1級 to 6級 (physical), A or B with local refinements (intellectual), 1級 to 3級 (mental).
        grade: text('障害等級', 'Grade', {
          meaning: [
            '手帳全体の等級。身体は1〜6級、精神は1〜3級、療育はA・Bなど自治体による書き方。',
            'Grade of the certificate as a whole: 1 to 6 (physical), 1 to 3 (mental), A, B and local ones (intellectual).',
          ],
          codeList: disabilityGrades,
          maxLength: 20,
        }),
        fare_discount_class: oneOfNumbers('旅客運賃減額の区分', 'Fare discount class', fareDiscountClasses, {
          meaning: [
            '鉄道などの割引の区分。第1種は介護者も割引になり、第2種は本人だけが対象。',
            'Class for fares: in class 1 a companion travels at the discount too, in class 2 the person alone.',
          ],
        }),
        impairments: list('障害の部位', 'Impairments', 20, {
          name: text('障害名', 'Name of impairment', {
            meaning: ['等級の元になった障害の名称。', 'Name of an impairment that the grade follows from.'],
          }),
          partial_grade: text('部位別の等級', 'Grade of this impairment', {
            meaning: [
              'その障害だけで見た等級。手帳全体の等級とは異なることがある。',
              'Grade of that impairment alone; it may differ from the whole.',
            ],
            codeList: disabilityGrades,
            maxLength: 20,
          }),
        }),
        issued_on: day('交付日', 'Issued on', {
          meaning: ['手帳が最初に交付された日。', 'Day on which the certificate was first issued.'],
        }),
        reissued_on: day('再交付日', 'Reissued on', {
          meaning: [
            '紛失や等級変更などで最後に再交付された日。',
            'Day of the last reissue, for a loss or a new grade.',
          ],
          whenBlank: ['再交付なし', 'Not reissued'],
        }),
        valid_until: day('有効期限', 'Valid until', {
          meaning: [
            '手帳が使える最後の日。精神は2年ごとに更新され、身体と療育は多くが期限なし。',
            'Last day on which it counts: mental ones are renewed every two years, others mostly have no end.',
          ],
          whenBlank: ['期限の定めなし', 'No end'],
        }),
        has_photo: flag('写真の有無', 'Has a photograph', {
          meaning: [
            '手帳に本人の写真が貼られているか。精神の手帳では写真がないと運賃の割引を受けられない。',
            'Whether it carries a photograph; without one a mental health certificate earns no fare discount.',
          ],
        }),
        re_examination_due_on: day('再認定の期日', 'Re-examination due on', {
          meaning: [
            '障害の程度を確かめ直す期日。過ぎても手帳がすぐに無効になるわけではない。',
            'Day by which the impairment is examined again; passing it does not end the certificate at once.',
          ],
          whenBlank: ['再認定の予定なし', 'No re-examination due'],
        }),
        issuer: text('交付した自治体', 'Issuer', {
          meaning: ['手帳を交付した都道府県や市。', 'Prefecture or city that issued the certificate.'],
          sensitivity: 2,
        }),
        returned_on: day('返還日', 'Returned on', {
          meaning: [
            '手帳を返した日。返した後は使えない。',
            'Day on which it was given back; it no longer counts after that.',
          ],
          whenBlank: ['返還なし', 'Not returned'],
        }),
      },
      // A certificate without a kind would be judged by the wrong law.
      { required: ['kind'] },
    ),

    services: list(
      '障害福祉サービス',
      'Disability services',
      100,
      {
        certificate_number: text('障害福祉サービス受給者証番号', 'Services: certificate number', {
          meaning: [
            '障害福祉サービスの受給者証に書かれた10桁の番号。',
            'Ten digits on the certificate for disability services.',
          ],
          maxLength: 40,
        }),
        kind: oneOf('サービスの種類', 'Kind of service', disabilityServiceKinds, {
          meaning: ['居宅介護・就労継続支援など、利用できるサービス。', 'Service that may be used.'],
        }),
        support_level: oneOfNumbers('障害支援区分', 'Support level', supportLevels, {
          meaning: [
            '必要な支援の度合い。6が最も高い。手帳の等級とは別に認定される。',
            'How much support is needed, 6 being the most; certified apart from the certificate’s grade.',
          ],
          whenBlank: ['区分認定のないサービス', 'Service without a level'],
        }),
        amount_per_month: quantity('支給量（月）', 'Amount of service per month', {
          meaning: [
            '1か月に利用できる量。単位は「支給量の単位」による。',
            'How much of it may be used a month, in the unit beside it.',
          ],
        }),
        amount_unit: oneOf('支給量の単位', 'Unit of the amount', serviceUnits, {
          meaning: ['日数で決まるか、時間数で決まるか。', 'Whether days or hours are granted.'],
        }),
        valid_from: day('支給決定期間の始まり', 'Services granted from', {
          meaning: ['サービスを利用できる最初の日。', 'First day on which the service may be used.'],
        }),
        valid_until: day('支給決定期間の終わり', 'Services granted until', {
          meaning: ['サービスを利用できる最後の日。', 'Last day on which the service may be used.'],
        }),
        monthly_cap_jpy: yen('利用者負担上限月額', 'Monthly cap of own payment for services', {
          meaning: [
            '1か月に払う利用料の上限（円）。世帯の所得で決まり、0・9,300・37,200など。',
            'Most that is paid for services a month, in yen, by income: 0, 9,300, 37,200 and so on.',
          ],
        }),
      },
      { updateFrequency: 'on_decision' },
    ),
    medical_supports: list(
      '自立支援医療',
      'Medical support',
      50,
      {
        kind: oneOf('自立支援医療の種類', 'Kind of medical support', medicalSupportKinds, {
          meaning: [
            '更生・育成・精神通院のどの医療か。',
            'Which of the three kinds of treatment is supported.',
          ],
        }),
        number: text('自立支援医療の受給者番号', 'Medical support number', {
          meaning: [
            '自立支援医療の受給者証に書かれた7桁の番号。',
            'Seven digits on the certificate for medical support.',
          ],
          maxLength: 40,
        }),
        is_severe_and_continuing: flag('重度かつ継続', 'Severe and continuing', {
          meaning: [
            '長く高額な治療が続くため、自己負担の上限が下げられているか。',
            'Whether the cap is lower because treatment is long and costly.',
          ],
        }),
        institution: text('自立支援医療の指定医療機関名', 'Institution of the medical support', {
          meaning: [
            '助成の対象となる医療を受ける医療機関の名称。',
            'Institution where supported treatment is had.',
          ],
        }),
        valid_from: day('自立支援医療の有効期間の始まり', 'Medical support valid from', {
          meaning: ['自己負担が軽くなる最初の日。', 'First day of the support.'],
        }),
        valid_until: day('自立支援医療の有効期間の終わり', 'Medical support valid until', {
          meaning: [
            '自己負担が軽くなる最後の日。1年以内に更新される。',
            'Last day of the support; it is renewed within a year.',
          ],
        }),
        monthly_cap_jpy: yen(
          '自立支援医療の自己負担上限月額',
          'Monthly cap of own payment for medical support',
          {
            meaning: [
              'その医療について1か月に払う上限額（円）。',
              'Most that is paid for that treatment a month, in yen.',
            ],
            whenBlank: ['上限の定めなし', 'No cap'],
          },
        ),
      },
      { updateFrequency: 'on_decision' },
    ),
    equipment: list(
      '補装具・日常生活用具',
      'Equipment',
      100,
      {
        kind: text('用具の種類', 'Kind of equipment', {
          meaning: [
            '支給された補装具や日常生活用具。車椅子・補聴器など。',
            'Equipment that was granted, such as a wheelchair or a hearing aid.',
          ],
        }),
        decided_on: day('用具の支給決定日', 'Equipment decided on', {
          meaning: ['市区町村が支給を決めた日。', 'Day on which the municipality granted it.'],
        }),
        amount_jpy: yen('用具の支給額', 'Amount for the equipment', {
          meaning: ['用具の費用のうち公費で支給された額（円）。', 'What public funds paid for it, in yen.'],
        }),
        own_payment_jpy: yen('用具の自己負担額', 'Own payment for the equipment', {
          meaning: ['用具の費用のうち本人が払った額（円）。', 'What the person paid for it, in yen.'],
        }),
      },
      { updateFrequency: 'on_decision' },
    ),
    allowances: list(
      '障害に関する手当',
      'Allowances',
      50,
      {
        kind: oneOf('手当の種類', 'Kind of allowance', disabilityAllowanceKinds, {
          meaning: [
            '国の制度による、障害のある人への手当の種類。',
            'Which of the state’s allowances for people with disabilities it is.',
          ],
        }),
        monthly_jpy: yen('手当の月額', 'Allowance per month', {
          meaning: [
            '自治体が1か月に支給する額（円）。毎年4月に見直される。',
            'What is paid in yen; revised every April.',
          ],
        }),
        period_from: month('手当の対象の始まり', 'Allowance from', {
          meaning: ['手当が支給される最初の月。', 'First month of the allowance.'],
        }),
        period_until: month('手当の対象の終わり', 'Allowance until', {
          meaning: ['手当が支給された最後の月。', 'Last month of the allowance.'],
          whenBlank: ['受給中', 'Still received'],
        }),
      },
      { updateFrequency: 'on_decision' },
    ),
  },
};
