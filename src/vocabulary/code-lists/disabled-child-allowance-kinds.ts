import { codeList } from '../code-list.ts';

export const disabledChildAllowanceKinds = codeList('disabled-child-allowance-kinds', {
  label: { ja: '障害児の手当の種類', en: 'Kinds of allowance for children with disabilities' },
  source: { ja: '特別児童扶養手当等の支給に関する法律', en: 'Act on the Special Child Rearing Allowance' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['special_child_rearing', '特別児童扶養手当', 'Special child rearing allowance'],
    ['disabled_child', '障害児福祉手当', 'Welfare allowance for children with disabilities'],
  ],
});
