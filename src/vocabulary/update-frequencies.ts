import type { Words } from './words.ts';

/** How often a holder brings its copies up to date, and how old one may therefore be before it is `stale`. */
export interface Frequency {
  words: Words;
  /** What the frequency promises, and some days for being late. */
  freshForDays: number;
}

export const updateFrequencies = {
  daily: { words: { ja: '毎日', en: 'Daily' }, freshForDays: 3 },
  monthly: { words: { ja: '毎月', en: 'Monthly' }, freshForDays: 45 },
  every_two_months: { words: { ja: '2か月に1回', en: 'Every two months' }, freshForDays: 75 },
  yearly: { words: { ja: '年に1回', en: 'Once a year' }, freshForDays: 400 },
  // What changes seldom may be old and right; a holder goes through its copies once a year all the same.
  on_change: { words: { ja: '変更のつど', en: 'When something changes' }, freshForDays: 400 },
  on_decision: { words: { ja: '決定・支給のつど', en: 'With every decision or payment' }, freshForDays: 400 },
  /** Of what a certificate says: nothing is copied in between. */
  on_signature: {
    words: { ja: '署名用電子証明書で署名するつど', en: 'With every signature by a new certificate' },
    freshForDays: 400,
  },
} as const satisfies Readonly<Record<string, Frequency>>;

export type UpdateFrequency = keyof typeof updateFrequencies;
