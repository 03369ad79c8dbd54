import { codeList } from '../code-list.ts';

export const medicalBenefitKinds = codeList('medical-benefit-kinds', {
  label: { ja: '医療保険の給付の種類', en: 'Kinds of medical insurance benefit' },
  source: { ja: '健康保険法・国民健康保険法の保険給付', en: 'Benefits of the health insurance laws' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['treatment_cost', '療養費', 'Treatment cost'],
    ['childbirth', '出産育児一時金', 'Childbirth lump sum'],
    ['funeral', '葬祭費・埋葬料', 'Funeral cost'],
    ['transport', '移送費', 'Transport cost'],
  ],
});
