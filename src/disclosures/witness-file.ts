import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { PublicJwk } from '../vocabulary/jwk.ts';

/** Who is asked to cosign heads, as the operator knows them. */
export interface Witness {
  /** Under this name its cosignatures are kept and shown; the witness signs it, too. */
  name: string;
  /** Where it listens: `POST <url>/add-head`. */
  url: string;
  key: PublicJwk;
}

const isWitnesses = new Ajv2020({ strict: false }).compile<Witness[]>({
  type: 'array',
  maxItems: 16,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'url', 'key'],
    properties: {
      name: { type: 'string', pattern: '^[0-9a-z][0-9a-z.-]{0,62}$' },
      url: { type: 'string', pattern: '^https?://[^/?#]+$' },
      key: {
        type: 'object',
        required: ['kty', 'crv', 'x', 'y'],
        properties: { kty: { const: 'EC' }, crv: { const: 'P-256' } },
        // Who holds a witness's private key is no witness of ours.
        not: { required: ['d'] },
      },
    },
  },
});

/** @throws Error where the file is not a list of witnesses, or names one twice */
export function loadWitnesses(path: string): Witness[] {
  const witnesses: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isWitnesses(witnesses))
    throw new Error('is no list of witnesses: [{"name", "url", "key": public P-256 JWK}]');
  if (new Set(witnesses.map(({ name }) => name)).size < witnesses.length)
    throw new Error('names a witness twice');
  return witnesses;
}
