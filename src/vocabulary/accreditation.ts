import type { Words } from './words.ts';

/** That somebody who may answer for it lets a relying party reach people who cannot be asked. */
export interface EmergencyAccreditation {
  /** Who accredited it. */
  authority: Words;
  /** Under which number. */
  number: string;
  /** The last day on which it counts, in Japan. */
  validUntil: string;
  /** When the authority took it back (RFC 3339); null while it has not. */
  withdrawnAt: string | null;
  /** How many people it may reach within an hour: what its stations do on their worst day. */
  mostAccessesPerHour: number;
}

/** Whether it counts at this moment. Asked at every token and at every call: nothing that was true before is relied on. */
export function isAccredited(accreditation: EmergencyAccreditation | undefined, now: Date): boolean {
  if (!accreditation) return false;
  const { validUntil, withdrawnAt } = accreditation;
  if (withdrawnAt !== null && new Date(withdrawnAt) <= now) return false;
  return now.getTime() < new Date(`${validUntil}T00:00:00+09:00`).getTime() + dayMilliseconds;
}

const dayMilliseconds = 86_400_000;
