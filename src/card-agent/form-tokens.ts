import { randomBytes } from 'node:crypto';
import type { Clock } from '../vocabulary/clock.ts';
import { newIdentifier } from '../vocabulary/identifiers.ts';

/**
 * One-time tokens of forms: whoever posts a secret has read a page of ours, and posts it once. What the page was made
 * for is kept here and never read back from the form.
 */
export interface FormTokens<Purpose> {
  issue(purpose: Purpose): string;
  /** What the token was issued for; never a second time, and not after its time. */
  take(token: string): Purpose | undefined;
}

const lifetimeMilliseconds = 15 * 60_000;
const mostOutstanding = 32;

export function createFormTokens<Purpose>(
  clock: Clock,
  random: typeof randomBytes = randomBytes,
): FormTokens<Purpose> {
  const outstanding = new Map<string, { purpose: Purpose; expiresAt: number }>();
  return {
    issue(purpose) {
      const token = newIdentifier<string>(random);
      outstanding.set(token, { purpose, expiresAt: clock.now().getTime() + lifetimeMilliseconds });
      // The oldest goes: a page that opens the agent over and over makes forms expire, and fills no memory.
      for (const oldest of outstanding.keys()) {
        if (outstanding.size <= mostOutstanding) break;
        outstanding.delete(oldest);
      }
      return token;
    },

    take(token) {
      const issued = outstanding.get(token);
      outstanding.delete(token);
      return issued && issued.expiresAt > clock.now().getTime() ? issued.purpose : undefined;
    },
  };
}
