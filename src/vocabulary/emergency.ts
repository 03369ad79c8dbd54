/**
 * What may be reached of somebody who cannot be asked, and what has to be said first. One table for the door, the
 * ledger, the person's page, the supervisor's report and openapi.yaml.
 */
import type { CategoryName } from './identifiers.ts';
import type { Words } from './words.ts';

/** Of the token that opens the emergency door, and nothing else. */
export const emergencyScope = 'emergency_access';

/** 1, 2 and 5: the insurance card, what was treated and prescribed, checkups. */
export const emergencyCategories = [
  'health_insurance_card',
  'treatments_medications',
  'health_checkups',
] as const;

export function isEmergencyCategory(name: string): name is CategoryName {
  return (emergencyCategories as readonly string[]).includes(name);
}

/** Why nobody could be asked. A closed list: a free text would end as a diagnosis in a log. */
export const emergencyReasons = {
  unconscious: { ja: '意識がない', en: 'Unconscious' },
  unable_to_communicate: { ja: '意思を伝えることができない', en: 'Unable to communicate' },
  life_threatening: { ja: '一刻を争う状態', en: 'Life in immediate danger' },
  disaster: { ja: '災害時の救護', en: 'Relief in a disaster' },
} as const satisfies Readonly<Record<string, Words>>;
export type EmergencyReason = keyof typeof emergencyReasons;

/** How it was known who they are. */
export const namingMethods = {
  card_certificate: {
    ja: 'マイナンバーカードの利用者証明用電子証明書（暗証番号なし）',
    en: 'The authentication certificate on the My Number Card (no PIN)',
  },
  phone_certificate: {
    ja: 'スマートフォンの利用者証明用電子証明書',
    en: 'The authentication certificate on the phone',
  },
  insured_number: {
    ja: '被保険者番号と生年月日',
    en: 'Insured number and date of birth',
  },
} as const satisfies Readonly<Record<string, Words>>;
export type NamingMethod = keyof typeof namingMethods;

/** An insured person's number (被保険者番号), and what whoever only copied a card would not know. */
export interface InsuredNumber {
  insurer_number: string;
  symbol: string;
  number: string;
  branch_number: string;
  birth_on: string;
}

/** What is sent to `POST /v1/emergency-access`. */
export interface EmergencyRequest {
  person: { certificate: string } | { insured: InsuredNumber };
  reason: EmergencyReason;
  /** The number of the call-out; null where the control centre has not given one yet. */
  incident: string | null;
  /** The crew's or terminal's own number. */
  operator: string;
  categories: readonly string[];
}

/** Numbers of the caller's own: nothing that spells a name fits in. */
const callersNumber = {
  type: 'string',
  pattern: '^[A-Z0-9]{1,4}(-?[0-9]{1,12}){1,4}$',
  maxLength: 32,
} as const;

const insuredNumberSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['insurer_number', 'symbol', 'number', 'branch_number', 'birth_on'],
  properties: {
    insurer_number: { type: 'string', pattern: '^[0-9]{6,8}$', description: '保険者番号' },
    symbol: { type: 'string', maxLength: 40, description: '記号; empty where the card has none' },
    number: { type: 'string', minLength: 1, maxLength: 40, description: '番号' },
    branch_number: { type: 'string', pattern: '^[0-9]{2}$', description: '枝番' },
    birth_on: {
      type: 'string',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      description: 'The second attribute: a number alone names nobody',
    },
  },
} as const;

export const emergencyRequestSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['person', 'reason', 'incident', 'operator', 'categories'],
  properties: {
    person: {
      oneOf: [
        {
          type: 'object',
          additionalProperties: false,
          required: ['certificate'],
          properties: {
            certificate: {
              type: 'string',
              maxLength: 10_924,
              contentEncoding: 'base64',
              description:
                'The authentication certificate (利用者証明用), as it is read from the card without a PIN: DER, base64',
            },
          },
        },
        {
          type: 'object',
          additionalProperties: false,
          required: ['insured'],
          properties: { insured: insuredNumberSchema },
        },
      ],
    },
    reason: { enum: Object.keys(emergencyReasons) },
    incident: {
      ...callersNumber,
      type: ['string', 'null'],
      description: 'The call-out’s number; null only where there is none yet. Calls without one are reported',
    },
    operator: { ...callersNumber, description: 'The crew’s or terminal’s number, not a person’s name' },
    categories: {
      type: 'array',
      minItems: 1,
      maxItems: 29,
      uniqueItems: true,
      items: { type: 'string', maxLength: 64 },
      description: `Of ${emergencyCategories.join(', ')}`,
    },
  },
} as const;
