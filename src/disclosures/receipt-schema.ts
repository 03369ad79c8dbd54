/** JSON Schemas (2020-12) of what the ledger gives away; openapi.yaml shows them, verify-receipt checks by them. */
import { acrValues, certificateKinds } from '../vocabulary/authentication.ts';
import { holderLabels } from '../vocabulary/categories.ts';
import { emergencyCategories, emergencyReasons, namingMethods } from '../vocabulary/emergency.ts';
import { correctionSteps } from '../vocabulary/corrections.ts';
import { sourceLabels } from '../vocabulary/identity.ts';

const identifier = { type: 'string', pattern: '^[0-9A-Za-z_-]{22}$' } as const;
const hash = { type: 'string', pattern: '^[0-9A-Za-z_-]{43}$', description: '32 bytes, base64url' } as const;
const jws = {
  type: 'string',
  pattern: '^[0-9A-Za-z_-]+\\.[0-9A-Za-z_-]+\\.[0-9A-Za-z_-]+$',
  maxLength: 4096,
  description: 'A compact JWS (RFC 7515), ES256',
} as const;
const name = { type: 'string', maxLength: 300 } as const;
const items = { type: 'array', maxItems: 1000, items: name } as const;
const moment = { type: 'string', maxLength: 40, format: 'date-time' } as const;

function closed<Properties extends Record<string, unknown>>(properties: Properties) {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties),
    properties,
  } as const;
}

/** What an entry says; its canonical JSON (RFC 8785) is what was hashed. */
export const entrySchema = {
  ...closed({
    id: identifier,
    at: moment,
    ledger: { ...name, description: 'The issuer’s origin' },
    subject: { ...name, description: 'The pairwise subject that this relying party knows' },
    client_id: name,
    relying_party: closed({ ja: name, en: name }),
    consent: identifier,
    purpose: name,
    category: { ...name, description: 'A category, an attestation policy with its version, or `identity`' },
    items: { ...items, description: 'Names only; a receipt never holds a value' },
    unseen_items: { ...items, description: 'Granted without the value having been seen' },
    outcome: {
      type: 'string',
      pattern: '^(released|released_stale|no_record|not_connected|agency_unavailable|denied:[a-z_]+)$',
    },
    source: {
      enum: Object.keys(sourceLabels),
      description:
        'The kind of agency, never which one: that would tell where the person lives; or the citizen’s own certificate',
    },
    as_of: { ...moment, type: ['string', 'null'] },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    process_number: { ...name, type: ['string', 'null'], description: '処理通番' },
  }),
  title: 'Entry of the disclosure ledger',
} as const;

/** The audit trail of a card login: kinds, factors and the hashes of what was relied on; neither serial nor holder. */
export const loginEntrySchema = {
  ...closed({
    id: identifier,
    at: moment,
    ledger: { ...name, description: 'The issuer’s origin' },
    kind: { const: 'card_login' },
    acr: { enum: acrValues },
    certificates: {
      type: 'array',
      minItems: 1,
      maxItems: 4,
      items: closed({
        kind: { enum: certificateKinds },
        factor: { enum: ['pin', 'password', 'biometrics'] },
        signed_at: moment,
        revocation: closed({
          source: { enum: ['ocsp', 'crl'] },
          as_of: moment,
          evidence: {
            ...hash,
            description: 'SHA-256 of the signed answer or list that was relied on, base64url',
          },
        }),
      }),
    },
  }),
  title: 'Login in the disclosure ledger',
} as const;

/** A look of the citizen's own at one category, on their own page. */
export const ownLookEntrySchema = {
  ...closed({
    id: identifier,
    at: moment,
    ledger: { ...name, description: 'The issuer’s origin' },
    kind: { const: 'own_look' },
    category: name,
    outcome: { type: 'string', pattern: '^[a-z_]{1,40}$' },
    source: { enum: Object.keys(holderLabels), description: 'The kind of agency, never which one' },
    as_of: { ...moment, type: ['string', 'null'] },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    process_number: { ...name, type: ['string', 'null'], description: '処理通番' },
  }),
  title: 'Own look in the disclosure ledger',
} as const;

/** Access to the record of somebody who could not be asked. */
export const emergencyEntrySchema = {
  ...closed({
    id: identifier,
    at: moment,
    ledger: { ...name, description: 'The issuer’s origin' },
    kind: { const: 'emergency_access' },
    client_id: name,
    relying_party: closed({ ja: name, en: name }),
    accreditation: {
      anyOf: [closed({ authority: closed({ ja: name, en: name }), number: name }), { type: 'null' }],
      description: 'Who answers for this client; null where nobody did at that moment',
    },
    operator: { ...name, description: 'The crew’s or terminal’s own number' },
    reason: { enum: Object.keys(emergencyReasons) },
    incident: { ...name, type: ['string', 'null'], description: 'The call-out’s number' },
    named_by: { enum: Object.keys(namingMethods) },
    outcome: { type: 'string', pattern: '^(answered|denied:[a-z_]+)$' },
    answers: {
      type: 'array',
      maxItems: emergencyCategories.length,
      items: closed({
        category: { enum: emergencyCategories },
        items: { ...items, description: 'Names only; a receipt never holds a value' },
        outcome: { enum: ['released', 'released_stale', 'no_record', 'not_connected', 'agency_unavailable'] },
        source: { enum: Object.keys(holderLabels) },
        as_of: { ...moment, type: ['string', 'null'] },
        process_number: { ...name, type: ['string', 'null'], description: '処理通番' },
      }),
    },
    access_until: { ...moment, type: ['string', 'null'] },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  }),
  title: 'Emergency access in the disclosure ledger',
} as const;

