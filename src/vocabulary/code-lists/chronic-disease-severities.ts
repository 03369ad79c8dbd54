import { codeList } from '../code-list.ts';

export const chronicDiseaseSeverities = codeList('chronic-disease-severities', {
  label: { ja: '小児慢性の重症度の区分', en: 'Severity classes of children’s chronic diseases' },
  source: {
    ja: '児童福祉法の小児慢性特定疾病医療費の自己負担の区分',
    en: 'Classes of own payment, Child Welfare Act',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['general', '一般', 'General'],
    ['severe', '重症', 'Severe'],
    ['ventilator', '人工呼吸器等装着者', 'Ventilator user'],
  ],
});
