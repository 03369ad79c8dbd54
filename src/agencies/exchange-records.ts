/**
 * 情報提供等記録: what agencies asked each other about a citizen, as the provision network recorded it. Read when it is
 * looked at, never kept. Where a flag withholds the history the same question goes out under the code that nobody
 * knows: none are found, and neither number, page nor time tells why.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { type CitizenId, newTraceId } from '../vocabulary/identifiers.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { acts } from '../vocabulary/suppression-table.ts';
import type { Words } from '../vocabulary/words.ts';
import { toDecoyCode } from './inquiry-code.ts';
import { createInquiryTimes } from './inquiry-times.ts';
import { NetworkFault } from './network-fault.ts';
import type { NetworkIdentityFiles } from './network-identity.ts';
import { createNetworkPost } from './network-post.ts';

/** One exchange between two agencies. */
export interface ExchangeRecord {
  process_number: string;
  inquired_at: string;
  provided_at: string | null;
  inquirer: { agency: string; section: Words };
  provider: { agency: string; section: Words | null };
  affair: { code: string; label: Words };
  procedure: { code: string; label: Words };
  /** A category's name. */
  information: string;
  result: 'provided' | 'no_record' | 'waiting' | 'unavailable';
}

export interface ExchangePage {
  /** Newest first. */
  records: readonly ExchangeRecord[];
  more: boolean;
}

export interface ExchangeRecords {
  /** Older than `before`, a process number; undefined where the network does not answer as it should. */
  list(citizen: CitizenId, before: string | null): Promise<ExchangePage | undefined>;
  close(): Promise<void>;
}

const mostOnAPage = 20;

const text = { type: 'string', minLength: 1, maxLength: 100 };
const closed = (properties: Record<string, object>) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});
const words = closed({ ja: text, en: text });
const listed = closed({ code: { type: 'string', pattern: '^[A-Z0-9-]{1,20}$' }, label: words });
const agency = { type: 'string', pattern: '^[a-z0-9-]{1,64}$' };
const number = { type: 'string', pattern: '^[0-9]{20}$' };
const ajv = new Ajv2020({ allowUnionTypes: true });
addFormats.default(ajv);
const isPage = ajv.compile<ExchangePage & { trace_id: string }>(
  closed({
    trace_id: { type: 'string' },
    more: { type: 'boolean' },
    records: {
      type: 'array',
      maxItems: mostOnAPage,
      items: closed({
        process_number: number,
        inquired_at: { type: 'string', format: 'date-time', maxLength: 40 },
        provided_at: { type: ['string', 'null'], format: 'date-time', maxLength: 40 },
        inquirer: closed({ agency, section: words }),
        provider: closed({ agency, section: { anyOf: [words, { type: 'null' }] } }),
        affair: listed,
        procedure: listed,
        information: { type: 'string', pattern: '^[a-z]+(_[a-z]+)*$', maxLength: 64 },
        result: { enum: ['provided', 'no_record', 'waiting', 'unavailable'] },
      }),
    },
  }),
);

export function createExchangeRecords(d: {
  stores: Pick<Stores, 'citizens' | 'suppressions'>;
  clock: Clock;
  log: Log;
  networkUrl: string;
  networkIdentity: NetworkIdentityFiles;
  decoyKey: Buffer;
  budgetMilliseconds: number;
}): ExchangeRecords {
  const { clock, log, budgetMilliseconds } = d;
  const network = createNetworkPost({
    url: d.networkUrl,
    identity: d.networkIdentity,
    path: '/exchange-records',
    mostConnections: 16,
    connectMilliseconds: budgetMilliseconds,
    clock,
    log,
  });
  const times = createInquiryTimes();

  return {
    async list(citizen, before) {
      const [known, { flags }] = await Promise.all([
        d.stores.citizens.find(citizen),
        d.stores.suppressions.find(citizen),
      ]);
      if (!known) return { records: [], more: false };
      const decoy = toDecoyCode(known, d.decoyKey);
      const code = acts(flags, 'person', 'history_withheld') ? decoy : known.linkCode;
      const traceId = newTraceId();
      try {
        return await times.within(budgetMilliseconds, (signal, beforeEnd) =>
          beforeEnd(
            network
              .post({ code, before, limit: mostOnAPage, trace_id: traceId }, signal)
              .then((value) => toPage(value, traceId, before)),
          ),
        );
      } catch (error) {
        if (!(error instanceof NetworkFault)) throw error;
        log.warn('exchange_records_unavailable', {
          reason: error.reason,
          trace_id: traceId,
          ...(error.status !== undefined && { status: error.status }),
          ...(error.cause !== undefined && { error: toErrorField(error.cause) }),
        });
        return undefined;
      }
    },
    async close() {
      times.endAll();
      await network.close();
    },
  };
}

/** Newest first, each once, and older than what was asked for: else a page would lead round in a circle. */
function toPage(value: unknown, traceId: string, before: string | null): ExchangePage {
  if (!isPage(value)) throw new NetworkFault('answer_envelope');
  if (value.trace_id !== traceId) throw new NetworkFault('answer_misaddressed');
  let last = before;
  for (const { process_number: each } of value.records) {
    if (last !== null && each >= last) throw new NetworkFault('answer_misaddressed');
    last = each;
  }
  return { records: value.records, more: value.more };
}
