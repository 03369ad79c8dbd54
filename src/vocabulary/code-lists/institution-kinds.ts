import { codeList } from '../code-list.ts';

export const institutionKinds = codeList('institution-kinds', {
  label: { ja: '機関の種類', en: 'Kinds of institution' },
  source: {
    ja: '医療法・健康保険法の呼び方による',
    en: 'As in the Medical Care Act and the Health Insurance Act',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['hospital', '病院', 'Hospital'],
    ['clinic', '診療所', 'Clinic'],
    ['dental', '歯科', 'Dental clinic'],
    ['pharmacy', '薬局', 'Pharmacy'],
    ['insurer', '保険者', 'Insurer'],
  ],
});
