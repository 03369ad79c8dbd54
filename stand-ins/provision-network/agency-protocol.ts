/** What network and agency say to each other: `POST <agency>/agency/inquiries`, JSON both ways. */
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Who asks, and for whom, is not in it. */
export interface AgencyInquiry {
  process_number: string;
  /** The agency's own code of the person. */
  code: string;
  category: string;
}

/** Repeats the inquiry, so that no answer is taken for another person's. */
export interface AgencyAnswer extends AgencyInquiry {
  outcome: 'ok' | 'no_record';
  as_of: string | null;
  record: Record<string, unknown> | null;
  /** Whom each place of the record that is about people is about, the person asked about included: the agency’s own codes. */
  mentions?: readonly Mention[];
}

export interface Mention {
  /** JSON Pointer into the record. */
  pointer: string;
  code: string;
}

export const codePattern = '^[A-Za-z0-9_-]{22}$';
export const categoryPattern = '^[a-z]+(_[a-z]+)*$';

const ajv = new Ajv2020({ allowUnionTypes: true });
const inquiryProperties = {
  process_number: { type: 'string', pattern: '^[0-9]{20}$' },
  code: { type: 'string', pattern: codePattern },
  category: { type: 'string', pattern: categoryPattern, maxLength: 64 },
};

export const isAgencyInquiry = ajv.compile<AgencyInquiry>({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(inquiryProperties),
  properties: inquiryProperties,
});

/** The envelope only. What is in a record is between the agency and Madoguchi: the network does not look into it. */
export const isAgencyAnswer = ajv.compile<AgencyAnswer>({
  type: 'object',
  additionalProperties: false,
  required: [...Object.keys(inquiryProperties), 'outcome', 'as_of', 'record'],
  properties: {
    ...inquiryProperties,
    outcome: { enum: ['ok', 'no_record'] },
    as_of: { type: ['string', 'null'] },
    record: { type: ['object', 'null'] },
    mentions: {
      type: 'array',
      maxItems: 5000,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['pointer', 'code'],
        properties: {
          pointer: { type: 'string', maxLength: 1000 },
          code: { type: 'string', pattern: codePattern },
        },
      },
    },
  },
});

export function answersThis(answer: AgencyAnswer, inquiry: AgencyInquiry): boolean {
  return (
    answer.process_number === inquiry.process_number &&
    answer.code === inquiry.code &&
    answer.category === inquiry.category
  );
}

/**
 * `POST <agency>/agency/corrections`: what a citizen reports about a record, or that they take it back. Known by its process
 * number; the same number again is the same message.
 */
export interface AgencyCorrection {
  process_number: string;
  message: 'report' | 'withdrawal';
  /** The agency's own code of the person. */
  code: string;
  category: string;
  /** `certificates/0/number`; empty for all of it. */
  place: string;
  reason: string;
  /** The citizen's own words, for the official. */
  remark: string | null;
  /** Of the record that was seen. */
  as_of: string | null;
}

export const correctionProperties = {
  code: inquiryProperties.code,
  category: inquiryProperties.category,
  message: { enum: ['report', 'withdrawal'] },
  place: { type: 'string', maxLength: 200 },
  reason: { type: 'string', pattern: categoryPattern, maxLength: 40 },
  remark: { type: ['string', 'null'], maxLength: 400 },
  as_of: { type: ['string', 'null'], maxLength: 40 },
};

export const isAgencyCorrection = ajv.compile<AgencyCorrection>({
  type: 'object',
  additionalProperties: false,
  required: ['process_number', ...Object.keys(correctionProperties)],
  properties: { process_number: inquiryProperties.process_number, ...correctionProperties },
});

/** `POST <agency>/agency/corrections/answers` and `POST <network>/corrections/answers`: which are answered by now. */
export interface AnswersQuestion {
  process_numbers: readonly string[];
}

export const isAnswersQuestion = ajv.compile<AnswersQuestion>({
  type: 'object',
  additionalProperties: false,
  required: ['process_numbers'],
  properties: {
    process_numbers: { type: 'array', maxItems: 100, items: inquiryProperties.process_number },
  },
});

export interface AnsweredCorrection {
  process_number: string;
  outcome: 'corrected' | 'removed' | 'refused';
  ground: string | null;
}

export const isAnsweredCorrections = ajv.compile<{ answers: AnsweredCorrection[] }>({
  type: 'object',
  additionalProperties: false,
  required: ['answers'],
  properties: {
    answers: {
      type: 'array',
      maxItems: 100,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['process_number', 'outcome', 'ground'],
        properties: {
          process_number: inquiryProperties.process_number,
          outcome: { enum: ['corrected', 'removed', 'refused'] },
          ground: { type: ['string', 'null'], pattern: categoryPattern, maxLength: 40 },
        },
      },
    },
  },
});
