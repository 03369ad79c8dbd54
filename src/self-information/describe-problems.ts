import { type Reason, refusalRow } from '../vocabulary/refusals.ts';
import { ref, type Schema } from './describe-answers.ts';
import { emergencyRefusals } from './describe-emergency.ts';

/** What any operation can answer instead, whoever asks. */
const always: readonly Reason[] = ['request_malformed', 'not_acceptable', 'internal_error'];

/** What stands before a record: token, proof, the consent read afresh. */
export const guarded: readonly Reason[] = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'token_not_bound',
  'proof_missing',
  'proof_invalid',
  'proof_replayed',
  'consent_withdrawn',
  'consent_expired',
  'reads_used_up',
  'store_unavailable',
];

/** What stands between a good request and its record. */
export const releasing: readonly Reason[] = [
  ...guarded,
  'item_not_granted',
  'assurance_too_low',
  'encryption_key_unusable',
  'not_connected',
  'agency_unavailable',
  'ledger_unavailable',
];

/** Nobody is asked who would not be connected: the citizen's own certificate says it. */
export const releasingIdentity = releasing.filter((reason) => reason !== 'not_connected');

/** Reasons that this API tells. Some of the table stay inside, or belong to pages. */
const tellable: readonly Reason[] = [
  ...always,
  ...releasing,
  'category_not_found',
  'attestation_not_found',
  'receipt_unknown',
  'entry_erased',
  'ledger_empty',
  'ledger_part_unknown',
  'not_found',
  'method_not_allowed',
  ...emergencyRefusals.filter((reason) => !releasing.includes(reason)),
  'request_too_large',
  'media_type_not_supported',
  'information_request_invalid',
  'information_request_unknown',
  'information_result_fetched',
  'information_requests_too_many',
  'information_requests_full',
  'idempotency_key_reused',
];

/** Problem documents (RFC 9457), made from the one table of refusals. */
export function describeProblem(): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['type', 'title', 'status', 'reason', 'trace_id'],
    properties: {
      type: {
        type: 'string',
        format: 'uri',
        description: 'A page that explains this reason: cause and cure',
      },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      reason: { type: 'string', enum: tellable },
      detail: { type: 'string', description: 'What exactly, where that is safe to say' },
      trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$', description: 'Quote it when you ask us' },
    },
  };
}

/** The refusals of one operation, one response for each status. */
export function describeRefusals(issuer: string, own: readonly Reason[]): Record<string, Schema> {
  const byStatus = new Map<number, Reason[]>();
  for (const reason of [...always, ...own]) {
    const { status } = refusalRow(reason);
    byStatus.set(status, [...(byStatus.get(status) ?? []), reason]);
  }
  const statuses = [...byStatus].sort(([one], [other]) => one - other);
  return Object.fromEntries(statuses.map(([status, reasons]) => [status, describe(issuer, status, reasons)]));
}

function describe(issuer: string, status: number, reasons: readonly Reason[]): Schema {
  return {
    description: reasons.map((reason) => `\`${reason}\`: ${refusalRow(reason).title}.`).join('\n'),
    headers: {
      ...traceHeader,
      ...(status === 401 && challengeHeader),
      ...((status === 429 || status === 503) && retryHeader),
    },
    content: {
      'application/problem+json': {
        schema: {
          allOf: [ref('Problem'), { properties: { status: { const: status }, reason: { enum: reasons } } }],
        },
        examples: Object.fromEntries(reasons.map((reason) => [reason, { value: toExample(issuer, reason) }])),
      },
    },
  };
}

function toExample(issuer: string, reason: Reason): Schema {
  const { title, status } = refusalRow(reason);
  const trace_id = '4bf92f3577b34da6a3ce929d0e0e4736';
  return { type: `${issuer}/problems/${reason}`, title, status, reason, trace_id };
}

export const traceHeader = { 'X-Trace-Id': { $ref: '#/components/headers/TraceId' } };
const challengeHeader = { 'WWW-Authenticate': { $ref: '#/components/headers/Challenge' } };
export const retryHeader = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };
