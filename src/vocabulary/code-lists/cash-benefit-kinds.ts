import { codeList } from '../code-list.ts';

export const cashBenefitKinds = codeList('cash-benefit-kinds', {
  label: { ja: '医療保険の現金給付の種類', en: 'Kinds of cash benefit' },
  source: {
    ja: '健康保険法・高齢者の医療の確保に関する法律の保険給付',
    en: 'Benefits of the health insurance laws',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['high_cost', '高額療養費', 'High-cost medical benefit'],
    ['high_cost_combined', '高額介護合算療養費', 'Combined high-cost benefit'],
    ['sickness', '傷病手当金', 'Sickness allowance'],
    ['maternity', '出産手当金', 'Maternity allowance'],
  ],
});
