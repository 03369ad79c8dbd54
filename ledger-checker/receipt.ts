import { canonicalJson } from './canonical-json.ts';
import { type Head, openHead } from './head.ts';
import { isObject, openStatement, SignatureFault, toBytes, type TrustedKey } from './signed.ts';
import { hashLeaf, rootFromInclusion } from './tree.ts';

const promiseType = 'madoguchi-promise+jwt';

/** A receipt that holds by itself: its entry's leaf stands in the tree of a head that the ledger signed. */
export interface KeptReceipt {
  id: string;
  leaf: Buffer;
  leafIndex: number;
  head: Head;
}

/** @throws Error, a sentence's end */
export function openReceipt(text: string, keys: readonly TrustedKey[]): KeptReceipt {
  const given = JSON.parse(text) as unknown;
  if (!isObject(given) || given['type'] !== 'madoguchi-receipt') throw new Error('it is not a receipt');
  if (given['state'] !== 'complete')
    throw new Error('it is still pending: fetch it again from its address, a second after the answer');
  const { id, leaf_index: leafIndex, inclusion_proof: proof } = given;
  const leaf = leafOf(given);
  const hashes = Array.isArray(proof) ? proof.map((hash) => toBytes(hash, 32)) : [undefined];
  if (typeof id !== 'string' || !leaf || typeof leafIndex !== 'number' || !hashes.every((hash) => !!hash))
    throw new Error('its shape is wrong');
  const promise = openStatement(given['promise'], promiseType, keys);
  if (promise['entry'] !== id || promise['leaf_hash'] !== leaf.toString('base64url'))
    throw new SignatureFault('its promise is for another entry');
  const head = openHead(given['tree_head'], keys);
  if (promise['iss'] !== head.ledger) throw new SignatureFault('its promise is of another ledger');
  if (!rootFromInclusion(leaf, leafIndex, head.size, hashes)?.equals(head.root))
    throw new Error('its proof does not lead to its signed head');
  return { id, leaf, leafIndex, head };
}

/** The leaf over what a receipt says of its entry; undefined where it says nothing that could be hashed. */
export function leafOf(receipt: Record<string, unknown>): Buffer | undefined {
  const salt = toBytes(receipt['salt'], 32);
  const { entry } = receipt;
  if (!salt || !isObject(entry) || entry['id'] !== receipt['id']) return undefined;
  return hashLeaf(salt, canonicalJson(entry));
}
