import { codeList } from '../code-list.ts';

export const antibodyJudgements = codeList('antibody-judgements', {
  label: { ja: '抗体検査の判定', en: 'Judgements of antibody tests' },
  source: { ja: '本プロジェクトの仮の区分', en: 'This project’s own' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['sufficient', '十分な抗体あり', 'Enough antibodies'],
    ['insufficient', '抗体が不十分', 'Not enough antibodies'],
  ],
});
