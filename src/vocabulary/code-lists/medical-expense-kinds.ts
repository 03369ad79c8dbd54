import { codeList } from '../code-list.ts';

export const medicalExpenseKinds = codeList('medical-expense-kinds', {
  label: { ja: '医療費の区分', en: 'Kinds of medical expense' },
  source: {
    ja: '国税庁「医療費控除の明細書」の区分',
    en: 'National Tax Agency, statement of medical expenses',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['treatment', '診療・治療', 'Treatment'],
    ['medicines', '医薬品購入', 'Medicines'],
    ['long_term_care', '介護保険サービス', 'Long-term care services'],
    ['other', 'その他の医療費', 'Other'],
  ],
});
