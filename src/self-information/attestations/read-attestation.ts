import type { Agencies } from '../../agencies/agencies.ts';
import type { Attestation } from '../../vocabulary/attestations.ts';
import type { CitizenId, TraceId } from '../../vocabulary/identifiers.ts';
import { identityCategory } from '../../vocabulary/identity.ts';
import type { JsonObject } from '../../vocabulary/reading.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import type { Viewer } from '../../vocabulary/viewers.ts';
import { type IdentityRooms, readIdentity } from '../read-identity.ts';
import { type ItemReading, readItems, toJapaneseDay } from '../read-items.ts';
import { answerPolicy } from './answer-policy.ts';
import { findPolicyInForce } from './policies.ts';
import type { AttestationPolicy } from './policy.ts';

export interface AttestationRooms {
  agencies: Pick<Agencies, 'inquire'>;
  identity: IdentityRooms;
}

export interface WantedAnswer {
  citizen: CitizenId;
  attestation: Attestation;
  viewer: Viewer;
  traceId: TraceId;
  now: Date;
}

/** Without the record: an answer, or null. */
export interface AnsweredQuestion extends ItemReading {
  answer: JsonObject | null;
  /** The id of the policy that was in force. */
  policy: string;
}

/** A question's answer as it may leave the house. */
export async function readAttestation(
  rooms: AttestationRooms,
  wanted: WantedAnswer,
): Promise<AnsweredQuestion> {
  const { reading, ...others } = await answerQuestion(rooms, wanted);
  // As-of would tell a record that does not qualify from no record at all.
  return { ...others, reading: { ...reading, asOf: null } };
}

/** Reads what the policy in force reads, and nothing else, and follows it. @throws Refusal `attestation_not_found` */
export async function answerQuestion(
  rooms: AttestationRooms,
  { citizen, attestation, viewer, traceId, now }: WantedAnswer,
  budgetMilliseconds?: number,
): Promise<AnsweredQuestion> {
  const { question, argument } = attestation;
  const today = toJapaneseDay(now);
  const policy = checkInForce(question.name, today);
  const items = new Set(policy.inputs);
  const { reading, suppressionVersion, others } =
    question.category === identityCategory
      ? await readIdentity(rooms.identity, { citizen, items, viewer })
      : await readItems(
          rooms.agencies,
          { citizen, category: question.category, items, viewer, traceId },
          budgetMilliseconds,
        );
  const counts = reading.outcome !== 'stale' || policy.answersFromStale;
  const answer = answerPolicy(policy, counts ? reading.record : null, { argument, today });
  return { reading: { ...reading, record: null }, suppressionVersion, others, answer, policy: policy.id };
}

/** @throws Refusal `attestation_not_found` before the first version's first day */
export function checkInForce(question: string, today: string): AttestationPolicy {
  const policy = findPolicyInForce(question, today);
  if (!policy) throw new Refusal('attestation_not_found');
  return policy;
}
