import { randomInt } from 'node:crypto';
import type { SigningKey } from '../key-custody/signing-key.ts';
import type { IssuedBatch, IssuedCredentials } from '../stores/issued-credentials.ts';
import { toNumericDate } from '../vocabulary/clock.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import { type CredentialType, toVct } from './credential-types.ts';
import { issueSdJwt } from './sd-jwt.ts';
import { placesPerList, toStatusAddress } from './status-list.ts';

/** One for each verifier, so that no two of them see the same one. */
export const mostPerBatch = 20;
const dayMilliseconds = 86_400_000;
/** Days begun count: at least three whole ones. */
const daysOfLife = 4;

/**
 * One credential for each key. All that they share, with each other and with everybody's of that type and day, is what
 * the type and the day say: times are whole days, places in the status list are drawn, salts and keys are their own.
 */
export async function issueBatch(
  d: { issuer: string; key: SigningKey; issued: Pick<IssuedCredentials, 'add'> },
  batch: Omit<IssuedBatch, 'issuedAt' | 'expiresAt'>,
  {
    type,
    answer,
    holderKeys,
    now,
  }: { type: CredentialType; answer: JsonObject; holderKeys: readonly JsonObject[]; now: Date },
): Promise<string[]> {
  const day = Math.floor(now.getTime() / dayMilliseconds);
  const issuedAt = new Date(day * dayMilliseconds);
  const expiresAt = new Date((day + daysOfLife) * dayMilliseconds);
  const places = await takePlaces(d.issued, { ...batch, issuedAt: now, expiresAt }, day, holderKeys.length);
  return holderKeys.map((jwk, at) =>
    issueSdJwt(d.key, {
      always: {
        iss: d.issuer,
        vct: toVct(d.issuer, type),
        iat: toNumericDate(issuedAt),
        exp: toNumericDate(expiresAt),
        cnf: { jwk },
        status: { status_list: { idx: places[at] ?? 0, uri: toStatusAddress(d.issuer, day) } },
      },
      claims: answer,
    }),
  );
}

/** Drawn until enough were free. A list that is nearly full would be drawn from for ever: then nothing is issued. */
async function takePlaces(
  issued: Pick<IssuedCredentials, 'add'>,
  batch: IssuedBatch,
  list: number,
  count: number,
): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round < 20 && taken.length < count; round += 1) {
    const drawn = new Set<number>();
    while (drawn.size < count - taken.length) drawn.add(randomInt(placesPerList));
    taken.push(...(await issued.add(batch, list, [...drawn])));
  }
  if (taken.length < count) throw new Error('the status list is full');
  return taken;
}
