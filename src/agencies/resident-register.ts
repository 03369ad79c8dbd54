/**
 * Asks the register of residents, through the provision network, whose certificates these are. A fault out there is
 * the refusal `register_unavailable`: who somebody is must not be guessed.
 */
import type { Clock } from '../vocabulary/clock.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type {
  IssuedCertificate,
  ResidentAnswer,
  ResidentQuestion,
  WrittenText,
} from '../vocabulary/residents.ts';
import { createInquiryTimes } from './inquiry-times.ts';
import { NetworkFault } from './network-fault.ts';
import type { NetworkIdentityFiles } from './network-identity.ts';
import { createNetworkPost } from './network-post.ts';
import { toResidentAnswer } from './resident-answer.ts';

export interface ResidentRegister {
  /** Asks once. @throws Refusal `register_unavailable` */
  match(question: ResidentQuestion): Promise<ResidentAnswer>;
  /** Ends what is under way, and every connection. */
  close(): Promise<void>;
}

/** Registrations are rare beside readings: few at once, so that a silent register holds nobody else up. */
const mostConnections = 16;
const retryAfterSeconds = 30;

export function createResidentRegister(d: {
  clock: Clock;
  log: Log;
  networkUrl: string;
  networkIdentity: NetworkIdentityFiles;
  budgetMilliseconds: number;
}): ResidentRegister {
  const { budgetMilliseconds } = d;
  const network = createNetworkPost({
    url: d.networkUrl,
    identity: d.networkIdentity,
    path: '/residents/match',
    mostConnections,
    connectMilliseconds: budgetMilliseconds,
    clock: d.clock,
    log: d.log,
  });
  const times = createInquiryTimes();

  return {
    async match(question) {
      const began = d.clock.now().getTime();
      try {
        return await times.within(budgetMilliseconds, (signal, beforeEnd) =>
          beforeEnd(
            network.post(toRequestBody(question), signal).then((value) => toResidentAnswer(value, question)),
          ),
        );
      } catch (error) {
        if (!(error instanceof NetworkFault)) throw error;
        d.log.warn('register_unavailable', {
          reason: error.reason,
          trace_id: question.traceId,
          duration_ms: d.clock.now().getTime() - began,
          ...(error.status !== undefined && { status: error.status }),
          ...(error.cause !== undefined && { error: toErrorField(error.cause) }),
        });
        throw new Refusal('register_unavailable', error.reason, { cause: error, retryAfterSeconds });
      }
    },
    async close() {
      times.endAll();
      await network.close();
    },
  };
}

function toRequestBody({ traceId, registers, signer, login }: ResidentQuestion): Record<string, unknown> {
  const { name, sex, birthOn, address } = signer.attributes;
  return {
    trace_id: traceId,
    registers,
    attributes: { name: toWritten(name), sex, birth_on: birthOn, address: toWritten(address) },
    signature_certificate: toCertificate(signer.certificate),
    login_certificate: toCertificate(login),
  };
}

const toWritten = ({ text, substituted }: WrittenText) => ({ text, substituted });

const toCertificate = ({ issuerKeyHash, serial, kind }: IssuedCertificate) => ({
  issuer_key_hash: issuerKeyHash,
  serial,
  kind,
});
