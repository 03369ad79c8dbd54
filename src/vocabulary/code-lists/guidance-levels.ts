import { codeList } from '../code-list.ts';

export const guidanceLevels = codeList('guidance-levels', {
  label: { ja: '保健指導レベル', en: 'Levels of health guidance' },
  source: {
    ja: '特定健康診査・特定保健指導の電磁的な様式（保健指導レベルの4区分）',
    en: 'Electronic form of the specific health checkup: its four classes',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['active', '積極的支援', 'Active support'],
    ['motivational', '動機付け支援', 'Motivational support'],
    ['none', 'なし', 'None'],
    ['undetermined', '判定不能', 'Undetermined'],
  ],
});
