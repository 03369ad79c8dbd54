import { codeList } from '../code-list.ts';

export const checkupPrograms = codeList('checkup-programs', {
  label: { ja: '健診の種類', en: 'Kinds of health checkup' },
  source: { ja: '高齢者の医療の確保に関する法律', en: 'Act on Assurance of Medical Care for Elderly People' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['specific', '特定健診', 'Specific health checkup'],
    ['elderly', '後期高齢者健診', 'Checkup for the elderly'],
  ],
});
