import { codeList } from '../code-list.ts';

export const newbornTestKinds = codeList('newborn-test-kinds', {
  label: { ja: '新生児検査の種類', en: 'Kinds of newborn test' },
  source: {
    ja: 'こども家庭庁・都道府県の新生児検査事業',
    en: 'Newborn tests of the Children and Families Agency and the prefectures',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['hearing', '新生児聴覚検査', 'Hearing'],
    ['metabolic', '先天性代謝異常等検査', 'Metabolic disorders'],
  ],
});
