/**
 * Asks the provision network who somebody is that cannot say it: by an insured number with a second attribute, or by the
 * certificate on their card where nobody here is registered with it. A fault out there is the refusal
 * `register_unavailable`: nobody is guessed.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { holderLabels } from '../vocabulary/categories.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { InsuredNumber } from '../vocabulary/emergency.ts';
import type { AgencyId, LinkCode, TraceId } from '../vocabulary/identifiers.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import type { JsonValue } from '../vocabulary/reading.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { IssuedCertificate } from '../vocabulary/residents.ts';
import { createInquiryTimes } from './inquiry-times.ts';
import { NetworkFault } from './network-fault.ts';
import type { NetworkIdentityFiles } from './network-identity.ts';
import { createNetworkPost, type NetworkPost } from './network-post.ts';

export interface FoundPerson {
  linkCode: LinkCode;
  holders: Readonly<Record<string, AgencyId>>;
}

export type PersonAnswer =
  | ({ outcome: 'found' } & FoundPerson)
  /** The number is somebody's, the second attribute is not theirs. For us alone: to the asker this is `none`. */
  | ({ outcome: 'attribute_differs' } & FoundPerson)
  | { outcome: 'none' };

export interface PersonFinder {
  /** @throws Refusal `register_unavailable` */
  findInsured(insured: InsuredNumber, traceId: TraceId): Promise<PersonAnswer>;
  /** @throws Refusal `register_unavailable` */
  findHolder(certificate: IssuedCertificate, traceId: TraceId): Promise<PersonAnswer>;
  /** Ends what is under way, and every connection. */
  close(): Promise<void>;
}

const mostConnections = 8;
const retryAfterSeconds = 30;

export function createPersonFinder(d: {
  clock: Clock;
  log: Log;
  networkUrl: string;
  networkIdentity: NetworkIdentityFiles;
  budgetMilliseconds: number;
}): PersonFinder {
  const { budgetMilliseconds } = d;
  const open = (path: `/${string}`): NetworkPost =>
    createNetworkPost({
      url: d.networkUrl,
      identity: d.networkIdentity,
      path,
      mostConnections,
      connectMilliseconds: budgetMilliseconds,
      clock: d.clock,
      log: d.log,
    });
  const insuredNumbers = open('/residents/insured');
  const certificates = open('/residents/certificate');
  const times = createInquiryTimes();

  async function ask(network: NetworkPost, question: Record<string, unknown>, traceId: TraceId) {
    const began = d.clock.now().getTime();
    try {
      return await times.within(budgetMilliseconds, (signal, beforeEnd) =>
        beforeEnd(
          network
            .post({ trace_id: traceId, ...question }, signal)
            .then((value) => toPersonAnswer(value, traceId)),
        ),
      );
    } catch (error) {
      if (!(error instanceof NetworkFault)) throw error;
      d.log.warn('register_unavailable', {
        reason: error.reason,
        trace_id: traceId,
        duration_ms: d.clock.now().getTime() - began,
        ...(error.status !== undefined && { status: error.status }),
        ...(error.cause !== undefined && { error: toErrorField(error.cause) }),
      });
      throw new Refusal('register_unavailable', error.reason, { cause: error, retryAfterSeconds });
    }
  }

  return {
    findInsured: (insured, traceId) => ask(insuredNumbers, { insured }, traceId),
    findHolder: ({ issuerKeyHash, serial, kind }, traceId) =>
      ask(certificates, { certificate: { issuer_key_hash: issuerKeyHash, serial, kind } }, traceId),
    async close() {
      times.endAll();
      await Promise.all([insuredNumbers.close(), certificates.close()]);
    },
  };
}

interface NetworkPerson {
  trace_id: string;
  outcome: PersonAnswer['outcome'];
  link_code: LinkCode | null;
  holders: Record<string, AgencyId> | null;
}

const isNetworkPerson = new Ajv2020({ allowUnionTypes: true }).compile<NetworkPerson>({
  type: 'object',
  additionalProperties: false,
  required: ['trace_id', 'outcome', 'link_code', 'holders'],
  properties: {
    trace_id: { type: 'string' },
    outcome: { enum: ['found', 'attribute_differs', 'none'] },
    link_code: { type: ['string', 'null'], pattern: '^[0-9A-Za-z_-]{22}$' },
    holders: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.keys(holderLabels).map((kind) => [
          kind,
          { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 },
        ]),
      ),
    },
  },
});

function toPersonAnswer(value: JsonValue, traceId: TraceId): PersonAnswer {
  if (!isNetworkPerson(value)) throw new NetworkFault('answer_envelope');
  const answer: NetworkPerson = value;
  if (answer.trace_id !== traceId) throw new NetworkFault('answer_misaddressed');
  const { outcome, link_code: linkCode, holders } = answer;
  if (outcome === 'none') {
    // A code beside a refusal would be somebody's whom nobody may know by it.
    if (linkCode !== null || holders !== null) throw new NetworkFault('answer_envelope');
    return { outcome };
  }
  if (linkCode === null || holders === null) throw new NetworkFault('answer_envelope');
  return { outcome, linkCode, holders };
}
