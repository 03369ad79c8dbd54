/**
 * The information provision network's stand-in: knows Madoguchi by its certificate, gives every inquiry a process
 * number, translates the code, asks the agency under a time budget, records that the exchange took place, answers.
 * Beside that it passes a question on to the register of residents, and turns whom it names into Madoguchi's code.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AgencyId } from '../../src/vocabulary/identifiers.ts';
import { networkNames } from '../../src/agencies/network-names.ts';
import { answerJson, closeServer, listen, readJson } from '../json-over-http.ts';
import { callerOf, createMutualTlsServer } from '../mutual-tls.ts';
import { identityFilesIn } from '../network-identity.ts';
import { createAgencyCaller } from './agency-caller.ts';
import { type AgencyAnswer, categoryPattern, codePattern } from './agency-protocol.ts';
import { toLinkCodeOf, translateBack, translateCode } from './codes.ts';
import { openExchangeRecord } from './exchange-record.ts';
import {
  findHolder,
  findInsured,
  isCertificateQuestion,
  isInsuredQuestion,
  type PersonFound,
} from './find-person.ts';
import { openInsuredNumbers } from './insured-numbers.ts';
import { isResidentQuestion, matchResident, type ResidentMatch } from './match-resident.ts';
import { networkFiles, openNetworkFolder } from './network-folder.ts';
import { createProcessNumbers } from './process-numbers.ts';
import { openResidents } from './residents.ts';

export interface Network {
  address: string;
  /** How many connections were greeted so far. */
  handshakes(): number;
  close(): Promise<void>;
}

/** What Madoguchi sends to `POST /inquiries`. */
interface Inquiry {
  code: string;
  agency: AgencyId;
  category: string;
  trace_id: string;
}

type Result = Pick<AgencyAnswer, 'as_of' | 'record' | 'mentions'> & {
  outcome: AgencyAnswer['outcome'] | 'not_connected' | 'agency_unavailable';
};

const isInquiry = new Ajv2020().compile<Inquiry>({
  type: 'object',
  additionalProperties: false,
  required: ['code', 'agency', 'category', 'trace_id'],
  properties: {
    code: { type: 'string', pattern: codePattern },
    agency: { type: 'string', pattern: '^[a-z0-9-]{1,64}$' },
    category: { type: 'string', pattern: categoryPattern, maxLength: 64 },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  },
});

