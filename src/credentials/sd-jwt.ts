import { hash, randomBytes } from 'node:crypto';
import { signJwt } from '../key-custody/sign-jwt.ts';
import type { SigningKey } from '../key-custody/signing-key.ts';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';

/** As many digests in every credential, whatever it says: their number tells nothing of what lies behind them. */
const digestsPerCredential = 8;
const saltBytes = 16;

/**
 * A selectively disclosable JWT (RFC 9901) of the verifiable credential profile: `claims` only as salted digests,
 * `always` in the clear. Answers the issuer's JWT with all disclosures, for the holder.
 */
export function issueSdJwt(
  key: SigningKey,
  { always, claims }: { always: Record<string, JsonValue>; claims: JsonObject },
  random: typeof randomBytes = randomBytes,
): string {
  const disclosures = Object.entries(claims).map(([name, value]) =>
    Buffer.from(JSON.stringify([random(saltBytes).toString('base64url'), name, value])).toString('base64url'),
  );
  const decoys = Math.max(0, digestsPerCredential - disclosures.length);
  const digests = [
    ...disclosures.map((disclosure) => hash('sha256', disclosure, 'base64url')),
    // RFC 9901, section 4.2.5: what nobody has is hashed, so that it looks as the others do.
    ...Array.from({ length: decoys }, () =>
      hash('sha256', random(saltBytes).toString('base64url'), 'base64url'),
    ),
  ];
  const jwt = signJwt(key, 'dc+sd-jwt', {
    ...always,
    _sd_alg: 'sha-256',
    // In an order that says nothing of the claims' (section 4.2.4.1).
    _sd: digests.sort(),
  });
  return `${[jwt, ...disclosures].join('~')}~`;
}
