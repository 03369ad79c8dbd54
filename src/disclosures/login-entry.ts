import type { randomBytes } from 'node:crypto';
import type { CompletedLogin } from '../stores/card-logins.ts';
import type { StoredEntry } from '../stores/release.ts';
import { toAcr } from '../vocabulary/authentication.ts';
import type { EntryId } from '../vocabulary/identifiers.ts';
import { toRow } from './entry.ts';

/**
 * The audit trail of a card login: which kinds of certificates signed, what unlocked them, and the hash of the very
 * answer or list by which each was known not to be revoked. Whose login it was stays in the row: neither serial nor
 * holder is in what is hashed and shown.
 */
function toLoginEntryBody({ authentication }: CompletedLogin, id: EntryId, at: Date, origin: string) {
  return {
    id,
    at: at.toISOString(),
    ledger: origin,
    kind: 'card_login' as const,
    acr: toAcr(authentication.assurance),
    certificates: authentication.used.map(({ kind, factor, revocation, at: signedAt }) => ({
      kind,
      factor,
      signed_at: signedAt,
      revocation: { source: revocation.source, as_of: revocation.asOf, evidence: revocation.evidence },
    })),
  };
}

export type LoginEntryBody = Readonly<ReturnType<typeof toLoginEntryBody>>;

/** Nobody outside is told of a login, so it names no client and no consent. */
export function toStoredLogin(
  login: CompletedLogin,
  at: Date,
  origin: string,
  random: typeof randomBytes,
): StoredEntry {
  const { citizen } = login;
  const nobody = { client: null, consent: null };
  return toRow({ citizen, ...nobody, at }, (id) => toLoginEntryBody(login, id, at, origin), random);
}
