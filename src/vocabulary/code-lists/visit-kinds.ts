import { codeList } from '../code-list.ts';

export const visitKinds = codeList('visit-kinds', {
  label: { ja: '診療区分', en: 'Kinds of visit' },
  source: {
    ja: '診療報酬明細書・調剤報酬明細書・訪問看護療養費明細書の種別',
    en: 'Kinds of medical claims',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['inpatient', '入院', 'Inpatient'],
    ['outpatient', '外来', 'Outpatient'],
    ['dental', '歯科', 'Dental'],
    ['pharmacy', '調剤', 'Pharmacy'],
    ['home_nursing', '訪問看護', 'Home nursing'],
  ],
});
