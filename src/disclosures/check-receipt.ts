/**
 * Whether a receipt holds, from its text and the ledger's public key alone: no network, no clock, no store.
 * Nothing that the receipt says about itself is believed: the entry is hashed again, and its place follows from the proof.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jwkThumbprint } from '../key-custody/thumbprint.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';
import { toCanonicalJson } from './canonical-json.ts';
import { leafHashOf } from './merkle-tree.ts';
import type { ReceiptDocument } from './receipt.ts';
import {
  completeReceiptSchema,
  cosignatureClaimsSchema,
  pendingReceiptSchema,
  promiseClaimsSchema,
  treeHeadClaimsSchema,
} from './receipt-schema.ts';
import {
  type Cosignature,
  cosignatureType,
  type InclusionPromise,
  isStrictBase64url,
  promiseType,
  type TreeHead,
  treeHeadType,
  verifyStatement,
} from './statements.ts';
import { verifiesInclusion } from './verify-proof.ts';
import type { RecordedBody } from './recorded-body.ts';

/** Why a receipt proves nothing; the message is a sentence for whoever holds it. */
export class ReceiptFault extends Error {}

export interface ProvenReceipt {
  entry: RecordedBody;
  leafIndex: number;
  /** Of the tree whose signed head the receipt carries. */
  treeSize: number;
  /** Whose cosignature of that head was asked for, and found. */
  witnesses: readonly string[];
}

type CompleteReceipt = Extract<ReceiptDocument, { state: 'complete' }>;

const ajv = new Ajv2020({ validateFormats: false });
const isPending = ajv.compile(pendingReceiptSchema);
const isComplete = ajv.compile<CompleteReceipt>(completeReceiptSchema);
const isPromise = ajv.compile<InclusionPromise>(promiseClaimsSchema);
const isCosignature = ajv.compile<Cosignature>(cosignatureClaimsSchema);
const isTreeHead = ajv.compile<TreeHead>(treeHeadClaimsSchema);

/**
 * @param keys the ledger's public keys as the holder knows them; never from the receipt
 * @param keptPromise the promise that came with the answer, where its receiver kept it
 * @param witnessKeys one for each witness that must have cosigned the receipt's head
 * @throws ReceiptFault
 */
export function checkReceipt(
  text: string,
  keys: readonly PublicJwk[],
  keptPromise?: string,
  witnessKeys: readonly (readonly PublicJwk[])[] = [],
): ProvenReceipt {
  const receipt = readReceipt(text);
  const leaf = leafHashOf(toBytes(receipt.salt), toCanonical(receipt.entry));
  const origin = checkPromise(receipt.promise, 'The promise in the receipt', receipt, leaf, keys);
  if (keptPromise !== undefined)
    checkPromise(keptPromise, 'The promise given beside the receipt', receipt, leaf, keys);
  const head = readSigned('The tree head', receipt.tree_head, treeHeadType, keys, isTreeHead);
  if (head.iss !== origin) throw new ReceiptFault('The tree head is of another ledger than the promise.');
  const proof = receipt.inclusion_proof.map(toBytes);
  if (!verifiesInclusion(leaf, receipt.leaf_index, head.size, proof, toBytes(head.root)))
    throw new ReceiptFault('The proof does not lead from this entry to the signed tree head.');
  const witnesses = witnessKeys.map((each) => checkCosigned(receipt, head, each));
  return { entry: receipt.entry, leafIndex: receipt.leaf_index, treeSize: head.size, witnesses };
}

/** Answers the witness's name, as it signs itself. */
function checkCosigned(receipt: CompleteReceipt, head: TreeHead, keys: readonly PublicJwk[]): string {
  const kids = keys.map((key) => jwkThumbprint(key));
  const own = receipt.cosignatures.find(({ cosignature }) => kids.includes(String(readKid(cosignature))));
  if (!own)
    throw new ReceiptFault('The receipt’s tree head was not cosigned by the witness whose key you gave.');
  const { iss, ledger, size, root } = readSigned(
    'The witness’s cosignature',
    own.cosignature,
    cosignatureType,
    keys,
    isCosignature,
  );
  if (ledger !== head.iss || size !== head.size || root !== head.root)
    throw new ReceiptFault('The witness’s cosignature is for another tree head.');
  return iss;
}

function readReceipt(text: string): CompleteReceipt {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ReceiptFault('This is not a receipt: the file is not JSON.');
  }
  if (isPending(value))
    throw new ReceiptFault(
      'The receipt is still pending: it holds a promise and no proof yet. Fetch it again from its address.',
    );
  if (typeof value === 'object' && value !== null && bringsKey(value))
    throw new ReceiptFault(
      'The receipt brings a key of its own, and a receipt with its own key proves nothing.',
    );
  if (!isComplete(value)) throw new ReceiptFault(`This is not a complete receipt: ${firstFault()}.`);
  if (value.entry.id !== value.id) throw new ReceiptFault('The receipt’s id is not that of its entry.');
  return value;
}

const bringsKey = (value: object): boolean =>
  Object.keys(value).some((name) => /^(jwks?|keys?|public_?key)$/i.test(name));

function firstFault(): string {
  const [fault] = isComplete.errors ?? [];
  return fault
    ? `${fault.instancePath || 'the document'} ${fault.message ?? 'is wrong'}`
    : 'its shape is wrong';
}

/** Answers the ledger's origin. */
function checkPromise(
  promise: string,
  what: string,
  receipt: CompleteReceipt,
  leaf: Buffer,
  keys: readonly PublicJwk[],
): string {
  const claims = readSigned(what, promise, promiseType, keys, isPromise);
  if (claims.entry !== receipt.id) throw new ReceiptFault(`${what} is for another entry.`);
  if (!toBytes(claims.leaf_hash).equals(leaf))
    throw new ReceiptFault(`${what} does not fit the entry: the entry or its salt was altered.`);
  if (claims.iss !== receipt.entry.ledger)
    throw new ReceiptFault(`${what} is of another ledger than the entry names.`);
  return claims.iss;
}

function readSigned<Claims>(
  what: string,
  statement: string,
  typ: string,
  keys: readonly PublicJwk[],
  isClaims: (value: unknown) => value is Claims,
): Claims {
  const kid = readKid(statement);
  const key = keys.find((candidate) => jwkThumbprint(candidate) === kid);
  if (!key) throw new ReceiptFault(`${what} was not signed with the key you gave.`);
  let claims: unknown;
  try {
    claims = verifyStatement(statement, typ, key);
  } catch (error) {
    throw new ReceiptFault(`${what} does not hold: ${(error as Error).message}.`, { cause: error });
  }
  if (!isClaims(claims)) throw new ReceiptFault(`${what} says something that cannot be understood.`);
  return claims;
}

/** Only to choose among the keys that were given; verifyStatement compares it with the chosen one. */
function readKid(statement: string): unknown {
  try {
    const header = Buffer.from(statement.split('.', 1)[0] ?? '', 'base64url').toString('utf8');
    return (JSON.parse(header) as { kid?: unknown } | null)?.kid;
  } catch {
    return undefined;
  }
}

function toCanonical(entry: RecordedBody): string {
  try {
    return toCanonicalJson(entry as unknown as JsonObject as JsonValue);
  } catch {
    throw new ReceiptFault('The entry holds text that has no canonical form.');
  }
}

function toBytes(base64url: string): Buffer {
  if (!isStrictBase64url(base64url))
    throw new ReceiptFault('A hash in the receipt is not written as base64url.');
  return Buffer.from(base64url, 'base64url');
}
