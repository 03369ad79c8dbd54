import { codeList } from '../code-list.ts';

export const pensionKinds = codeList('pension-kinds', {
  label: { ja: '年金の種類', en: 'Kinds of pension' },
  source: { ja: '国民年金法・厚生年金保険法', en: 'National Pension Act, Employees’ Pension Insurance Act' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['old_age', '老齢年金', 'Old-age pension'],
    ['disability', '障害年金', 'Disability pension'],
    ['survivors', '遺族年金', 'Survivors’ pension'],
  ],
});
