import { codeList } from '../code-list.ts';

export const schoolDiseases = codeList('school-diseases', {
  label: { ja: '学校病', en: 'Diseases of school health aid' },
  source: { ja: '学校保健安全法施行令 第8条', en: 'School Health and Safety Act’s order, article 8' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['trachoma_conjunctivitis', 'トラコーマ・結膜炎', 'Trachoma, conjunctivitis'],
    ['skin', '白癬・疥癬・膿痂疹', 'Ringworm, scabies, impetigo'],
    ['otitis_media', '中耳炎', 'Otitis media'],
    ['sinusitis_adenoid', '慢性副鼻腔炎・アデノイド', 'Chronic sinusitis, adenoids'],
    ['dental_caries', 'う歯', 'Dental caries'],
    ['parasites', '寄生虫病', 'Parasitic disease'],
  ],
});
