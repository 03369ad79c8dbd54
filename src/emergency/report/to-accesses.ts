import type { EmergencyCall } from '../../stores/emergency-calls.ts';
import { accessMilliseconds } from '../bounds.ts';

/** Calls of one crew for one person and incident, as close together as one access lasts: what a supervisor counts. */
export interface Access {
  calls: readonly EmergencyCall[];
  at: Date;
  client: string;
  operator: string;
  /** Null where nobody here was named. */
  person: string | null;
  incident: string | null;
  reason: string | null;
  namedBy: string | null;
  /** `answered` where any call was, else `empty`, else the last refusal. */
  outcome: string;
}

/** Of calls in the order in which they came. */
export function toAccesses(calls: readonly EmergencyCall[]): Access[] {
  const open = new Map<string, EmergencyCall[]>();
  const groups: EmergencyCall[][] = [];
  for (const call of calls) {
    const { client, operator, citizen, incident } = call;
    const key = JSON.stringify([client, operator, citizen, incident]);
    const group = open.get(key);
    // Who was not named is nobody twice: each try stands alone.
    if (citizen !== null && group?.[0] && call.at.getTime() - group[0].at.getTime() < accessMilliseconds) {
      group.push(call);
      continue;
    }
    const fresh = [call];
    open.set(key, fresh);
    groups.push(fresh);
  }
  return groups.flatMap((group) => toAccess(group));
}

function toAccess(calls: readonly EmergencyCall[]): Access[] {
  const [first] = calls;
  if (!first) return [];
  const outcomes = calls.map(({ outcome }) => outcome);
  const outcome = ['answered', 'empty'].find((each) => outcomes.includes(each)) ?? outcomes.at(-1) ?? 'begun';
  const { at, client, operator, citizen, incident, reason, namedBy } = first;
  return [
    { calls, at, client, operator: operator ?? '?', person: citizen, incident, reason, namedBy, outcome },
  ];
}

export const isDenied = ({ outcome }: Pick<Access, 'outcome'>): boolean => outcome.startsWith('denied:');
