import { codeList } from '../code-list.ts';

export const disabilityAllowanceKinds = codeList('disability-allowance-kinds', {
  label: { ja: '障害に関する手当の種類', en: 'Kinds of disability allowance' },
  source: { ja: '特別児童扶養手当等の支給に関する法律', en: 'Act on the Special Child Rearing Allowance' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['special_disability', '特別障害者手当', 'Special disability allowance'],
    ['transitional_welfare', '経過的福祉手当', 'Transitional welfare allowance'],
  ],
});
