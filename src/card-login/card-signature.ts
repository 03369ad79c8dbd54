import type { KeyObject } from 'node:crypto';
import { Refusal } from '../vocabulary/refusals.ts';
import { readBase64, readText, toStrongCertificate } from './card-token.ts';
import type { UnverifiedCertificate } from './certificate.ts';
import { fitsKey, type TokenSignature } from './token-signature.ts';

/** A signed statement as an agent delivers it, read but not believed. The statement itself is ours, and not in it. */
export interface CardSignature extends TokenSignature {
  unverifiedCertificate: UnverifiedCertificate;
  unverifiedKey: KeyObject;
}

/** Reads `{ format: 'madoguchi-signature:1', unverifiedCertificate, algorithm, signature }`. @throws Refusal */
export function toCardSignature(value: Readonly<Record<string, unknown>>): CardSignature {
  if (readText(value, 'format', 32) !== 'madoguchi-signature:1')
    throw new Refusal('card_token_malformed', 'format: only madoguchi-signature:1 is supported');
  const algorithm = readText(value, 'algorithm', 16);
  const signature = readBase64(value, 'signature');
  const unverifiedCertificate = toStrongCertificate(value);
  const { publicKey } = unverifiedCertificate;
  if (!fitsKey({ algorithm, signature }, publicKey))
    throw new Refusal(
      'card_token_malformed',
      'algorithm, key and length of the signature do not belong together',
    );
  return { algorithm, signature, unverifiedCertificate, unverifiedKey: publicKey };
}
