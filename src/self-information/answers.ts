import { signJwt } from '../key-custody/sign-jwt.ts';
import type { SigningKey } from '../key-custody/signing-key.ts';
import { type Clock, toNumericDate } from '../vocabulary/clock.ts';
import { findCategory } from '../vocabulary/categories.ts';
import type { JsonValue } from '../vocabulary/reading.ts';
import type { Released, ReleasedAttestation, ReleasedIdentity } from './gate.ts';
import type { Fetched } from './requests/fetch-result.ts';
import { toVerifiedClaims } from './verified-claims.ts';

/** The bodies of `/v1` answers (openapi.yaml, `SelfInformation` and `RailDisabilityDiscount`). */
export interface Answers {
  /** One category's granted items. */
  toSelfInformation(released: Released): Record<string, JsonValue>;
  /** What a policy attests. */
  toAttestation(released: ReleasedAttestation): Record<string, JsonValue>;
  /** Who the citizen is (OpenID Connect Core 1.0, section 5.3.2): claims that are not there are absent. */
  toUserinfo(released: ReleasedIdentity): Record<string, JsonValue>;
  /** The same as a JWT. Without `exp`, so that none is taken for an ID token, whose key it shares. */
  toUserinfoJwt(released: ReleasedIdentity, body: Record<string, JsonValue>): string;
  /** Where the receipt of what left is, and the ledger’s promise of it. */
  toReceiptLink(released: Pick<Released, 'promise'> & { entry: Pick<Released['entry'], 'id'> }): JsonValue;
  /** A fetched result as a compact JWS for the one client that fetched it. */
  toResultJwt(fetched: Extract<Fetched, { state: 'completed' }>, body: Record<string, JsonValue>): string;
  /** The same body as a compact JWS for the one client that asked (RFC 7519, `aud` = client id). */
  toJwt(released: Released, body: Record<string, JsonValue>, typ: string): string;
}

export function createAnswers(d: {
  issuer: string;
  key: SigningKey;
  /** The provider's own: clients check answers of userinfo by its key set. */
  userinfoKey: SigningKey;
  clock: Clock;
}): Answers {
  const receiptOf: Answers['toReceiptLink'] = (released) => ({
    entry: released.entry.id,
    promise: released.promise,
    receipt_url: `${d.issuer}/v1/receipts/${released.entry.id}`,
  });
  function toSigned(
    { client, subject }: Released['access'],
    id: string,
    body: Record<string, JsonValue>,
    typ: string,
  ): string {
    const now = toNumericDate(d.clock.now());
    const claims = { iss: d.issuer, aud: client, sub: subject, jti: id, iat: now, exp: now + 300 };
    return signJwt(d.key, typ, { ...body, ...claims });
  }
  return {
    toSelfInformation: (released) => ({
      category: released.reading.category,
      outcome: released.reading.outcome,
      as_of: released.reading.asOf,
      // The kind of holder, not its name: a municipality would tell where the person lives.
      source: findCategory(released.reading.category)?.holder ?? null,
      record: released.reading.record,
      reads_left: released.readsLeft,
      receipt: receiptOf(released),
    }),
    toAttestation: (released) => ({
      policy: released.policy,
      item: released.attested.item,
      attestation: released.attestation,
      reads_left: released.readsLeft,
      receipt: receiptOf(released),
    }),
    toUserinfo: (released) => {
      const { record } = released.reading;
      const { verifiedAt, substituted } = released.identity;
      const vouchedFor = toVerifiedClaims(released.verifiedClaims, { record, verifiedAt }, d.clock.now());
      return {
        sub: released.access.subject,
        ...record,
        ...(Object.keys(substituted).length > 0 && { substituted_characters: { ...substituted } }),
        ...(vouchedFor.length > 0 && {
          verified_claims: vouchedFor.length === 1 ? (vouchedFor[0] as JsonValue) : vouchedFor,
        }),
        reads_left: released.readsLeft,
        receipt: receiptOf(released),
      };
    },
    toUserinfoJwt: (released, body) =>
      signJwt(d.userinfoKey, 'userinfo+jwt', {
        ...body,
        iss: d.issuer,
        aud: released.access.client,
        jti: released.entry.id,
        iat: toNumericDate(d.clock.now()),
      }),
    toReceiptLink: receiptOf,
    toResultJwt: ({ access, parts }, body) => {
      const [first] = parts;
      return toSigned(access, first?.entry.id ?? '', body, 'self-information-result+jwt');
    },
    toJwt: ({ access, entry }, body, typ) => toSigned(access, entry.id, body, typ),
  };
}
