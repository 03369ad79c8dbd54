import { codeList } from '../code-list.ts';

export const disabilityCertificateKinds = codeList('disability-certificate-kinds', {
  label: { ja: '障害者手帳の種類', en: 'Kinds of disability certificate' },
  source: {
    ja: '身体障害者福祉法、療育手帳制度要綱、精神保健及び精神障害者福祉に関する法律',
    en: 'Act on Welfare of Persons with Physical Disabilities, guideline on the intellectual disability certificate, Mental Health and Welfare Act',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['physical', '身体障害者手帳', 'Physical disability certificate'],
    ['intellectual', '療育手帳', 'Intellectual disability certificate'],
    ['mental', '精神障害者保健福祉手帳', 'Mental health disability certificate'],
  ],
});
