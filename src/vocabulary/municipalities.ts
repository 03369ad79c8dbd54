import type { Words } from './words.ts';

/**
 * Municipalities by their code (全国地方公共団体コード, six digits with the check digit last). The sandbox's own, which
 * exist nowhere: of the real ones this would be the published list of some 1,700.
 */
export const municipalities: Readonly<Record<string, Words>> = {
  '990019': { ja: '見本市', en: 'Mihon City' },
  '990027': { ja: '例示町', en: 'Reiji Town' },
  '990035': { ja: '見本北市', en: 'Mihon-Kita City' },
  '990043': { ja: '見本東市', en: 'Mihon-Higashi City' },
  '990051': { ja: '見本西市', en: 'Mihon-Nishi City' },
  '990060': { ja: '見本南村', en: 'Mihon-Minami Village' },
};
