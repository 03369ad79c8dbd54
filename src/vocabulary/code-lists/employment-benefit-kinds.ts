import { codeList } from '../code-list.ts';

export const employmentBenefitKinds = codeList('employment-benefit-kinds', {
  label: { ja: '雇用保険の給付の種類', en: 'Kinds of employment insurance benefit' },
  source: { ja: '雇用保険法', en: 'Employment Insurance Act' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['basic', '基本手当', 'Basic allowance'],
    ['training', '教育訓練給付金', 'Training benefit'],
    ['childcare_leave', '育児休業給付金', 'Childcare leave benefit'],
    ['care_leave', '介護休業給付金', 'Care leave benefit'],
    ['continued_employment', '高年齢雇用継続給付', 'Continued employment benefit'],
  ],
});
