import { codeList } from '../code-list.ts';

export const employmentInsuredKinds = codeList('employment-insured-kinds', {
  label: { ja: '雇用保険の被保険者の種類', en: 'Kinds of insured person of employment insurance' },
  source: { ja: '雇用保険法', en: 'Employment Insurance Act' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['general', '一般被保険者', 'General'],
    ['elderly', '高年齢被保険者', 'Aged 65 and over'],
    ['seasonal', '短期雇用特例被保険者', 'Seasonal'],
    ['daily', '日雇労働被保険者', 'Day labourer'],
  ],
});
