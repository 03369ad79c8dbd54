import type { Assurance } from './authentication.ts';
import type { GroupSchema } from './category-schema.ts';
import { fareDiscountClasses } from './code-lists/fare-discount-classes.ts';
import type { CategoryName, ItemName } from './identifiers.ts';
import { identityCategory } from './identity.ts';
import { itemKinds } from './item-kinds.ts';
import { municipalities } from './municipalities.ts';
import type { Words } from './words.ts';

/**
 * A question about a record that is answered instead of handing the record out: in words, for screens and descriptions.
 * Either there is the answer that its schema describes, or null: somebody of whom it is not so, somebody without a
 * record and somebody of whom nothing may be said are the same null.
 */
export interface AttestationQuestion {
  /** The last part of its address: `/v1/attestations/<name>`. */
  name: string;
  /** `{argument}` stands for the registered value in words. */
  label: Words;
  /** What the company learns, and what it does not. */
  says: Words;
  /** Whose record it is answered from. */
  category: CategoryName | typeof identityCategory;
  sensitivity: 1 | 2 | 3;
  /** Its own: an answer may say much less than the record behind it. */
  leastAssurance: Assurance;
  /**
   * What is asked "at least", "under" or "in": every value that may be registered, with its words. A purpose registers
   * one of them as part of the item's name, so that no request can try another: nobody finds a value by halving.
   */
  choices: Readonly<Record<string, Words>> | null;
  /** The answer's members; null stands for the whole answer where there is nothing to attest. */
  answer: GroupSchema;
}

/** A question with its registered value: an item that a citizen grants by itself. */
export interface Attestation {
  question: AttestationQuestion;
  /** `attestations.age-over.20`; without a value `attestations.rail-disability-discount`. */
  item: ItemName;
  argument: string | null;
  label: Words;
  says: Words;
}

export const attestationCategory = 'attestations';

const special = itemKinds(3);
const personal = itemKinds(2);
const { day, oneOfNumbers } = special;
/** There is no "no": what does not hold is not attested. */
const yes = (kinds: typeof special, ja: string, en: string, meaning: readonly [ja: string, en: string]) => ({
  ...kinds.flag(ja, en, { meaning, neverBlank: true }),
  const: true as const,
});
const category = (name: string): CategoryName => name as CategoryName;