export async function startNetwork(options: {
  folder: string;
  port: number;
  /** How long an agency may take; below what Madoguchi itself waits, so that its answer still has a process number. */
  budgetMilliseconds?: number;
  now?: () => number;
}): Promise<Network> {
  const { budgetMilliseconds = 2500, now = Date.now } = options;
  const folder = openNetworkFolder(options.folder);
  const exchanges = openExchangeRecord(networkFiles(options.folder).exchanges);
  const nextProcessNumber = createProcessNumbers(now);
  const identity = identityFilesIn(networkFiles(options.folder).identity);
  const caller = createAgencyCaller(identity);
  const residents = openResidents(options.folder);
  const insuredNumbers = openInsuredNumbers(options.folder);
  /** What Madoguchi may ask, each a POST of JSON. */
  const routes: Readonly<Record<string, (question: unknown, response: ServerResponse) => unknown>> = {
    '/inquiries': answerInquiry,
    '/residents/match': answerMatch,
    '/residents/insured': answerInsured,
    '/residents/certificate': answerCertificate,
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (callerOf(request, now()) !== networkNames.madoguchi)
      return answerJson(response, 403, { error: 'caller_not_allowed' });
    const answer = routes[request.url ?? ''];
    if (!answer) return answerJson(response, 404, { error: 'not_found' });
    if (request.method !== 'POST') return answerJson(response, 405, { error: 'method_not_allowed' });
    await answer(await readJson(request), response);
  }

  async function answerInquiry(inquiry: unknown, response: ServerResponse): Promise<void> {
    if (!isInquiry(inquiry)) return answerJson(response, 400, { error: 'inquiry_malformed' });
    const began = now();
    const processNumber = nextProcessNumber();
    const { agency, category, trace_id } = inquiry;
    const result = await askWithinBudget(inquiry, processNumber, response);
    exchanges.append({
      at: new Date(began).toISOString(),
      process_number: processNumber,
      inquirer: 'madoguchi',
      provider: agency,
      category,
      outcome: result.outcome,
      trace_id,
      duration_ms: now() - began,
    });
    answerJson(response, 200, { trace_id, agency, category, ...result, process_number: processNumber });
  }

  function answerMatch(question: unknown, response: ServerResponse): void {
    if (!isResidentQuestion(question)) return answerJson(response, 400, { error: 'question_malformed' });
    const match = matchResident(residents(), question);
    answerJson(response, 200, { trace_id: question.trace_id, ...toAnswer(match) });
  }

  function answerInsured(question: unknown, response: ServerResponse): void {
    if (!isInsuredQuestion(question)) return answerJson(response, 400, { error: 'question_malformed' });
    const found = findInsured(residents(), insuredNumbers(), question);
    answerJson(response, 200, { trace_id: question.trace_id, ...toPerson(found) });
  }

  function answerCertificate(question: unknown, response: ServerResponse): void {
    if (!isCertificateQuestion(question)) return answerJson(response, 400, { error: 'question_malformed' });
    const found = findHolder(residents(), question);
    answerJson(response, 200, { trace_id: question.trace_id, ...toPerson(found) });
  }

  function toPerson(found: PersonFound): Record<string, unknown> {
    if (found.outcome === 'none') return { outcome: 'none', link_code: null, holders: null };
    const { outcome, resident } = found;
    return { outcome, link_code: toLinkCodeOf(folder.keys(), resident.id), holders: resident.holders };
  }

  /** The code of somebody who is not registered by this is nobody's to know. */
  function toAnswer(match: ResidentMatch): Record<string, unknown> {
    const nobody = { link_code: null, holders: null };
    if (match.outcome !== 'found') return { outcome: match.outcome, representation: null, ...nobody };
    const { outcome, representation, resident } = match;
    if (representation !== null && representation !== 'parental_authority' && representation !== 'guardian')
      return { outcome, representation, ...nobody };
    const link_code = toLinkCodeOf(folder.keys(), resident.id);
    return { outcome, representation, link_code, holders: resident.holders };
  }

  async function askWithinBudget(
    inquiry: Inquiry,
    processNumber: string,
    response: ServerResponse,
  ): Promise<Result> {
    const { agency, category } = inquiry;
    if (!folder.isConnected(agency)) return { outcome: 'not_connected', as_of: null, record: null };
    const unavailable: Result = { outcome: 'agency_unavailable', as_of: null, record: null };
    const address = folder.addressOf(agency);
    if (!address) return unavailable;
    const code = translateCode(folder.keys(), agency, inquiry.code);
    const controller = new AbortController();
    const giveUp = (): void => controller.abort();
    const timer = setTimeout(giveUp, budgetMilliseconds);
    // Nobody waits any more: the agency need not either.
    response.once('close', giveUp);
    if (response.closed) giveUp();
    const answer = await caller.ask(
      { id: agency, address },
      { process_number: processNumber, code, category },
      controller.signal,
    );
    clearTimeout(timer);
    response.off('close', giveUp);
    return answer ? toResult(agency, answer) : unavailable;
  }

  /** Other people in the record are turned into Madoguchi's codes too: it must know who may not be seen. */
  function toResult(agency: AgencyId, { outcome, as_of, record, mentions = [] }: AgencyAnswer): Result {
    const keys = folder.keys();
    const named = mentions.map(({ pointer, code }) => ({ pointer, code: translateBack(keys, agency, code) }));
    return { outcome, as_of, record, ...(named.length > 0 && { mentions: named }) };
  }

  const server = createMutualTlsServer(identity, (request, response) => {
    handle(request, response).catch(() => {
      if (!response.headersSent) answerJson(response, 500, { error: 'internal_error' });
      else response.destroy();
    });
  });
  let handshakes = 0;
  server.on('secureConnection', () => (handshakes += 1));
  const address = await listen(server, options.port);
  return {
    address,
    handshakes: () => handshakes,
    async close() {
      await closeServer(server);
      await caller.close();
      exchanges.close();
    },
  };
}
