import type { CategorySchema } from '../category-schema.ts';
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
      disclosed_at: moment('提供日時', 'Disclosed at', { standard: 'FHIR R4 AuditEvent.recorded' }),
      viewer: text('閲覧した機関', 'Who looked', { standard: 'FHIR R4 AuditEvent.agent.who' }),
      viewer_kind: oneOf('閲覧した機関の種類', 'Kind of institution', {
        hospital: ['病院', 'Hospital'],
        clinic: ['診療所', 'Clinic'],
        dental: ['歯科', 'Dental clinic'],
        pharmacy: ['薬局', 'Pharmacy'],
        insurer: ['保険者', 'Insurer'],
      }),
      information: oneOf(
        '提供した情報',
        'What was looked at',
        {
          qualification: ['資格情報', 'Qualification'],
          treatments: ['診療情報', 'Treatments'],
          medications: ['薬剤情報', 'Medications'],
          checkups: ['特定健診等情報', 'Checkups'],
        },
        { standard: 'FHIR R4 AuditEvent.entity' },
      ),
      information_from: month('提供した情報の始まり', 'Information from'),
      information_until: month('提供した情報の終わり', 'Information until'),
      consented_at: moment('同意日時', 'Consented at', {
        whenBlank: ['同意によらない提供', 'Disclosed without consent'],
      }),
      reason: oneOf(
        '利用目的',
        'Why',
        {
          consented: ['本人の同意による閲覧', 'With the person’s consent'],
          emergency: ['救急時の閲覧', 'In an emergency'],
          billing: ['資格確認', 'Check of the qualification'],
        },
        { standard: 'FHIR R4 AuditEvent.purposeOfEvent' },
      ),
    }),
  },
};
