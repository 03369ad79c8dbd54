import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

/** What a card folder holds: tokens, SoftHSM's configuration for them, the tries left, and what card this is. */
export const cardFiles = (folder: string) => ({
  tokens: join(folder, 'tokens'),
  configuration: join(folder, 'softhsm2.conf'),
  tries: join(folder, 'tries'),
  card: join(folder, 'card.json'),
  /** The certificate for user authentication: what any reader reads from the card without a PIN. */
  authenticationCertificate: join(folder, 'authentication.cer'),
  /** What the signature certificate says; no file for whoever has none. */
  signatureCertificate: join(folder, 'signature.cer'),
});

/** How often a PIN may be wrong in a row, as the real card has it. */
export const fullTries = { authentication: 3, signature: 5 } as const;
export type PinKind = keyof typeof fullTries;

/** Of a phone: its PIN, and the fingers that its sensor did not know. How many real phones allow is not public. */
export const fullTriesOfPhone = { phone: 3, fingers: 5 } as const;
export type TriesKind = PinKind | keyof typeof fullTriesOfPhone;

/** A certificate as the server knows it. */
export interface CardCertificateKey {
  issuer_key_hash: string;
  serial: string;
}

/** card.json: whose card it is, and under which certificates its holder is known. */
export interface Card {
  persona: string;
  authentication: CardCertificateKey;
  /** Nobody under 15 is given one. */
  signature: CardCertificateKey | null;
}

export function loadCard(folder: string): Card {
  return JSON.parse(readFileSync(cardFiles(folder).card, 'utf8')) as Card;
}

export function makeCardFolder(folder: string): void {
  const files = cardFiles(folder);
  for (const part of [files.tokens, files.tries]) mkdirSync(part, { recursive: true, mode: 0o700 });
  // The card reader writes it anew whenever the card is inserted: a folder may have been moved.
  const lines = [
    `directories.tokendir = ${resolve(files.tokens)}`,
    'objectstore.backend = file',
    'log.level = ERROR',
    'slots.removable = true',
  ];
  writeFileSync(files.configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
}

/** The tries left of one PIN: one number in a file. The card reader counts in the same files. */
export function writeTries(folder: string, kind: TriesKind, left: number): void {
  const file = join(cardFiles(folder).tries, kind);
  const descriptor = openSync(`${file}.new`, 'w', 0o600);
  writeSync(descriptor, `${left}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(`${file}.new`, file);
}

export function readTries(folder: string, kind: TriesKind): number {
  return Number(readFileSync(join(cardFiles(folder).tries, kind), 'utf8'));
}
