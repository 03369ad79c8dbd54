import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Random strings made at set-up. Losing them ends sessions, changes pairwise subjects and closes what is sealed: keep them like keys. */
export interface Secrets {
  cookie_keys: readonly string[];
  /** Makes a citizen's subject at each relying party. Must never change. */
  pairwise_salt: string;
  /** Everything that is derived for one purpose: form tokens, decoy link codes, the seal of who citizens are. */
  derivation: string;
}

/** 128 bits in base64url, the least that nobody guesses. */
const secret = { type: 'string', minLength: 22 };

const isSecrets = new Ajv2020().compile<Secrets>({
  type: 'object',
  additionalProperties: false,
  required: ['cookie_keys', 'pairwise_salt', 'derivation'],
  properties: {
    cookie_keys: { type: 'array', minItems: 1, items: secret },
    pairwise_salt: secret,
    derivation: secret,
  },
});

/** An empty or missing secret would not stop the server: everything derived from it could be guessed. @throws Error */
export function loadSecrets(path: string): Secrets {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isSecrets(value))
    throw new Error('it takes cookie_keys, pairwise_salt and derivation, each of 22 characters or more');
  return value;
}

/** A key of 32 bytes for one purpose, from the one secret: no two purposes share a key. */
export function deriveKey({ derivation }: Pick<Secrets, 'derivation'>, purpose: string): Buffer {
  return createHmac('sha256', derivation).update(purpose).digest();
}