/** That entries lost their text: how many and why, never whose. */
export const erasureEntrySchema = {
  ...closed({
    id: identifier,
    at: moment,
    ledger: { ...name, description: 'The issuer’s origin' },
    kind: { const: 'erasure' },
    reason: { enum: ['retention', 'request'] },
    entries: { type: 'integer', minimum: 1 },
    older_than: { ...moment, type: ['string', 'null'] },
  }),
  title: 'Erasure in the disclosure ledger',
} as const;

const cosignaturesSchema = {
  type: 'array',
  maxItems: 16,
  items: closed({
    witness: { ...name, description: 'As this ledger’s operator calls it' },
    cosignature: jws,
  }),
  description:
    'By witnesses: that each saw this head, and that it continues whatever that witness cosigned before. Check them with keys that you had from the witnesses.',
} as const;

/** An answer that went into the citizen's own wallet. */
export const credentialIssueEntrySchema = {
  ...closed({
    id: identifier,
    at: moment,
    ledger: { ...name, description: 'The issuer’s origin' },
    kind: { const: 'credential_issued' },
    item: { ...name, description: 'The attestation, with its registered value' },
    policy: { ...name, description: 'The policy that answered, with its version' },
    count: { type: 'integer', minimum: 1, maximum: 1000, description: 'How many credentials carry it' },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  }),
  title: 'Credentials issued, in the disclosure ledger',
} as const;

/** A step of a citizen's report about a record of theirs. */
export const correctionEntrySchema = {
  ...closed({
    id: identifier,
    at: moment,
    ledger: { ...name, description: 'The issuer’s origin' },
    kind: { const: 'correction' },
    correction: identifier,
    category: name,
    step: { enum: correctionSteps },
    process_number: { ...name, type: ['string', 'null'], description: '処理通番' },
  }),
  title: 'Step of a correction in the disclosure ledger',
} as const;

/** Whatever an entry can tell. */
export const recordedBodySchemas = [
  entrySchema,
  loginEntrySchema,
  ownLookEntrySchema,
  emergencyEntrySchema,
  credentialIssueEntrySchema,
  erasureEntrySchema,
  correctionEntrySchema,
] as const;

export const pendingReceiptSchema = closed({
  type: { const: 'madoguchi-receipt' },
  state: { const: 'pending' },
  id: identifier,
  promise: jws,
});

export const completeReceiptSchema = closed({
  type: { const: 'madoguchi-receipt' },
  state: { const: 'complete' },
  id: identifier,
  entry: { anyOf: recordedBodySchemas },
  salt: hash,
  leaf_index: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  inclusion_proof: {
    type: 'array',
    maxItems: 64,
    items: hash,
    description: 'From the leaf up (RFC 9162, 2.1.3)',
  },
  tree_head: jws,
  cosignatures: cosignaturesSchema,
  promise: jws,
});

export const ledgerHeadSchema = closed({
  ledger: name,
  size: { type: 'integer', minimum: 1 },
  root: hash,
  at: moment,
  tree_head: { ...jws, description: 'The signed tree head: what counts. The other members are for reading.' },
  cosignatures: cosignaturesSchema,
});

/** Pages as wide as those of tiled logs (C2SP tlog-tiles); a full one never changes. */
const isFull = {
  type: 'boolean',
  description: 'True where this page will never read otherwise; it may be kept for good',
} as const;

export const headHistorySchema = closed({
  ledger: name,
  heads: {
    type: 'array',
    maxItems: 256,
    items: jws,
    description: 'Signed tree heads, smallest first; the next page begins one above the last one’s size',
  },
  is_full: isFull,
});

export const leafPageSchema = closed({
  ledger: name,
  first_index: { type: 'integer', minimum: 0 },
  leaf_hashes: {
    type: 'array',
    minItems: 1,
    maxItems: 256,
    items: hash,
    description: 'SHA-256(0x00 ‖ salt ‖ entry): salted, so that they tell nothing of what was recorded',
  },
  is_full: isFull,
});

export const consistencyProofSchema = closed({
  ledger: name,
  first: { type: 'integer', minimum: 1 },
  second: { type: 'integer', minimum: 1 },
  consistency_proof: {
    type: 'array',
    maxItems: 64,
    items: hash,
    description: 'RFC 9162, 2.1.4; empty between a tree and itself',
  },
});

export const promiseClaimsSchema = closed({
  iss: name,
  entry: identifier,
  leaf_hash: hash,
  iat: { type: 'integer' },
  integrated_by: { type: 'integer' },
});

export const treeHeadClaimsSchema = closed({
  iss: name,
  size: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
  root: hash,
  iat: { type: 'integer' },
});

export const cosignatureClaimsSchema = closed({
  iss: name,
  ledger: name,
  size: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
  root: hash,
  iat: { type: 'integer' },
});
