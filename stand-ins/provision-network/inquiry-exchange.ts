/** One inquiry of Madoguchi's from the code to the answer: translated, asked under a time budget, recorded. */
import type { AgencyId } from '../../src/vocabulary/identifiers.ts';
import type { AgencyCaller, AgencyFault } from './agency-caller.ts';
import { type AgencyAnswer, answersThis, isAgencyAnswer } from './agency-protocol.ts';
import { translateBack, translateCode } from './codes.ts';
import type { ExchangeRecord } from './exchange-record.ts';
import type { NetworkFolder } from './network-folder.ts';

/** What Madoguchi sends to `POST /inquiries`. */
export interface Inquiry {
  inquiry_id: string;
  code: string;
  agency: AgencyId;
  category: string;
  trace_id: string;
}

type Result = Pick<AgencyAnswer, 'as_of' | 'record' | 'mentions'> & {
  outcome: AgencyAnswer['outcome'] | 'not_connected' | 'agency_unavailable';
  fault: AgencyFault['fault'] | null;
};

export interface InquiryExchangeParts {
  folder: NetworkFolder;
  caller: AgencyCaller;
  exchanges: ExchangeRecord;
  nextProcessNumber: () => string;
  budgetMilliseconds: number;
  now: () => number;
}

export function createInquiryExchange(parts: InquiryExchangeParts) {
  const { folder, caller, exchanges, now } = parts;
  const nothing = { as_of: null, record: null };
  const unavailable = (fault: AgencyFault): [Result, string] => [
    { outcome: 'agency_unavailable', ...nothing, fault: fault.fault },
    fault.reason,
  ];

  async function askAgency(
    { agency, category, code }: Inquiry,
    processNumber: string,
    signal: AbortSignal,
  ): Promise<[Result, string | null]> {
    if (!folder.isConnected(agency)) return [{ outcome: 'not_connected', ...nothing, fault: null }, null];
    const address = folder.addressOf(agency);
    if (!address) return unavailable({ fault: 'unreachable', reason: 'agency_address_unknown' });
    const question = {
      process_number: processNumber,
      code: translateCode(folder.keys(), agency, code),
      category,
    };
    const answered = await caller.post({ id: agency, address }, '/agency/inquiries', question, signal);
    if ('fault' in answered) return unavailable(answered);
    const { answer } = answered;
    if (!isAgencyAnswer(answer)) return unavailable({ fault: 'answer_unusable', reason: 'answer_envelope' });
    // An agency that mixed up two inquiries has answered about another person.
    if (!answersThis(answer, question))
      return unavailable({ fault: 'answer_unusable', reason: 'answer_misaddressed' });
    return [toResult(agency, answer), null];
  }

  /** Other people in the record are turned into Madoguchi's codes too: it must know who may not be seen. */
  function toResult(agency: AgencyId, { outcome, as_of, record, mentions = [] }: AgencyAnswer): Result {
    const keys = folder.keys();
    const named = mentions.map(({ pointer, code }) => ({ pointer, code: translateBack(keys, agency, code) }));
    return { outcome, as_of, record, ...(named.length > 0 && { mentions: named }), fault: null };
  }

  return async (inquiry: Inquiry, left: AbortSignal): Promise<object> => {
    const began = now();
    const processNumber = parts.nextProcessNumber();
    const { agency, category, trace_id } = inquiry;
    const budget = new AbortController();
    const end = (): void => budget.abort();
    const timer = setTimeout(end, parts.budgetMilliseconds);
    left.addEventListener('abort', end, { once: true });
    const [result, reason] = await askAgency(inquiry, processNumber, budget.signal);
    clearTimeout(timer);
    exchanges.append({
      at: new Date(began).toISOString(),
      process_number: processNumber,
      inquirer: 'madoguchi',
      provider: agency,
      category,
      outcome: result.outcome,
      reason,
      trace_id,
      duration_ms: now() - began,
    });
    return { trace_id, agency, category, ...result, process_number: processNumber };
  };
}
