import { codeList } from '../code-list.ts';

export const metabolicSyndromeJudgements = codeList('metabolic-syndrome-judgements', {
  label: { ja: 'メタボリックシンドローム判定', en: 'Judgements of metabolic syndrome' },
  source: {
    ja: '特定健康診査・特定保健指導の電磁的な様式（メタボリックシンドローム判定の4区分）',
    en: 'Electronic form of the specific health checkup: its four classes',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['applies', '基準該当', 'Applies'],
    ['borderline', '予備群該当', 'Borderline'],
    ['none', '非該当', 'Does not apply'],
    ['undetermined', '判定不能', 'Undetermined'],
  ],
});
