import { randomBytes } from 'node:crypto';
import type { Clock } from '../vocabulary/clock.ts';
import { newIdentifier } from '../vocabulary/identifiers.ts';
import type { LoginAsk } from './login-link.ts';
import type { Tries } from './tries.ts';

/** What a PIN page was made for. Site and login are kept here and never read back from the form. */
export interface FormPurpose {
  ask: LoginAsk;
  /** What the page told of the tries left. */
  toldTries: Tries;
}

/** One-time tokens of PIN forms: whoever posts a PIN has read a page of ours, and posts it once. */
export interface FormTokens {
  issue(purpose: FormPurpose): string;
  /** What the token was issued for; never a second time, and not after its time. */
  take(token: string): FormPurpose | undefined;
}

const lifetimeMilliseconds = 15 * 60_000;
const mostOutstanding = 32;

export function createFormTokens(clock: Clock, random: typeof randomBytes = randomBytes): FormTokens {
  const outstanding = new Map<string, FormPurpose & { expiresAt: number }>();
  return {
    issue(purpose) {
      const token = newIdentifier<string>(random);
      outstanding.set(token, { ...purpose, expiresAt: clock.now().getTime() + lifetimeMilliseconds });
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
      return issued && issued.expiresAt > clock.now().getTime() ? issued : undefined;
    },
  };
}
