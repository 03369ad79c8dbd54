import { codeList } from '../code-list.ts';

export const workersCompensationBenefitKinds = codeList('workers-compensation-benefit-kinds', {
  label: { ja: '労災の給付の種類', en: 'Kinds of workers’ compensation benefit' },
  source: { ja: '労働者災害補償保険法', en: 'Industrial Accident Compensation Insurance Act' },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['medical', '療養（補償）等給付', 'Medical treatment'],
    ['leave', '休業（補償）等給付', 'Absence from work'],
    ['disability', '障害（補償）等給付', 'Disability'],
    ['survivors', '遺族（補償）等給付', 'Survivors'],
    ['nursing', '介護（補償）等給付', 'Nursing'],
  ],
});
