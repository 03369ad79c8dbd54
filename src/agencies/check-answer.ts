import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Category } from '../vocabulary/categories.ts';
import { schemaAnnotations } from '../vocabulary/category-schema.ts';
import type { CategoryName } from '../vocabulary/identifiers.ts';
import type { JsonObject, JsonValue, Outcome } from '../vocabulary/reading.ts';
import { NetworkFault, type NetworkFaultReason } from './network-fault.ts';
import type { NetworkInquiry } from './network-connector.ts';
import { areMentionsComplete, type Mention } from './other-people.ts';

/** What the provision network answers. It repeats what was asked, so that no answer is taken for another's. */
export interface NetworkAnswer {
  trace_id: string;
  agency: string;
  category: CategoryName;
  outcome: Outcome;
  /** 処理通番: 20 digits, time in Japan to the millisecond and a running number. */
  process_number: string;
  as_of: string | null;
  record: JsonObject | null;
  /** Whom places of the record are about; absent from the network’s answer where they are about nobody. */
  mentions?: readonly Mention[];
  /** Why the agency is unavailable; the network's own knowledge, and nothing of the person's. */
  fault: keyof typeof agencyFaults | null;
}

const agencyFaults = {
  unreachable: 'agency_unreachable',
  silent: 'agency_silent',
  answer_unusable: 'agency_answer_unusable',
} as const satisfies Record<string, NetworkFaultReason>;

const envelopeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['trace_id', 'agency', 'category', 'outcome', 'process_number', 'as_of', 'record', 'fault'],
  properties: {
    trace_id: { type: 'string' },
    agency: { type: 'string' },
    category: { type: 'string' },
    outcome: { enum: ['ok', 'no_record', 'not_connected', 'agency_unavailable'] },
    process_number: { type: 'string', pattern: '^[0-9]{20}$' },
    as_of: { type: ['string', 'null'], format: 'date-time' },
    record: { type: ['object', 'null'] },
    mentions: {
      type: 'array',
      maxItems: 5000,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['pointer', 'code'],
        properties: {
          pointer: { type: 'string', pattern: '^(/[a-z0-9_]{1,64}){1,16}$' },
          code: { type: 'string', pattern: '^[A-Za-z0-9_-]{22}$' },
        },
      },
    },
    fault: { enum: [...Object.keys(agencyFaults), null] },
  },
  if: { properties: { outcome: { const: 'ok' } } },
  then: { properties: { as_of: { type: 'string' }, record: { type: 'object' } } },
  // A date beside "no record" would say that there was one.
  else: {
    properties: {
      as_of: { type: 'null' },
      record: { type: 'null' },
      mentions: { type: 'array', maxItems: 0 },
    },
  },
  allOf: [
    {
      if: { properties: { outcome: { const: 'agency_unavailable' } } },
      then: { properties: { fault: { type: 'string' } } },
      else: { properties: { fault: { type: 'null' } } },
    },
  ],
};

export type CheckAnswer = (value: JsonValue, inquiry: NetworkInquiry) => NetworkAnswer;

/** Compiles every schema once, at the start: one that does not compile stops the server there. */
export function compileAnswerChecks(categories: readonly Category[]): CheckAnswer {
  const ajv = new Ajv2020({ allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addVocabulary([...schemaAnnotations]);
  const isEnvelope: ValidateFunction<NetworkAnswer> = ajv.compile(envelopeSchema);
  const records = new Map(categories.map(({ name, schema }) => [name, ajv.compile(schema)]));

  return (value, inquiry) => {
    if (!isEnvelope(value)) throw new NetworkFault('answer_envelope');
    const answer: NetworkAnswer = value;
    if (
      answer.trace_id !== inquiry.traceId ||
      answer.agency !== inquiry.agency ||
      answer.category !== inquiry.category
    )
      throw new NetworkFault('answer_misaddressed');
    if (answer.fault !== null)
      throw new NetworkFault(agencyFaults[answer.fault], { processNumber: answer.process_number });
    // The faults that ajv found stay there: they would quote the record.
    if (answer.record && !records.get(inquiry.category)?.(answer.record))
      throw new NetworkFault('answer_record', { processNumber: answer.process_number });
    if (answer.record && !areMentionsComplete(inquiry.category, answer.record, answer.mentions ?? []))
      throw new NetworkFault('answer_mentions', { processNumber: answer.process_number });
    return answer;
  };
}
