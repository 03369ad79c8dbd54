import type { randomBytes } from 'node:crypto';
import type { StoredEntry } from '../stores/release.ts';
import type { CitizenId, EntryId, ItemName, TraceId } from '../vocabulary/identifiers.ts';
import { toRow } from './entry.ts';

/** An answer went into the citizen's own wallet, as so many credentials. To whom they are shown is not ours to know. */
export interface CredentialIssue {
  citizen: CitizenId;
  item: ItemName;
  /** The attestation policy's id, with its version. */
  policy: string;
  count: number;
  traceId: TraceId;
}

function toCredentialIssueBody(issue: CredentialIssue, id: EntryId, at: Date, origin: string) {
  return {
    id,
    at: at.toISOString(),
    ledger: origin,
    kind: 'credential_issued' as const,
    item: issue.item,
    policy: issue.policy,
    count: issue.count,
    trace_id: issue.traceId,
  };
}

export type CredentialIssueBody = Readonly<ReturnType<typeof toCredentialIssueBody>>;

export function toStoredCredentialIssue(
  issue: CredentialIssue,
  at: Date,
  origin: string,
  random: typeof randomBytes,
): StoredEntry {
  const of = { citizen: issue.citizen, client: null, consent: null, at };
  return toRow(of, (id) => toCredentialIssueBody(issue, id, at, origin), random);
}
