/** The answers of `/v1` as JSON Schemas (2020-12). What a category may hold comes from the one table of categories. */
import {
  completeReceiptSchema,
  consistencyProofSchema,
  emergencyEntrySchema,
  erasureEntrySchema,
  correctionEntrySchema,
  entrySchema,
  loginEntrySchema,
  headHistorySchema,
  leafPageSchema,
  credentialIssueEntrySchema,
  ownLookEntrySchema,
  ledgerHeadSchema,
  pendingReceiptSchema,
} from '../disclosures/receipt-schema.ts';
import { type AttestationQuestion, attestationQuestions, attestations } from '../vocabulary/attestations.ts';
import { type Category, categories, holderLabels } from '../vocabulary/categories.ts';
import { toGrantedSchema } from '../vocabulary/granted-schema.ts';
import { describeUserinfoAnswer } from './describe-userinfo.ts';
import { attestationPolicies } from './attestations/policies.ts';

export type Schema = Readonly<Record<string, unknown>>;

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** `disability_welfare` → `DisabilityWelfare`. */
export function toSchemaName(name: string): string {
  return name.replaceAll(/(?:^|[_-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export const recordSchemaName = ({ name }: Category): string => `${toSchemaName(name)}Record`;

export function describeAnswers(): Record<string, Schema> {
  return {
    Grant: closed({
      purpose: { type: 'string' },
      valid_until: { type: 'string', format: 'date-time' },
      reads_left: { type: 'integer', minimum: 0 },
      categories: {
        type: 'array',
        items: closed({ category: ref('CategoryName'), items: itemNames, href: address }),
      },
      identity: {
        anyOf: [closed({ items: itemNames, href: address }), { type: 'null' }],
        description: 'What userinfo hands out; null where nothing of it was granted',
      },
      attestations: {
        type: 'array',
        items: closed({
          policy: { enum: attestationPolicies.map(({ id }) => id) },
          item: { enum: attestations.map(({ item }) => item) },
          href: address,
        }),
      },
    }),
    CategoryName: { type: 'string', enum: categories.map(({ name }) => name) },
    SelfInformation: {
      ...closed(selfInformationMembers),
      oneOf: categories.map((category) => ({
        title: category.label.en,
        properties: {
          category: { const: category.name },
          record: { anyOf: [ref(recordSchemaName(category)), { type: 'null' }] },
        },
      })),
    },
    ...Object.fromEntries(
      categories.map((category) => [recordSchemaName(category), toGrantedSchema(category)]),
    ),
    ...Object.fromEntries(
      attestationQuestions.map((question) => [toSchemaName(question.name), toAttestation(question)]),
    ),
    Userinfo: describeUserinfoAnswer(ref('ReceiptLink')),
    JwtHeader: closed({
      alg: { const: 'ES256' },
      typ: {
        enum: ['self-information+jwt', 'self-information-result+jwt', 'attestation+jwt', 'userinfo+jwt'],
      },
      kid: { type: 'string', description: 'Names a key of GET /v1/keys; of userinfo, a key of jwks_uri' },
    }),
    JwtClaims: {
      type: 'object',
      description: 'Beside them stand the members of the same answer as JSON.',
      required: ['iss', 'aud', 'sub', 'jti', 'iat'],
      properties: {
        iss: address,
        aud: { type: 'string', description: 'The one client that asked' },
        sub: { type: 'string', description: 'The pairwise subject, as in the ID token' },
        jti: { type: 'string', description: 'The ledger entry’s id; of several categories, the first one’s' },
        iat: { type: 'integer' },
        exp: { type: 'integer', description: 'Absent from userinfo, which is no ID token' },
      },
    },
    ReceiptLink: closed({
      entry: { type: 'string' },
      promise: { type: 'string', description: 'The ledger’s signed promise of inclusion, a compact JWS' },
      receipt_url: { ...address, description: 'Complete about a second after the answer' },
    }),
    LedgerEntry: entrySchema,
    LedgerLogin: loginEntrySchema,
    LedgerOwnLook: ownLookEntrySchema,
    LedgerCredentialIssue: credentialIssueEntrySchema,
    LedgerEmergency: emergencyEntrySchema,
    LedgerErasure: erasureEntrySchema,
    LedgerCorrection: correctionEntrySchema,
    PendingReceipt: pendingReceiptSchema,
    CompleteReceipt: {
      ...completeReceiptSchema,
      properties: {
        ...completeReceiptSchema.properties,
        entry: {
          anyOf: [
            ref('LedgerEntry'),
            ref('LedgerLogin'),
            ref('LedgerOwnLook'),
            ref('LedgerEmergency'),
            ref('LedgerCredentialIssue'),
            ref('LedgerErasure'),
          ],
        },
      },
    },
    LedgerHead: ledgerHeadSchema,
    LedgerHeads: headHistorySchema,
    LedgerLeaves: leafPageSchema,
    ConsistencyProof: consistencyProofSchema,
    KeySet: closed({ keys: { type: 'array', minItems: 2, items: publicKey } }),
  };
}

const address = { type: 'string', format: 'uri' };
const itemNames = { type: 'array', items: { type: 'string' } };
const readsLeft = {
  type: ['integer', 'null'],
  minimum: 0,
  description: 'Reads that the consent has left after this one',
};

const selfInformationMembers = {
  category: ref('CategoryName'),
  outcome: {
    enum: ['ok', 'stale', 'no_record'],
    description:
      'stale: handed out, and older than x-fresh-for-days of its category promises; as_of says how old. no_record: there is nothing to hand out. It does not say that nothing exists.',
  },
  as_of: { type: ['string', 'null'], format: 'date-time', description: 'When the agency last updated it' },
  source: {
    enum: Object.keys(holderLabels),
    description: 'The kind of agency, never which one: that would tell where the person lives',
  },
  record: { type: ['object', 'null'], description: 'null exactly where outcome is no_record' },
  reads_left: readsLeft,
  receipt: ref('ReceiptLink'),
};

const publicKey = {
  type: 'object',
  required: ['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use'],
  // A private part would be the end of every signature.
  not: { required: ['d'] },
  properties: {
    kty: { const: 'EC' },
    crv: { const: 'P-256' },
    alg: { const: 'ES256' },
    use: { const: 'sig' },
  },
};

export function closed(properties: Record<string, unknown>): Schema {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

function toAttestation(question: AttestationQuestion): Schema {
  const attested = { ...closed(question.answer.properties), 'x-label': question.answer['x-label'] };
  const policies = attestationPolicies.filter((policy) => policy.question === question.name);
  return closed({
    policy: {
      enum: policies.map(({ id }) => id),
      description: policies
        .map(({ id, inForceFrom, basis }) => `\`${id}\` from ${inForceFrom}: ${basis.en}.`)
        .join('\n'),
    },
    item: {
      enum: attestations.filter((each) => each.question === question).map(({ item }) => item),
      description: 'The item that was granted: the registered value is part of its name',
    },
    attestation: {
      anyOf: [attested, { type: 'null' }],
      description:
        'null where nothing is attested: no record, and a record that does not qualify, look the same',
    },
    reads_left: readsLeft,
    receipt: ref('ReceiptLink'),
  });
}
