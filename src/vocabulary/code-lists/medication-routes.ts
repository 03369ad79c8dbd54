import { codeList } from '../code-list.ts';

export const medicationRoutes = codeList('medication-routes', {
  label: { ja: '投与の区分', en: 'Routes of medication' },
  source: {
    ja: '調剤報酬の投薬区分（内服・頓服・外用・注射）',
    en: 'Kinds of dispensing in the dispensing fee table',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['oral', '内服', 'By mouth'],
    ['as_needed', '頓服', 'As needed'],
    ['external', '外用', 'External use'],
    ['injection', '注射', 'Injection'],
  ],
});
