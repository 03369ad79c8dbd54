import type { Words } from './words.ts';

/** What a blank must not be taken for depends on what would stand there. */
export type BlankKind = keyof typeof unstated;

const unstated = {
  text: {
    ja: '機関の記録に記載がない。',
    en: 'The holder’s record states nothing here.',
  },
  time: {
    ja: '機関の記録に日付の記載がない。まだ起きていないという意味とは限らない。',
    en: 'The holder’s record states no date. It does not say that it has not happened.',
  },
  amount: {
    ja: '機関の記録に数の記載がない。0という意味ではない。',
    en: 'The holder’s record states no number. It does not mean zero.',
  },
  flag: {
    ja: '機関の記録に有無の記載がない。「いいえ」という意味ではない。',
    en: 'The holder’s record does not say. It does not mean no.',
  },
  code: {
    ja: '機関の記録に区分の記載がない。どの区分とも言えない。',
    en: 'The holder’s record states no code. It stands for none of the values.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** What null says of an item: an answer where it is one ("no end"), else what it does not say. */
export function blankSays(kind: BlankKind, answer?: readonly [ja: string, en: string]): Words {
  if (!answer) return unstated[kind];
  return { ja: `「${answer[0]}」を意味する。`, en: `It says: ${answer[1].toLowerCase()}.` };
}
