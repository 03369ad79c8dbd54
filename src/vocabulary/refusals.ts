/**
 * The one table of refusals. Its rows stand beside each other by the step of the story that refuses;
 * API problems (RFC 9457), OAuth errors, pages and the catalogue are all made from it.
 */
import { cardAgentRefusals } from './refusals/card-agent.ts';
import { cardLoginRefusals } from './refusals/card-login.ts';
import { credentialRefusals } from './refusals/credentials.ts';
import { consentRefusals } from './refusals/consent.ts';
import { emergencyRefusals } from './refusals/emergency.ts';
import { correctionRefusals } from './refusals/correction.ts';
import { registrationRefusals } from './refusals/registration.ts';
import { phoneRefusals } from './refusals/phone.ts';
import { releaseRefusals } from './refusals/release.ts';
import { requestRefusals } from './refusals/request.ts';
import { serverRefusals } from './refusals/server.ts';
import type { RefusalRow } from './refusal-row.ts';

export const refusals = {
  ...requestRefusals,
  ...cardAgentRefusals,
  ...cardLoginRefusals,
  ...registrationRefusals,
  ...phoneRefusals,
  ...consentRefusals,
  ...credentialRefusals,
  ...releaseRefusals,
  ...emergencyRefusals,
  ...correctionRefusals,
  ...serverRefusals,
};

export type Reason = keyof typeof refusals;

export function refusalRow(reason: Reason): RefusalRow {
  return refusals[reason];
}

/**
 * Thrown by whoever refuses. `reason` is exact and stays inside where telling it would help an attacker;
 * `detail` is for operators and integrators and must hold no personal value, token or certificate.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;
  readonly detail: string | undefined;
  /** After how many seconds another try makes sense, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: Reason, detail?: string, options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(detail ? `${reason}: ${detail}` : reason, options);
    this.reason = reason;
    this.detail = detail;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }

  get row(): RefusalRow {
    return refusals[this.reason];
  }

  /** The header's value (RFC 9110, 10.2.3), where this refusal passes by itself: 429 and 503. */
  get retryAfter(): string | undefined {
    const { status } = this.row;
    return status === 429 || status === 503 ? String(this.retryAfterSeconds ?? 5) : undefined;
  }
}
