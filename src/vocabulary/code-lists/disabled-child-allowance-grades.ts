import { codeList } from '../code-list.ts';

export const disabledChildAllowanceGrades = codeList('disabled-child-allowance-grades', {
  label: { ja: '特別児童扶養手当の等級', en: 'Grades of the special child rearing allowance' },
  source: {
    ja: '特別児童扶養手当等の支給に関する法律施行令',
    en: 'Order of the Act on the Special Child Rearing Allowance',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'the_source',
  codes: [
    ['1', '1級', 'Grade 1'],
    ['2', '2級', 'Grade 2'],
  ],
});
