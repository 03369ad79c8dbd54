import type { KeyObject } from 'node:crypto';
import { Refusal } from '../vocabulary/refusals.ts';
import { readCertificate, type UnverifiedCertificate } from './certificate.ts';
import { isStrongKey } from './signature-algorithms.ts';
import { DerFault } from './strict-der.ts';
import { fitsKey, type TokenSignature } from './token-signature.ts';

/** A Web eID authentication token, read but not believed. */
export interface CardToken extends TokenSignature {
  unverifiedCertificate: UnverifiedCertificate;
  /** The certificate's key: strong, and one that can have made a signature of this algorithm and length. */
  unverifiedKey: KeyObject;
}

/** The longest signature is RSA's of 4096 bits. */
const longestBytes = { unverifiedCertificate: 8 * 1024, signature: 512 } as const;

/**
 * Reads a token of format `web-eid:1` or a later `web-eid:1.x`, whose new members we do not need. Members beyond these
 * four are not read, whatever they are called. @throws Refusal `card_token_malformed`, or `card_not_trusted` for a key
 */
export function toCardToken(value: Readonly<Record<string, unknown>>): CardToken {
  const format = readText(value, 'format', 32);
  if (!/^web-eid:1(\.\d{1,4})?$/.test(format)) throw malformed('format: only web-eid:1 is supported');
  const algorithm = readText(value, 'algorithm', 16);
  const signature = readBase64(value, 'signature');
  const unverifiedCertificate = toStrongCertificate(value);
  const { publicKey } = unverifiedCertificate;
  if (!fitsKey({ algorithm, signature }, publicKey))
    throw malformed('algorithm, key and length of the signature do not belong together');
  return { algorithm, signature, unverifiedCertificate, unverifiedKey: publicKey };
}

/** The member `unverifiedCertificate`, whose key is worth computing with. @throws Refusal */
export function toStrongCertificate(
  value: Readonly<Record<string, unknown>>,
): UnverifiedCertificate & { publicKey: KeyObject } {
  const certificate = toCertificate(readBase64(value, 'unverifiedCertificate'));
  const { publicKey } = certificate;
  // Before anything is computed with it: a key of a stranger's choice can be made to cost seconds.
  if (!publicKey || !isStrongKey(publicKey))
    throw new Refusal('card_not_trusted', 'the key is weak or of another kind');
  return { ...certificate, publicKey };
}

function toCertificate(der: Buffer): UnverifiedCertificate {
  try {
    return readCertificate(der);
  } catch (error) {
    if (error instanceof DerFault)
      throw new Refusal('card_token_malformed', `unverifiedCertificate: ${error.message}`, { cause: error });
    throw error;
  }
}

export function readText(value: Readonly<Record<string, unknown>>, name: string, longest: number): string {
  const text = value[name];
  if (typeof text !== 'string' || text.length === 0 || text.length > longest)
    throw malformed(`${name}: must be a string of 1 to ${longest} characters`);
  return text;
}

export function readBase64(
  value: Readonly<Record<string, unknown>>,
  name: keyof typeof longestBytes,
): Buffer {
  return toBase64Bytes(readText(value, name, toBase64Length(longestBytes[name])), name);
}

/** Node's decoder skips what it does not know: only what it would write the same way again is base64 (RFC 4648, 4). */
function toBase64Bytes(text: string, name: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw malformed(`${name}: must be base64, with padding`);
  return bytes;
}

function toBase64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

function malformed(detail: string): Refusal {
  return new Refusal('card_token_malformed', detail);
}