export const attestationQuestions: readonly AttestationQuestion[] = [
  {
    name: 'rail-disability-discount',
    label: { ja: '障害者割引の対象かどうか', en: 'Whether the disability fare applies' },
    says: {
      ja: '会社に伝わるのは、旅客運賃減額の区分（第1種・第2種）、介護者も割引になるか、いつまで有効かだけです。障害名、手帳の種類や番号は伝わりません。',
      en: 'The company learns only the fare discount class, whether a companion travels at the discount too, and until when it is valid. It learns no impairment, and neither kind nor number of the certificate.',
    },
    category: category('disability_welfare'),
    sensitivity: 3,
    leastAssurance: 'card',
    choices: null,
    answer: special.group('障害者割引', 'Disability fare', {
      class: oneOfNumbers('旅客運賃減額の区分', 'Fare discount class', fareDiscountClasses, {
        meaning: [
          '割引の区分。第1種は介護者も割引になり、第2種は本人だけが対象。',
          'Class for fares: in class 1 a companion travels at the discount too, in class 2 the person alone.',
        ],
        neverBlank: true,
      }),
      companion: special.flag('介護者の割引', 'Discount for a companion', {
        meaning: [
          '一緒に乗る介護者も割引になるか。第1種だけが「はい」。',
          'Whether a carer who travels along has the discount too; in class 1 alone.',
        ],
        neverBlank: true,
      }),
      valid_until: day('有効期限', 'Valid until', {
        meaning: [
          '割引の元になる手帳が使える最後の日。',
          'Last day on which the certificate behind the discount counts.',
        ],
        whenBlank: ['期限の定めなし', 'No end'],
      }),
    }),
  },
  {
    name: 'age-over',
    label: { ja: '{argument}であること', en: 'Being {argument}' },
    says: {
      ja: '会社に伝わるのは、{argument}であることだけです。生年月日も、いまの年齢も伝わりません。',
      en: 'The company learns only that you are {argument}. It learns neither your date of birth nor your age.',
    },
    category: identityCategory,
    sensitivity: 2,
    leastAssurance: 'card',
    choices: numbered([13, 15, 18, 20, 60, 65, 70, 75], (years) => ({
      ja: `${years}歳以上`,
      en: `${years} years or older`,
    })),
    answer: personal.group('年齢', 'Age', {
      reached: yes(personal, '年齢に達している', 'Has reached the age', [
        '登録された年齢以上であること。違うときは答え全体がnullになる。',
        'That the registered age is reached; otherwise the whole answer is null.',
      ]),
    }),
  },
  {
    name: 'residence',
    label: { ja: '{argument}に住んでいること', en: 'Living in {argument}' },
    says: {
      ja: '会社に伝わるのは、{argument}の住民であることだけです。住所や世帯のことは伝わりません。',
      en: 'The company learns only that you are a resident of {argument}. It learns neither your address nor anything of your household.',
    },
    category: category('household'),
    sensitivity: 2,
    leastAssurance: 'card',
    choices: municipalities,
    answer: personal.group('住民であること', 'Residence', {
      resident: yes(personal, '住民である', 'Is a resident', [
        '登録された市区町村にいま住民登録があること。違うときは答え全体がnullになる。',
        'That the person is registered in that municipality now; otherwise the whole answer is null.',
      ]),
    }),
  },
  {
    name: 'care-level-at-least',
    label: { ja: '{argument}以上の認定を受けていること', en: 'Being certified for {argument} or more' },
    says: {
      ja: '会社に伝わるのは、{argument}以上の認定がいま有効であることだけです。実際の要介護度、被保険者番号、利用者負担は伝わりません。',
      en: 'The company learns only that a certification for {argument} or more is in force. It learns neither the level itself, nor your number, nor what you pay.',
    },
    category: category('long_term_care'),
    sensitivity: 3,
    leastAssurance: 'card',
    choices: {
      '12': { ja: '要支援1', en: 'support level 1' },
      '13': { ja: '要支援2', en: 'support level 2' },
      '21': { ja: '要介護1', en: 'care level 1' },
      '22': { ja: '要介護2', en: 'care level 2' },
      '23': { ja: '要介護3', en: 'care level 3' },
      '24': { ja: '要介護4', en: 'care level 4' },
      '25': { ja: '要介護5', en: 'care level 5' },
    },
    answer: special.group('要介護認定', 'Certification of the need for care', {
      certified: yes(special, '認定がある', 'Is certified', [
        '登録された区分以上の認定がいま有効であること。違うときは答え全体がnullになる。',
        'That a certification of at least that level is in force; otherwise the whole answer is null.',
      ]),
    }),
  },
  {
    name: 'health-insurance-valid',
    label: { ja: '健康保険の資格が有効であること', en: 'Being covered by health insurance' },
    says: {
      ja: '会社に伝わるのは、健康保険の資格がいま有効であることだけです。保険者、記号・番号、本人か家族かは伝わりません。',
      en: 'The company learns only that your health insurance is in force. It learns neither the insurer, nor symbol and number, nor whether you are a dependent.',
    },
    category: category('health_insurance_card'),
    sensitivity: 2,
    leastAssurance: 'card',
    choices: null,
    answer: personal.group('健康保険の資格', 'Health insurance', {
      covered: yes(personal, '資格が有効である', 'Is covered', [
        '健康保険の資格がいま有効であること。違うときは答え全体がnullになる。',
        'That coverage by health insurance is in force; otherwise the whole answer is null.',
      ]),
    }),
  },
  {
    name: 'single-parent-support',
    label: { ja: '児童扶養手当を受けていること', en: 'Receiving the child rearing allowance' },
    says: {
      ja: '会社に伝わるのは、児童扶養手当をいま受けていることだけです。金額や、お子さんのことは伝わりません。',
      en: 'The company learns only that you receive the child rearing allowance. It learns neither the amount nor anything of your children.',
    },
    category: category('single_parent_support'),
    sensitivity: 3,
    leastAssurance: 'card',
    choices: null,
    answer: special.group('児童扶養手当', 'Child rearing allowance', {
      receives: yes(special, '受けている', 'Receives it', [
        '児童扶養手当がいま支給されていること。違うときは答え全体がnullになる。',
        'That the child rearing allowance is being paid; otherwise the whole answer is null.',
      ]),
    }),
  },
  {
    name: 'income-under',
    label: { ja: '合計所得金額が{argument}未満であること', en: 'Having a total income under {argument}' },
    says: {
      ja: '会社に伝わるのは、最新の課税で合計所得金額が{argument}未満であることだけです。金額や控除の内訳は伝わりません。',
      en: 'The company learns only that your total income in the latest assessment is under {argument}. It learns neither the amount nor the deductions.',
    },
    category: category('tax_income'),
    sensitivity: 2,
    leastAssurance: 'card',
    choices: numbered([1_000_000, 2_000_000, 3_000_000, 4_000_000, 6_000_000, 8_000_000], (yen) => ({
      ja: `${yen / 10_000}万円`,
      en: `${yen.toLocaleString('en')} yen`,
    })),
    answer: personal.group('所得', 'Income', {
      under: yes(personal, '基準額に満たない', 'Is under the amount', [
        '最新の課税の合計所得金額が登録された額未満であること。違うときは答え全体がnullになる。',
        'That total income in the latest assessment is under the registered amount; otherwise the whole answer is null.',
      ]),
    }),
  },
];

/** Every item that can be registered: each question with each of its values. */
export const attestations: readonly Attestation[] = attestationQuestions.flatMap((question) =>
  question.choices === null
    ? [toAttestation(question, null, { ja: '', en: '' })]
    : Object.entries(question.choices).map(([argument, words]) => toAttestation(question, argument, words)),
);

const byItem = new Map<string, Attestation>(
  attestations.map((attestation) => [attestation.item, attestation]),
);

export function findAttestation(item: string): Attestation | undefined {
  return byItem.get(item);
}

function toAttestation(question: AttestationQuestion, argument: string | null, words: Words): Attestation {
  const path = [attestationCategory, question.name, ...(argument === null ? [] : [argument])];
  return {
    question,
    item: path.join('.') as ItemName,
    argument,
    label: fill(question.label, words),
    says: fill(question.says, words),
  };
}

function fill(template: Words, words: Words): Words {
  return {
    ja: template.ja.replaceAll('{argument}', words.ja),
    en: template.en.replaceAll('{argument}', words.en),
  };
}

function numbered(values: readonly number[], inWords: (value: number) => Words): Record<string, Words> {
  return Object.fromEntries(values.map((value) => [String(value), inWords(value)]));
}
