import { codeList } from '../code-list.ts';

export const diseaseSeverities = codeList('disease-severities', {
  label: { ja: '難病の重症度等の区分', en: 'Severity classes of intractable diseases' },
  source: {
    ja: '難病の患者に対する医療等に関する法律の自己負担上限の区分',
    en: 'Classes of the own payment cap, Act on Medical Care for Patients with Intractable Diseases',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['general', '一般', 'General'],
    ['long_term_high_cost', '高額かつ長期', 'High cost and long term'],
    ['ventilator', '人工呼吸器等装着者', 'Ventilator user'],
  ],
});
