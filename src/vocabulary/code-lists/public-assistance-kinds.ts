import { codeList } from '../code-list.ts';

export const publicAssistanceKinds = codeList('public-assistance-kinds', {
  label: { ja: '扶助の種類', en: 'Kinds of public assistance' },
  source: { ja: '生活保護法 第11条第1項', en: 'Public Assistance Act, article 11 paragraph 1' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['livelihood', '生活扶助', 'Livelihood'],
    ['education', '教育扶助', 'Education'],
    ['housing', '住宅扶助', 'Housing'],
    ['medical', '医療扶助', 'Medical'],
    ['long_term_care', '介護扶助', 'Long-term care'],
    ['maternity', '出産扶助', 'Maternity'],
    ['occupational', '生業扶助', 'Occupational'],
    ['funeral', '葬祭扶助', 'Funeral'],
  ],
});
