import type { Database } from './database.ts';
import { callLifetimeMilliseconds } from './emergency-calls.ts';
import { idempotencyWindowMilliseconds } from './release.ts';
import { evidenceLifetimeMilliseconds } from './revocation-evidence.ts';

/**
 * Expired rows stay this long: nodes' clocks differ, and the OpenID provider itself still accepts what expired
 * within its clock tolerance (15 s). A replay mark that went too early would open the door that it guards.
 */
const graceMilliseconds = 60_000;

/** Tables whose rows end by themselves. Consents and the ledger are not among them: they are the citizen's history. */
const expiring = [
  ['oidc_payloads', 'expires_at', 0],
  ['card_logins', 'expires_at', 0],
  ['phone_codes', 'expires_at', 0],
  ['citizen_sessions', 'expires_at', 0],
  ['waiting_results', 'expires_at', 0],
  ['information_requests', 'forget_at', 0],
  ['outgoing_events', 'give_up_at', 0],
  ['credential_offers', 'expires_at', 0],
  ['issued_credentials', 'expires_at', 0],
  ['replay_marks', 'expires_at', 0],
  ['revocation_evidence', 'first_used_at', evidenceLifetimeMilliseconds],
  ['emergency_counts', 'ends_at', 0],
  ['emergency_accesses', 'ends_at', 0],
  ['emergency_calls', 'at', callLifetimeMilliseconds],
  ['spent_reads', 'spent_at', idempotencyWindowMilliseconds],
] as const;

/** Deletes what expired; answers how many rows went. A row without an expiry stays. */
export async function purgeExpired(database: Database, now: Date): Promise<number> {
  let purged = 0;
  for (const [table, column, lifetimeMilliseconds] of expiring)
    purged += await database.run(`DELETE FROM ${table} WHERE ${column} < ?`, [
      now.getTime() - lifetimeMilliseconds - graceMilliseconds,
    ]);
  return purged;
}
