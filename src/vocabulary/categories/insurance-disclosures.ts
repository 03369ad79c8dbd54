import type { CategorySchema } from '../category-schema.ts';
import { disclosedInformation } from '../code-lists/disclosed-information.ts';
import { disclosureReasons } from '../code-lists/disclosure-reasons.ts';
import { institutionKinds } from '../code-lists/institution-kinds.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, month, moment, oneOf, list } = itemKinds(3);

export const insuranceDisclosures: CategorySchema = {
  type: 'object',
  title: 'Disclosures of insurance information',
  description:
    'Which medical institution looked at which insurance information of the person, when and why. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    disclosures: list('提供の記録', 'Disclosures', 2000, {
      disclosed_at: moment('提供日時', 'Disclosed at', {
        meaning: [
          '情報が画面に出された、または送られた日時。',
          'Moment at which the information was shown or sent.',
        ],
        standard: 'FHIR R4 AuditEvent.recorded',
      }),
      viewer: text('閲覧した機関', 'Who looked', {
        meaning: [
          '情報を見た医療機関・薬局・保険者の名称。',
          'Institution, pharmacy or insurer that looked.',
        ],
        standard: 'FHIR R4 AuditEvent.agent.who',
      }),
      viewer_kind: oneOf('閲覧した機関の種類', 'Kind of institution', institutionKinds, {
        meaning: [
          '情報を見た機関が病院・診療所・薬局などのどれか。',
          'Whether it is a hospital, clinic, pharmacy or something else.',
        ],
      }),
      information: oneOf('提供した情報', 'What was looked at', disclosedInformation, {
        meaning: ['資格・診療・薬剤・健診のどの情報が見られたか。', 'Which information was looked at.'],
        standard: 'FHIR R4 AuditEvent.entity',
      }),
      information_from: month('提供した情報の始まり', 'Information from', {
        meaning: ['見られた情報が扱う最初の月。', 'First month that the information covers.'],
      }),
      information_until: month('提供した情報の終わり', 'Information until', {
        meaning: ['見られた情報が扱う最後の月。', 'Last month that the information covers.'],
      }),
      consented_at: moment('同意日時', 'Consented at', {
        meaning: [
          '本人が閲覧に同意した日時。同意は受付の機械などで示される。',
          'Moment at which the person agreed, for example at the counter’s reader.',
        ],
        whenBlank: ['同意によらない提供', 'Disclosed without consent'],
      }),
      reason: oneOf('利用目的', 'Why', disclosureReasons, {
        meaning: [
          '本人の同意、救急、資格の確認のどれによる閲覧か。',
          'Whether it was by consent, in an emergency, or to check the coverage.',
        ],
        standard: 'FHIR R4 AuditEvent.purposeOfEvent',
      }),
    }),
  },
};
