/**
 * The codes of a person. Each party knows a person by a code of its own (機関別符号), and only the network can turn one
 * into another: it decrypts what Madoguchi calls the person and encrypts it again for the agency. There is no table.
 *
 * The register of residents turns a person's number into 16 bytes that say nothing (its key stays with the register,
 * here: with set-up), so that what the network finds when it decrypts looks the same for a real code and for one that
 * was made up. It cannot tell them apart, and does not try.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AgencyId, LinkCode } from '../../src/vocabulary/identifiers.ts';

/** 16 bytes each, base64url. */
export interface CodeKeys {
  /** The register's. The network program never sees it. */
  register: string;
  /** For the codes that Madoguchi uses. */
  madoguchi: string;
  agencies: Readonly<Record<string, string>>;
}

export function newCodeKey(random: typeof randomBytes = randomBytes): string {
  return random(16).toString('base64url');
}

/** What Madoguchi calls this person towards the network. */
export function toLinkCode(keys: Pick<CodeKeys, 'register' | 'madoguchi'>, personNumber: string): LinkCode {
  return toLinkCodeOf(keys, toResidentId(keys, personNumber));
}

/** What the register calls this person towards the network: the number's block. */
export function toResidentId(keys: Pick<CodeKeys, 'register'>, personNumber: string): string {
  return toPersonBlock(keys.register, personNumber).toString('base64url');
}

/** From what the register calls a person to what Madoguchi does. */
export function toLinkCodeOf(keys: Pick<CodeKeys, 'madoguchi'>, residentId: string): LinkCode {
  return encrypt(keys.madoguchi, Buffer.from(residentId, 'base64url')).toString('base64url') as LinkCode;
}

/** What this agency calls the person. */
export function toAgencyCode(
  keys: Pick<CodeKeys, 'register' | 'agencies'>,
  agency: AgencyId,
  personNumber: string,
): string {
  return encrypt(keyOf(keys, agency), toPersonBlock(keys.register, personNumber)).toString('base64url');
}

/** From Madoguchi's code of whoever it is to the agency's. */
export function translateCode(
  keys: Pick<CodeKeys, 'madoguchi' | 'agencies'>,
  agency: AgencyId,
  linkCode: string,
): string {
  return encrypt(keyOf(keys, agency), decrypt(keys.madoguchi, linkCode)).toString('base64url');
}

/** From an agency's code of whoever it is to Madoguchi's. */
export function translateBack(
  keys: Pick<CodeKeys, 'madoguchi' | 'agencies'>,
  agency: AgencyId,
  agencyCode: string,
): LinkCode {
  const block = decrypt(keyOf(keys, agency), agencyCode);
  return encrypt(keys.madoguchi, block).toString('base64url') as LinkCode;
}

/** The network's own block of whoever an agency calls so. It says nothing by itself. */
export function toBlockOf(keys: Pick<CodeKeys, 'agencies'>, agency: AgencyId, agencyCode: string): string {
  return decrypt(keyOf(keys, agency), agencyCode).toString('base64url');
}

/** The same of whoever Madoguchi calls so. */
export function toBlockOfLinkCode(keys: Pick<CodeKeys, 'madoguchi'>, linkCode: string): string {
  return decrypt(keys.madoguchi, linkCode).toString('base64url');
}

/** From the network's block to what this agency calls the person. */
export function toAgencyCodeOf(keys: Pick<CodeKeys, 'agencies'>, agency: AgencyId, block: string): string {
  return encrypt(keyOf(keys, agency), Buffer.from(block, 'base64url')).toString('base64url');
}

function toPersonBlock(registerKey: string, personNumber: string): Buffer {
  if (!/^[0-9]{12}$/.test(personNumber)) throw new Error('a person number has 12 digits');
  return encrypt(registerKey, Buffer.from(personNumber.padEnd(16), 'latin1'));
}

function keyOf(keys: Pick<CodeKeys, 'agencies'>, agency: AgencyId): string {
  const key = Object.hasOwn(keys.agencies, agency) ? keys.agencies[agency] : undefined;
  if (!key) throw new Error(`the network has no key for ${agency}`);
  return key;
}

// One block under one key is a permutation of all blocks: two persons never get one code. There is nothing to chain,
// so the mode without chaining is the right one here, and only here.
function encrypt(key: string, block: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-ecb', Buffer.from(key, 'base64url'), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

function decrypt(key: string, code: string): Buffer {
  const decipher = createDecipheriv('aes-128-ecb', Buffer.from(key, 'base64url'), null).setAutoPadding(false);
  return Buffer.concat([decipher.update(Buffer.from(code, 'base64url')), decipher.final()]);
}
