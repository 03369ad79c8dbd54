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
