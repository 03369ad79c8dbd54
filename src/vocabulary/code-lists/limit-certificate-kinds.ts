import { codeList } from '../code-list.ts';

export const limitCertificateKinds = codeList('limit-certificate-kinds', {
  label: { ja: '限度額適用認定証の種類', en: 'Kinds of limit certificate' },
  source: {
    ja: '健康保険法・国民健康保険法・高齢者の医療の確保に関する法律の各施行規則',
    en: 'Enforcement regulations of the health insurance laws',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['limit', '限度額適用認定証', 'Limit of own payment'],
    ['limit_and_reduction', '限度額適用・標準負担額減額認定証', 'Limit of own payment, reduced meal costs'],
  ],
});
