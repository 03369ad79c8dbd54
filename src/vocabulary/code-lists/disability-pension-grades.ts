import { codeList } from '../code-list.ts';

export const disabilityPensionGrades = codeList('disability-pension-grades', {
  label: { ja: '障害年金の等級', en: 'Grades of the disability pension' },
  source: {
    ja: '国民年金法施行令・厚生年金保険法施行令の障害等級（3級は厚生年金だけ）',
    en: 'Disability grades of the pension acts’ orders; grade 3 is of the employees’ pension only',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'the_source',
  codes: [
    ['1', '1級', 'Grade 1'],
    ['2', '2級', 'Grade 2'],
    ['3', '3級', 'Grade 3'],
  ],
});
