import { categories, holderLabels } from '../vocabulary/categories.ts';
import {
  emergencyCategories,
  emergencyRequestSchema,
  emergencyScope,
  isEmergencyCategory,
  namingMethods,
} from '../vocabulary/emergency.ts';
import type { Reason } from '../vocabulary/refusals.ts';
import { recordSchemaName, ref, type Schema } from './describe-answers.ts';

/** What stands between an accredited client and the record of somebody who cannot be asked. */
export const emergencyRefusals: readonly Reason[] = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'token_not_bound',
  'proof_missing',
  'proof_invalid',
  'proof_replayed',
  'accreditation_missing',
  'request_too_large',
  'media_type_not_supported',
  'foreign_site',
  'emergency_category_closed',
  'emergency_person_not_found',
  'emergency_limit_reached',
  'card_not_trusted',
  'card_expired',
  'card_revoked',
  'revocation_unknown',
  'register_unavailable',
  'agency_unavailable',
  'ledger_unavailable',
  'store_unavailable',
];

export function describeEmergencyAnswers(): Record<string, Schema> {
  return {
    EmergencyRequest: emergencyRequestSchema,
    EmergencyAnswer: closed({
      named_by: { enum: Object.keys(namingMethods) },
      access_until: {
        type: 'string',
        format: 'date-time',
        description: 'Until then the same client may ask again for this person and incident, a few times',
      },
      categories: {
        type: 'array',
        minItems: 1,
        maxItems: emergencyCategories.length,
        items: {
          ...closed({
            category: { enum: emergencyCategories },
            outcome: {
              enum: ['ok', 'stale', 'no_record', 'not_connected', 'agency_unavailable'],
              description: 'Each by itself: one agency that is down fails no other',
            },
            as_of: { type: ['string', 'null'], format: 'date-time' },
            source: { enum: Object.keys(holderLabels) },
            retry_after: { type: ['integer', 'null'], description: 'Seconds; with agency_unavailable' },
            record: { type: ['object', 'null'], description: 'null unless outcome is ok or stale' },
          }),
          oneOf: categories
            .filter(({ name }) => isEmergencyCategory(name))
            .map((category) => ({
              title: category.label.en,
              properties: {
                category: { const: category.name },
                record: { anyOf: [ref(recordSchemaName(category)), { type: 'null' }] },
              },
            })),
        },
      },
      receipt: ref('ReceiptLink'),
    }),
  };
}

export function describeEmergencySecurity(issuer: string): Schema {
  return {
    type: 'oauth2',
    description: `For clients with an accreditation alone: client credentials with private_key_jwt and a DPoP proof, scope ${emergencyScope}. The token has an audience of its own (${issuer}/v1/emergency-access): it opens nothing else, and no other token opens this. The accreditation is read afresh at every call.`,
    flows: {
      clientCredentials: {
        tokenUrl: `${issuer}/token`,
        scopes: { [emergencyScope]: 'Categories 1, 2 and 5 of somebody who cannot be asked' },
      },
    },
  };
}

/** Whoever asks: the card’s certificate, or a number with the second attribute. */
export function describeEmergencyOperation(
  refusals: Schema,
  answer: (description: string, schema: Schema, examples: Schema) => Schema,
  issuer: string,
): Schema {
  const { request, byNumber, answered, oneIsDown } = examplesFor(issuer);
  return {
    tags: ['emergency'],
    security: [{ emergencyAccess: [emergencyScope] }],
    operationId: 'accessInEmergency',
    summary: 'Somebody who cannot be asked',
    description:
      'Needs no consent; is in the ledger, and on the person’s own page in a colour of its own, before it is answered. Bounded per client, per person and per number; supervised by a report. Idempotency-Key is not taken.',
    parameters: [{ $ref: '#/components/parameters/Proof' }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: ref('EmergencyRequest'),
          examples: {
            'class-1': { summary: 'Hanako’s card was found on her', value: request },
            'class-2': { summary: 'Only the insured number and date of birth are known', value: byNumber },
          },
        },
      },
    },
    responses: {
      200: answer('What the agencies hold, each with its own outcome', ref('EmergencyAnswer'), {
        'class-1': { summary: 'Hanako’s insurance card', value: answered },
        'agency-down': { summary: 'An agency does not answer', value: oneIsDown },
      }),
      ...refusals,
    },
  };
}

function examplesFor(issuer: string) {
  const entry = 'Zm9yIGFuIGV4YW1wbGUgMw';
  const call = {
    reason: 'unconscious',
    incident: 'F2026-004711',
    operator: 'A12',
    categories: ['health_insurance_card'],
  };
  const receipt = {
    entry,
    promise: 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwOi8vbG9jYWxob3N0OjMwMDAifQ.c2lnbmF0dXJl',
    receipt_url: `${issuer}/v1/receipts/${entry}`,
  };
  const reading = {
    category: 'health_insurance_card',
    outcome: 'ok',
    as_of: '2026-11-01T09:00:00+09:00',
    source: 'insurer',
    retry_after: null,
    record: { number: '1234', branch_number: '00', own_share_percent: 30 },
  };
  const down = { ...reading, outcome: 'agency_unavailable', as_of: null, retry_after: 30, record: null };
  const answered = {
    named_by: 'card_certificate',
    access_until: '2026-11-23T03:30:00.000Z',
    categories: [reading],
    receipt,
  };
  return {
    request: { person: { certificate: 'MIIDWTCCAkGgAwIBAgIIWhfA/+4rkdcw' }, ...call },
    byNumber: {
      person: {
        insured: {
          insurer_number: '06990016',
          symbol: '見本11',
          number: '1234',
          branch_number: '00',
          birth_on: '1985-04-01',
        },
      },
      ...call,
      incident: null,
    },
    answered,
    oneIsDown: { ...answered, categories: [down] },
  };
}

function closed(properties: Record<string, unknown>): Schema {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}
