/** The answer of userinfo as a JSON Schema (2020-12): the four claims, and the sets of them that are vouched for. */
import { identityAssurance, identityClaims } from '../vocabulary/identity.ts';
import { toAcr } from '../vocabulary/authentication.ts';
import { trustFramework } from '../vocabulary/verified-claims.ts';
import type { Schema } from './describe-answers.ts';

export function describeUserinfoAnswer(receiptLink: Schema): Schema {
  const verifiedClaims = {
    type: 'object',
    additionalProperties: false,
    required: ['verification', 'claims'],
    properties: {
      verification: {
        type: 'object',
        additionalProperties: false,
        required: ['trust_framework'],
        properties: {
          trust_framework: {
            const: trustFramework,
            description: 'Of our own, and a stand-in: no framework of any law is claimed',
          },
          time: {
            type: 'string',
            format: 'date-time',
            description:
              'The day on which the citizen signed with the certificate here, where it was asked for',
          },
        },
      },
      claims: { type: 'object', additionalProperties: false, minProperties: 1, properties: claims() },
    },
  };
  return {
    type: 'object',
    additionalProperties: false,
    required: ['sub', 'reads_left', 'receipt'],
    'x-least-acr': toAcr(identityAssurance),
    properties: {
      sub: { type: 'string', description: 'The pairwise subject, as in the ID token' },
      ...claims(),
      substituted_characters: {
        type: 'object',
        additionalProperties: false,
        properties: { name: positions, address: positions },
        description:
          'Where a common character is known to stand for a rare one that certificates cannot carry: positions in code points, from 0',
      },
      verified_claims: { anyOf: [verifiedClaims, { type: 'array', minItems: 2, items: verifiedClaims }] },
      reads_left: {
        type: ['integer', 'null'],
        minimum: 0,
        description: 'Reads that the consent has left after this one',
      },
      receipt: receiptLink,
    },
  };
}

const positions = { type: 'array', minItems: 1, items: { type: 'integer', minimum: 0 } };

/** An address is an object (OpenID Connect Core 1.0, section 5.1.1), of which the certificate has the text alone. */
function claims(): Schema {
  return Object.fromEntries(
    identityClaims.map(({ name, schema }) => [
      name,
      name === 'address'
        ? {
            type: 'object',
            additionalProperties: false,
            required: ['formatted', 'country'],
            properties: { formatted: schema, country: { const: 'JP' } },
          }
        : schema,
    ]),
  );
}
