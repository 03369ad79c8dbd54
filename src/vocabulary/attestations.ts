import type { Assurance } from './authentication.ts';
import type { GroupSchema } from './category-schema.ts';
import type { CategoryName, ItemName } from './identifiers.ts';
import { itemKinds } from './item-kinds.ts';
import type { Words } from './words.ts';

/** A question about a record that is answered instead of handing the record out: in words, for screens and descriptions. */
export interface AttestationWords {
  /** The last part of its address, and of the item's name. */
  name: string;
  item: ItemName;
  label: Words;
  /** What the company learns, and what it does not. */
  says: Words;
  /** Whose record it is answered from. */
  category: CategoryName;
  /** Its own: an answer may say much less than the record behind it. */
  leastAssurance: Assurance;
  /** The answer's members; null stands for the whole answer where there is nothing to attest. */
  answer: GroupSchema;
}

const { day, flag, oneOfNumbers, group } = itemKinds(3);

export const attestations: readonly AttestationWords[] = [
  {
    name: 'rail-disability-discount',
    item: 'attestations.rail-disability-discount' as ItemName,
    label: { ja: '障害者割引の対象かどうか', en: 'Whether the disability fare applies' },
    says: {
      ja: '会社に伝わるのは、旅客運賃減額の区分（第1種・第2種）、介護者も割引になるか、いつまで有効かだけです。障害名、手帳の種類や番号は伝わりません。',
      en: 'The company learns only the fare discount class, whether a companion travels at the discount too, and until when it is valid. It learns no impairment, and neither kind nor number of the certificate.',
    },
    category: 'disability_welfare' as CategoryName,
    leastAssurance: 'card',
    answer: group('障害者割引', 'Disability fare', {
      class: oneOfNumbers(
        '旅客運賃減額の区分',
        'Fare discount class',
        { 1: ['第1種', 'Class 1'], 2: ['第2種', 'Class 2'] },
        { neverBlank: true },
      ),
      companion: flag('介護者の割引', 'Discount for a companion', { neverBlank: true }),
      valid_until: day('有効期限', 'Valid until', { whenBlank: ['期限の定めなし', 'No end'] }),
    }),
  },
];

const byItem = new Map<string, AttestationWords>(attestations.map((words) => [words.item, words]));

export function findAttestationWords(item: string): AttestationWords | undefined {
  return byItem.get(item);
}
