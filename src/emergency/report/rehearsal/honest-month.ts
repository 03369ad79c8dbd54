/** A month of emergencies as they happen where nobody misuses anything: three clients, day and night, slips included. */
import { createHash } from 'node:crypto';
import type { EmergencyCall } from '../../../stores/emergency-calls.ts';
import type { CitizenId, ClientId, TraceId } from '../../../vocabulary/identifiers.ts';

export const monthBegins = new Date('2026-10-31T15:00:00Z');
const days = 30;
export const clients = ['east-brigade', 'west-brigade', 'island-brigade'] as const;

/** The same month for the same seed; numbers from SHA-256, so that no run is luckier than another. */
export function honestMonth(seed: number): EmergencyCall[] {
  let drawn = 0;
  const draw = (): number =>
    createHash('sha256')
      .update(`${seed} ${(drawn += 1)}`)
      .digest()
      .readUInt32BE(0) /
    2 ** 32;
  const pick = <Choice>(choices: readonly Choice[]): Choice =>
    choices[Math.floor(draw() * choices.length)] as Choice;
  const calls: EmergencyCall[] = [];
  let incident = 0;
  for (let day = 0; day < days; day += 1)
    for (const client of clients)
      for (let crew = 1; crew <= (client === 'island-brigade' ? 2 : 5); crew += 1) {
        const callOuts = client === 'island-brigade' ? Math.floor(draw() * 2) : Math.floor(draw() * 4);
        for (let callOut = 0; callOut < callOuts; callOut += 1) {
          const at = new Date(monthBegins.getTime() + (day * 24 + draw() * 24) * 3_600_000);
          const person = `citizen-${Math.floor(draw() * 4000)}` as CitizenId;
          const base = draftCall({
            at,
            client: client as ClientId,
            operator: `A${crew}`,
            incident: draw() < 0.03 ? null : `F2026-${(incident += 1)}`,
            reason: pick(['unconscious', 'unable_to_communicate', 'life_threatening']),
            citizen: person,
          });
          const byNumber = draw() < 0.25;
          // A birth date misheard in a moving car, and right the second time.
          if (byNumber && draw() < 0.08)
            calls.push({ ...base, ...failedName(`number of ${person}`), id: newId(at, -1) });
          const chance = draw();
          const outcome =
            chance < 0.12
              ? 'empty'
              : chance < 0.14
                ? 'denied:card_expired'
                : chance < 0.145
                  ? 'denied:card_revoked'
                  : 'answered';
          for (let call = 0; call < 1 + Math.floor(draw() * 2); call += 1)
            calls.push({
              ...base,
              id: newId(at, call),
              at: new Date(at.getTime() + call * 60_000),
              namedBy: byNumber ? 'insured_number' : 'card_certificate',
              outcome: byNumber && outcome.startsWith('denied') ? 'answered' : outcome,
              released: outcome === 'answered' ? 3 : 0,
            });
        }
      }
  return calls.sort((one, other) => one.at.getTime() - other.at.getTime());
}

export function draftCall(changes: Partial<EmergencyCall> = {}): EmergencyCall {
  const at = changes.at ?? new Date(monthBegins.getTime() + 36 * 3_600_000);
  return {
    id: newId(at, 0),
    at,
    client: 'east-brigade' as ClientId,
    operator: 'A1',
    incident: 'F2026-9999',
    reason: 'unconscious',
    namedBy: 'card_certificate',
    outcome: 'answered',
    citizen: 'citizen-x' as CitizenId,
    numberHash: null,
    released: 3,
    ...changes,
  };
}

export function failedName(number: string): Partial<EmergencyCall> {
  return {
    namedBy: 'insured_number',
    outcome: 'denied:emergency_person_not_found',
    citizen: null,
    numberHash: createHash('sha256').update(number).digest('base64url'),
    released: 0,
  };
}

let ids = 0;
function newId(at: Date, call: number): TraceId {
  return createHash('sha256')
    .update(`${at.getTime()} ${call} ${(ids += 1)}`)
    .digest('hex')
    .slice(0, 32) as TraceId;
}
