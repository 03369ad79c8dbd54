import { codeList } from '../code-list.ts';

export const educationSupportKinds = codeList('education-support-kinds', {
  label: { ja: '就学支援の種類', en: 'Kinds of education support' },
  source: {
    ja: '学校教育法、高等学校等就学支援金の支給に関する法律、特別支援学校への就学奨励に関する法律',
    en: 'School Education Act, acts on high school tuition support and on special needs schooling',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['school_attendance', '就学援助', 'School attendance aid'],
    ['high_school_tuition', '高等学校等就学支援金', 'High school tuition support'],
    ['scholarship_benefit', '高校生等奨学給付金', 'Scholarship benefit'],
    ['special_needs', '特別支援教育就学奨励費', 'Special needs education aid'],
  ],
});
