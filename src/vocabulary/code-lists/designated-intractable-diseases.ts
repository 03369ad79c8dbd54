import { codeList } from '../code-list.ts';

export const designatedIntractableDiseases = codeList('designated-intractable-diseases', {
  label: { ja: '指定難病', en: 'Designated intractable diseases' },
  source: {
    ja: '厚生労働大臣が定める指定難病の告示番号の抜粋（990で始まるものは見本）',
    en: 'Numbers of the health minister’s notice on designated intractable diseases; an excerpt. Numbers that begin with 990 are samples',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'the_source',
  codes: [
    ['2', '筋萎縮性側索硬化症', 'Amyotrophic lateral sclerosis'],
    ['6', 'パーキンソン病', 'Parkinson’s disease'],
    ['11', '重症筋無力症', 'Myasthenia gravis'],
    ['13', '多発性硬化症／視神経脊髄炎', 'Multiple sclerosis, neuromyelitis optica'],
    ['49', '全身性エリテマトーデス', 'Systemic lupus erythematosus'],
    ['51', '全身性強皮症', 'Systemic sclerosis'],
    ['96', 'クローン病', 'Crohn’s disease'],
    ['97', '潰瘍性大腸炎', 'Ulcerative colitis'],
    ['990306', '見本性難病', 'Sample intractable disease'],
  ],
});
