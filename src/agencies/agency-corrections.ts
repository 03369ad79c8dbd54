/**
 * Tells an agency, through the provision network, what a citizen reports about a record that it holds, and asks what
 * became of it. Who the citizen is stays a link code; a report about what is withheld goes out under the code that
 * nobody knows, as an inquiry would: it finds nothing, and a report is no second view.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { CorrectionMessage } from '../stores/corrections.ts';
import type { Stores } from '../stores/stores.ts';
import { findCategory } from '../vocabulary/categories.ts';
import type { Clock } from '../vocabulary/clock.ts';
import {
  type CorrectionAnswer,
  correctionAnswers,
  type RefusalGround,
  refusalGrounds,
} from '../vocabulary/corrections.ts';
import { newTraceId } from '../vocabulary/identifiers.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import type { AgencyDirectory } from './directory.ts';
import { toInquiryCode } from './inquiry-code.ts';
import { createInquiryTimes } from './inquiry-times.ts';
import { NetworkFault } from './network-fault.ts';
import type { NetworkIdentityFiles } from './network-identity.ts';
import { createNetworkPost } from './network-post.ts';

export interface AgencyCorrections {
  /** The report's process number once it lies in the agency's inbox; undefined where it does not yet, whatever the cause. */
  tell(message: CorrectionMessage): Promise<string | undefined>;
  /** What is answered by now, of these alone; undefined where it cannot be known. */
  ask(
    processNumbers: readonly string[],
  ): Promise<
    { processNumber: string; outcome: CorrectionAnswer; ground: RefusalGround | null }[] | undefined
  >;
  close(): Promise<void>;
}

interface Told {
  correction: string;
  message: string;
  outcome: 'accepted' | 'not_connected' | 'agency_unavailable';
  process_number: string | null;
}

interface Answers {
  answers: { process_number: string; outcome: CorrectionAnswer; ground: RefusalGround | null }[];
}

const processNumber = { type: 'string', pattern: '^[0-9]{20}$' };
const ajv = new Ajv2020({ allowUnionTypes: true });
const isTold = ajv.compile<Told>({
  type: 'object',
  additionalProperties: false,
  required: ['correction', 'message', 'outcome', 'process_number'],
  properties: {
    correction: { type: 'string' },
    message: { type: 'string' },
    outcome: { enum: ['accepted', 'not_connected', 'agency_unavailable'] },
    process_number: { anyOf: [processNumber, { type: 'null' }] },
  },
  if: { properties: { outcome: { const: 'accepted' } } },
  then: { properties: { process_number: { type: 'string' } } },
});
const isAnswers = ajv.compile<Answers>({
  type: 'object',
  additionalProperties: false,
  required: ['answers'],
  properties: {
    answers: {
      type: 'array',
      maxItems: 100,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['process_number', 'outcome', 'ground'],
        properties: {
          process_number: processNumber,
          outcome: { enum: correctionAnswers },
          ground: { enum: [...Object.keys(refusalGrounds), null] },
        },
        // Why nothing was changed is said where nothing was, and nowhere else.
        if: { properties: { outcome: { const: 'refused' } } },
        then: { properties: { ground: { type: 'string' } } },
        else: { properties: { ground: { type: 'null' } } },
      },
    },
  },
});

/** Reports are rare beside readings, and an office's silence must not hold up others'. */
const mostConnections = 8;

export function createAgencyCorrections(d: {
  stores: Pick<Stores, 'citizens' | 'recordBlocks'>;
  clock: Clock;
  log: Log;
  networkUrl: string;
  networkIdentity: NetworkIdentityFiles;
  directory: AgencyDirectory;
  decoyKey: Buffer;
  budgetMilliseconds: number;
}): AgencyCorrections {
  const { clock, log, budgetMilliseconds } = d;
  const postTo = (path: `/${string}`) =>
    createNetworkPost({
      url: d.networkUrl,
      identity: d.networkIdentity,
      path,
      mostConnections,
      connectMilliseconds: budgetMilliseconds,
      clock,
      log,
    });
  const [reports, answers] = [postTo('/corrections'), postTo('/corrections/answers')];
  const times = createInquiryTimes();

  /** Whatever goes wrong outside is "not yet": the message stays, and its block with it. */
  async function orLater<Value>(event: string, work: (signal: AbortSignal) => Promise<Value>) {
    try {
      return await times.within(budgetMilliseconds, (signal, beforeEnd) => beforeEnd(work(signal)));
    } catch (error) {
      if (!(error instanceof NetworkFault)) throw error;
      log.warn(event, {
        reason: error.reason,
        ...(error.status !== undefined && { status: error.status }),
        ...(error.cause !== undefined && { error: toErrorField(error.cause) }),
      });
      return undefined;
    }
  }

  async function toBody({ kind, remark, correction }: CorrectionMessage) {
    const { citizen, category, place, reason, recordAsOf } = correction;
    const [known, shield] = await Promise.all([
      d.stores.citizens.find(citizen),
      d.stores.recordBlocks.findShield(citizen, category),
    ]);
    const holder = findCategory(category)?.holder;
    const agency = known && holder && known.holders[holder];
    if (!known || !agency || !d.directory.find(agency)) return undefined;
    // Its own block is what a report is about.
    const shown = { category, viewer: 'correction', flags: shield.flags, blocked: false } as const;
    return {
      correction: correction.id,
      message: kind,
      code: toInquiryCode(known, shown, d.decoyKey),
      agency,
      category,
      place,
      reason,
      remark,
      as_of: recordAsOf,
      trace_id: newTraceId(),
    };
  }

  return {
    async tell(message) {
      const body = await toBody(message);
      if (!body) return undefined;
      const told = await orLater('correction_not_told', async (signal) => {
        const value: unknown = await reports.post(body, signal);
        if (!isTold(value)) throw new NetworkFault('answer_envelope');
        if (value.correction !== body.correction || value.message !== body.message)
          throw new NetworkFault('answer_misaddressed');
        return value;
      });
      return told?.outcome === 'accepted' ? (told.process_number ?? undefined) : undefined;
    },
    ask: (processNumbers) =>
      orLater('corrections_not_asked', async (signal) => {
        const value: unknown = await answers.post({ process_numbers: processNumbers }, signal);
        if (!isAnswers(value)) throw new NetworkFault('answer_envelope');
        const numbers = value.answers.map(({ process_number: number }) => number);
        if (
          numbers.some((number) => !processNumbers.includes(number)) ||
          new Set(numbers).size !== numbers.length
        )
          throw new NetworkFault('answer_misaddressed');
        return value.answers.map(({ process_number: number, outcome, ground }) => ({
          processNumber: number,
          outcome,
          ground,
        }));
      }),
    async close() {
      times.endAll();
      await Promise.all([reports.close(), answers.close()]);
    },
  };
}
