import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, flag, oneOf, oneOfNumbers, list } = itemKinds(3);

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
  },
};
