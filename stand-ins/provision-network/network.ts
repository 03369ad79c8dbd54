/**
 * The information provision network's stand-in: knows Madoguchi by its certificate, gives every inquiry a process
 * number, translates the code, asks the agency under a time budget, records that the exchange took place, answers.
 * Beside that it passes a question on to the register of residents, and turns whom it names into Madoguchi's code.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { networkNames, toAgencyId } from '../../src/agencies/network-names.ts';
import { answerJson, closeServer, listen, readJson, type Said, watchServer } from '../json-over-http.ts';
import { callerOf, createMutualTlsServer } from '../mutual-tls.ts';
import { identityFilesIn } from '../network-identity.ts';
import { openAgencyExchanges } from './agency-exchanges.ts';
import { createAgencyCaller } from './agency-caller.ts';
import { categoryPattern, codePattern } from './agency-protocol.ts';
import { toLinkCodeOf } from './codes.ts';
import { openCorrectionDesk } from './correction-desk.ts';
import { openExchangeRecord } from './exchange-record.ts';
import {
  findHolder,
  findInsured,
  isCertificateQuestion,
  isInsuredQuestion,
  type PersonFound,
} from './find-person.ts';
import { createInquiryExchange, type Inquiry } from './inquiry-exchange.ts';
import { openInsuredNumbers } from './insured-numbers.ts';
import { createJoinedInquiries } from './joined-inquiries.ts';
import { isResidentQuestion, matchResident, type ResidentMatch } from './match-resident.ts';
import { networkFiles, openNetworkFolder } from './network-folder.ts';
import { createProcessNumbers } from './process-numbers.ts';
import { openResidents } from './residents.ts';

export interface Network {
  address: string;
  /** The paths of all that can be asked. */
  routes: readonly string[];
  /** How many connections were greeted so far. */
  handshakes(): number;
  close(): Promise<void>;
}

/** A POST of JSON, and which party may send it. An agency is told apart by its certificate: `agency` is its id. */
interface Route {
  caller: 'madoguchi' | 'agency';
  answer(question: unknown, response: ServerResponse, agency: string): unknown;
}

/** An answer that a desk of its own gives. */
const answerBy =
  (desk: (question: unknown, agency: string) => Promise<{ status: number; body: object }>): Route['answer'] =>
  async (question, response, agency) => {
    const { status, body } = await desk(question, agency);
    answerJson(response, status, body);
  };

const notAllowed = 'caller_not_allowed';

const isInquiry = new Ajv2020().compile<Inquiry>({
  type: 'object',
  additionalProperties: false,
  required: ['inquiry_id', 'code', 'agency', 'category', 'trace_id'],
  properties: {
    inquiry_id: { type: 'string', pattern: codePattern },
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
  /** Hears whatever was asked and answered. */
  told?: (said: Said) => void;
}): Promise<Network> {
  const { budgetMilliseconds = 2500, now = Date.now } = options;
  const folder = openNetworkFolder(options.folder);
  const exchanges = openExchangeRecord(networkFiles(options.folder).exchanges);
  const identity = identityFilesIn(networkFiles(options.folder).identity);
  const caller = createAgencyCaller(identity);
  const residents = openResidents(options.folder);
  const insuredNumbers = openInsuredNumbers(options.folder);
  const nextProcessNumber = createProcessNumbers(now);
  const corrections = openCorrectionDesk({
    ...{ folder, caller, nextProcessNumber, budgetMilliseconds, now },
    file: networkFiles(options.folder).corrections,
  });
  const agencyExchanges = openAgencyExchanges({
    ...{ folder, caller, nextProcessNumber, budgetMilliseconds, now },
    file: networkFiles(options.folder).agencyExchanges,
  });
  const exchange = createInquiryExchange({
    ...{ folder, caller, exchanges, budgetMilliseconds, now },
    nextProcessNumber,
  });
  const inquiries = createJoinedInquiries<object>();
  const routes: Readonly<Record<string, Route>> = {
    '/inquiries': { caller: 'madoguchi', answer: answerInquiry },
    '/residents/match': { caller: 'madoguchi', answer: answerMatch },
    '/residents/insured': { caller: 'madoguchi', answer: answerInsured },
    '/residents/certificate': { caller: 'madoguchi', answer: answerCertificate },
    '/exchanges': {
      caller: 'agency',
      answer: answerBy((question, agency) => agencyExchanges.inquire(question, agency)),
    },
    '/exchange-records': {
      caller: 'madoguchi',
      answer: answerBy((question) => agencyExchanges.records(question)),
    },
    '/corrections': { caller: 'madoguchi', answer: answerBy((message) => corrections.pass(message)) },
    '/corrections/answers': {
      caller: 'madoguchi',
      answer: answerBy((question) => corrections.collect(question)),
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const party = callerOf(request, now());
    const route = Object.hasOwn(routes, request.url ?? '') ? routes[request.url ?? ''] : undefined;
    if (!route) return answerJson(response, party ? 404 : 403, { error: party ? 'not_found' : notAllowed });
    const agency = toAgencyId(party);
    const isAllowed = route.caller === 'agency' ? agency !== undefined : party === networkNames[route.caller];
    if (!isAllowed) return answerJson(response, 403, { error: notAllowed });
    if (request.method !== 'POST') return answerJson(response, 405, { error: 'method_not_allowed' });
    await route.answer(await readJson(request), response, agency ?? '');
  }

  async function answerInquiry(inquiry: unknown, response: ServerResponse): Promise<void> {
    if (!isInquiry(inquiry)) return answerJson(response, 400, { error: 'inquiry_malformed' });
    const words = JSON.stringify(inquiry);
    const answer = await inquiries.join(inquiry.inquiry_id, words, response, (left) =>
      exchange(inquiry, left),
    );
    if (answer === 'another') return answerJson(response, 409, { error: 'inquiry_id_used' });
    answerJson(response, 200, answer);
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

  const server = createMutualTlsServer(identity, (request, response) => {
    handle(request, response).catch(() => {
      if (!response.headersSent) answerJson(response, 500, { error: 'internal_error' });
      else response.destroy();
    });
  });
  if (options.told) watchServer(server, options.told);
  let handshakes = 0;
  server.on('secureConnection', () => (handshakes += 1));
  const address = await listen(server, options.port);
  return {
    address,
    routes: Object.keys(routes),
    handshakes: () => handshakes,
    async close() {
      await closeServer(server);
      await caller.close();
      exchanges.close();
      corrections.close();
      agencyExchanges.close();
    },
  };
}
