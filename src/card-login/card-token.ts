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

const longestCertificate = 8 * 1024;
/** The longest signature: RSA of 4096 bits. */
const longestSignature = 512;

/**
 * Reads a token of format `web-eid:1` or a later `web-eid:1.x`, whose new members we do not need. Members beyond these
 * four are not read, whatever they are called. @throws Refusal `card_token_malformed`, or `card_not_trusted` for a key
 */
export function toCardToken(value: Readonly<Record<string, unknown>>): CardToken {
  const format = readText(value, 'format', 32);
  if (!/^web-eid:1(\.\d{1,4})?$/.test(format)) throw malformed('format: only web-eid:1 is supported');
  const algorithm = readText(value, 'algorithm', 16);
  const signature = toBase64Bytes(
    readText(value, 'signature', toBase64Length(longestSignature)),
    'signature',
  );
  const unverifiedCertificate = toCertificate(
    toBase64Bytes(
      readText(value, 'unverifiedCertificate', toBase64Length(longestCertificate)),
      'unverifiedCertificate',
    ),
  );
  const { publicKey } = unverifiedCertificate;
  // Before anything is computed with it: a key of a stranger's choice can be made to cost seconds.
  if (!publicKey || !isStrongKey(publicKey))
    throw new Refusal('card_not_trusted', 'the key is weak or of another kind');
  if (!fitsKey({ algorithm, signature }, publicKey))
    throw malformed('algorithm, key and length of the signature do not belong together');
  return { algorithm, signature, unverifiedCertificate, unverifiedKey: publicKey };
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

function readText(value: Readonly<Record<string, unknown>>, name: string, longest: number): string {
  const text = value[name];
  if (typeof text !== 'string' || text.length === 0 || text.length > longest)
    throw malformed(`${name}: must be a string of 1 to ${longest} characters`);
  return text;
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
