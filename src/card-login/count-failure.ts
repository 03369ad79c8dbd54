import type { CardLogins } from '../stores/card-logins.ts';
import type { LoginId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Throttle } from './throttle.ts';

/** A login that fails over and over ends: what it costs to look at tokens is bounded, and only its own are counted. */
export async function orCountFailure<Proved>(
  id: LoginId,
  proving: Promise<Proved>,
  d: { throttle: Throttle; cardLogins: Pick<CardLogins, 'kill'> },
): Promise<Proved> {
  try {
    return await proving;
  } catch (error) {
    const isTheirs = error instanceof Refusal && error.row.status < 500;
    if (isTheirs && !d.throttle.mayFailAgain(id)) await d.cardLogins.kill(id);
    throw error;
  }
}
