import { codeList } from '../code-list.ts';

export const childhoodChronicDiseases = codeList('childhood-chronic-diseases', {
  label: { ja: '小児慢性特定疾病', en: 'Chronic diseases of children' },
  source: {
    ja: '本プロジェクトの合成コード。実在のコードではない',
    en: 'Synthetic codes of this project; none exists elsewhere',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['990411', '見本性小児慢性疾病', 'Sample chronic disease of children'],
    ['990412', '例示性小児心疾患', 'Example heart disease of children'],
    ['990413', '例示性小児腎疾患', 'Example kidney disease of children'],
  ],
});
