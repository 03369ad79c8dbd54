import { codeList } from '../code-list.ts';

export const childAllowanceRecipientKinds = codeList('child-allowance-recipient-kinds', {
  label: { ja: '児童手当の受給者の区分', en: 'Kinds of recipient of the child allowance' },
  source: { ja: '児童手当法', en: 'Child Allowance Act' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['insured', '被用者', 'Employee'],
    ['not_insured', '非被用者', 'Not an employee'],
    ['institution', '施設等受給者', 'Institution'],
  ],
});
