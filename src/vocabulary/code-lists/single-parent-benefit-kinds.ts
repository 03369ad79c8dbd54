import { codeList } from '../code-list.ts';

export const singleParentBenefitKinds = codeList('single-parent-benefit-kinds', {
  label: { ja: 'ひとり親家庭への給付の種類', en: 'Kinds of benefit for single parents' },
  source: {
    ja: '児童扶養手当法、母子及び父子並びに寡婦福祉法',
    en: 'Child Rearing Allowance Act, Act on Welfare of Mothers and Fathers with Dependents and Widows',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['child_rearing_allowance', '児童扶養手当', 'Child rearing allowance'],
    ['training', '高等職業訓練促進給付金', 'Training benefit'],
    ['education_course', '自立支援教育訓練給付金', 'Education course benefit'],
    ['loan', '母子父子寡婦福祉資金貸付', 'Welfare loan'],
  ],
});
