import { codeList } from '../code-list.ts';

export const medicalSupportKinds = codeList('medical-support-kinds', {
  label: { ja: '自立支援医療の種類', en: 'Kinds of medical support' },
  source: {
    ja: '障害者の日常生活及び社会生活を総合的に支援するための法律施行令',
    en: 'Order of the Act on Comprehensive Support for Persons with Disabilities',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['rehabilitation', '更生医療', 'Rehabilitation'],
    ['development', '育成医療', 'Development of children'],
    ['psychiatric', '精神通院医療', 'Psychiatric outpatient care'],
  ],
});
