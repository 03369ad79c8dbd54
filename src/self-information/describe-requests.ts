/** Several categories at once: the operations, their body and their answers. */
import { categories, holderLabels } from '../vocabulary/categories.ts';
import { closed, recordSchemaName, ref, type Schema } from './describe-answers.ts';
import type { Examples } from './describe-examples.ts';
import { alsoJwt, answerHeaders, json, jwt } from './describe-operation.ts';
import { describeRefusals, guarded, retryHeader } from './describe-problems.ts';
import { idempotencyKeySchema } from './parameters.ts';
import { requestBodySchema } from './requests/asked-items.ts';
import { requestLimits } from './requests/request-limits.ts';

const address = { type: 'string', format: 'uri' };
const moment = { type: 'string', format: 'date-time' };
const categoryNames = {
  type: 'array',
  minItems: 1,
  maxItems: categories.length,
  items: ref('CategoryName'),
};

const standing = {
  request: { ...address, description: 'Where to look' },
  categories: categoryNames,
  expires_at: {
    ...moment,
    description: 'Until when agencies are asked; once it is completed, until when the result waits',
  },
};

export function describeRequestAnswers(): Record<string, Schema> {
  return {
    InformationRequestBody: requestBodySchema,
    PendingRequest: closed({ ...standing, state: { enum: ['pending', 'expired'] } }),
    CompletedRequest: closed({
      ...standing,
      state: { const: 'completed' },
      results: { type: 'array', minItems: 1, maxItems: categories.length, items: ref('CategoryResult') },
      reads_left: {
        type: ['integer', 'null'],
        minimum: 0,
        description: 'Reads that the consent has left after these',
      },
    }),
    CategoryResult: {
      ...closed({
        category: ref('CategoryName'),
        outcome: {
          enum: ['ok', 'stale', 'no_record', 'not_connected', 'agency_unavailable'],
          description:
            'Each category has its own: one agency that is down fails no other. The last two cost no read.',
        },
        as_of: { ...moment, type: ['string', 'null'], description: 'When the agency last updated it' },
        source: { enum: Object.keys(holderLabels), description: 'The kind of agency, never which one' },
        retry_after: {
          type: ['integer', 'null'],
          minimum: 1,
          description: 'Seconds after which another try makes sense, with agency_unavailable',
        },
        record: { type: ['object', 'null'], description: 'null unless outcome is ok or stale' },
        receipt: ref('ReceiptLink'),
      }),
      oneOf: categories.map((category) => ({
        title: category.label.en,
        properties: {
          category: { const: category.name },
          record: { anyOf: [ref(recordSchemaName(category)), { type: 'null' }] },
        },
      })),
    },
  };
}

const withToken = { tags: ['self-information'], security: [{ citizenConsent: [] }] };
const proof = { $ref: '#/components/parameters/Proof' };

export function describeRequests(issuer: string, examples: Examples): Schema {
  return {
    '/v1/self-information/requests': {
      post: {
        ...withToken,
        operationId: 'requestCategories',
        summary: 'Ask for several categories at once',
        description: `The agencies are asked in the background, for up to ${requestLimits.inquiryMilliseconds / 1000} seconds each. All or nothing: one name that was not granted refuses the request. Spends no read: fetching does. The same Idempotency-Key with the same names leads to the same request, for a day.`,
        parameters: [
          proof,
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            description: 'Makes it safe to repeat. With other names than before it is refused.',
            schema: idempotencyKeySchema,
          },
        ],
        requestBody: {
          required: false,
          description: 'Without a body, or with {}: everything that was granted',
          content: {
            'application/json': {
              schema: ref('InformationRequestBody'),
              examples: { 'class-1': { value: examples.requestBody } },
            },
          },
        },
        responses: {
          202: {
            ...json('Taken in', ref('PendingRequest'), {
              'class-1': { summary: 'Hanako’s certificate and household', value: examples.pendingRequest },
            }),
            headers: {
              ...answerHeaders,
              ...retryHeader,
              Location: { $ref: '#/components/headers/Location' },
            },
          },
          ...describeRefusals(issuer, [
            ...guarded,
            'item_not_granted',
            'assurance_too_low',
            'request_too_large',
            'media_type_not_supported',
            'information_request_invalid',
            'idempotency_key_reused',
            'information_requests_too_many',
            'information_requests_full',
          ]),
        },
      },
    },
    '/v1/self-information/requests/{request}': {
      get: {
        ...withToken,
        operationId: 'readRequest',
        summary: 'How a request stands; its result, once',
        description: `A result waits ${requestLimits.resultSeconds / 60} minutes, sealed, and is handed out once: each category that is answered spends a read, as if it had been read by itself. With an Idempotency-Key, a lost answer comes again within 60 seconds. Any token of the same consent fetches it; to every other it does not exist.`,
        parameters: [
          { name: 'request', in: 'path', required: true, schema: { type: 'string' } },
          proof,
          { $ref: '#/components/parameters/IdempotencyKey' },
        ],
        responses: {
          200: alsoJwt(
            json(
              'Pending (look again after Retry-After), completed, or expired',
              { oneOf: [ref('PendingRequest'), ref('CompletedRequest')] },
              {
                'class-1': { summary: 'Completed: one agency is down', value: examples.completedRequest },
                'class-1-pending': { summary: 'Not yet', value: examples.pendingRequest },
              },
            ),
            jwt('self-information-result+jwt', ref('CompletedRequest'), examples.jwt),
          ),
          ...describeRefusals(issuer, [
            ...guarded,
            'item_not_granted',
            'assurance_too_low',
            'encryption_key_unusable',
            'agency_unavailable',
            'ledger_unavailable',
            'information_request_unknown',
            'information_result_fetched',
            'not_found',
          ]),
        },
      },
    },
  };
}
