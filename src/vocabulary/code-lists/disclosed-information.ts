import { codeList } from '../code-list.ts';

export const disclosedInformation = codeList('disclosed-information', {
  label: { ja: '提供した情報の種類', en: 'Kinds of disclosed information' },
  source: {
    ja: 'オンライン資格確認等システムで閲覧できる情報の種類',
    en: 'Kinds of information in the online qualification system',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['qualification', '資格情報', 'Qualification'],
    ['treatments', '診療情報', 'Treatments'],
    ['medications', '薬剤情報', 'Medications'],
    ['checkups', '特定健診等情報', 'Checkups'],
  ],
});
