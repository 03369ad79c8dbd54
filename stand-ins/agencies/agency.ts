/** One agency: an HTTP server that answers the network, and nobody else, from the records it holds. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { networkNames } from '../../src/agencies/network-names.ts';
import { answerJson, closeServer, listen, readJson, type Said, watchServer } from '../json-over-http.ts';
import { callerOf, createMutualTlsServer } from '../mutual-tls.ts';
import {
  type AgencyAnswer,
  type AgencyInquiry,
  isAgencyInquiry,
  type Mention,
} from '../provision-network/agency-protocol.ts';
import { type HeldRecord, openAgencyFolder } from './agency-folder.ts';
import { namePeople, self, strangerCode } from './name-people.ts';
import { openExchangeProvider } from './exchange-provider.ts';
import { openInbox } from './inbox.ts';
import { createNonsense } from './nonsense.ts';
import { ofSameAge } from './same-age.ts';

export interface RunningAgency {
  id: string;
  address: string;
  close(): Promise<void>;
}

/** The agency's own log of an inquiry. Neither code nor value. */
export interface AgencyLogLine {
  event: 'inquiry';
  agency: string;
  process_number: string;
  category: string;
  known_code: boolean;
  outcome: string;
}

export async function startAgency(options: {
  id: string;
  folder: string;
  port: number;
  /** How long `slow` takes; longer than anybody waits. */
  slowMilliseconds?: number;
  log?: (line: AgencyLogLine) => void;
  /** Hears whatever was asked and answered, nonsense apart. */
  told?: (said: Said) => void;
}): Promise<RunningAgency> {
  const { id, slowMilliseconds = 10_000, log = () => undefined } = options;
  const own = openAgencyFolder(options.folder, id);
  const nextNonsense = createNonsense();
  const inbox = openInbox(options.folder, id);
  const answerExchange = openExchangeProvider(options.folder, id);
  /** What the network asks beside records. */
  const others: Readonly<Record<string, (question: unknown) => object | undefined>> = {
    '/agency/exchanges': (question) => answerExchange(question, own.records()),
    '/agency/corrections': (message) => inbox.take(message),
    '/agency/corrections/answers': (question) => inbox.answers(question),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const behaviour = own.behaviour();
    if (behaviour === 'down') return void request.socket.destroy();
    if (callerOf(request, Date.now()) !== networkNames.network)
      return answerJson(response, 403, { error: 'caller_not_allowed' });
    const answerOther = others[request.url ?? ''];
    if (request.url !== '/agency/inquiries' && !answerOther)
      return answerJson(response, 404, { error: 'not_found' });
    if (request.method !== 'POST') return answerJson(response, 405, { error: 'method_not_allowed' });
    const inquiry = await readJson(request);
    if (answerOther) {
      if (behaviour === 'slow' && !(await waitFor(slowMilliseconds, response))) return;
      const answer = answerOther(inquiry);
      return answerJson(response, answer ? 200 : 400, answer ?? { error: 'message_malformed' });
    }
    if (!isAgencyInquiry(inquiry)) return answerJson(response, 400, { error: 'inquiry_malformed' });
    const answer = toAnswer(inquiry);
    log({
      event: 'inquiry',
      agency: id,
      process_number: inquiry.process_number,
      category: inquiry.category,
      known_code: Object.hasOwn(own.records(), inquiry.code),
      outcome: behaviour === 'nonsense' ? 'nonsense' : answer.outcome,
    });
    if (behaviour === 'slow' && !(await waitFor(slowMilliseconds, response))) return;
    if (behaviour !== 'nonsense') return answerJson(response, 200, answer);
    response.writeHead(200, { 'content-type': 'application/json' }).end(nextNonsense(inquiry));
  }

  /** "No record" is said in the same words to a code that is unknown and about a person who has none. */
  function toAnswer(inquiry: AgencyInquiry): AgencyAnswer {
    const records = own.records();
    const person = Object.hasOwn(records, inquiry.code) ? records[inquiry.code] : undefined;
    const held = person && Object.hasOwn(person, inquiry.category) ? person[inquiry.category] : undefined;
    if (!held) return { ...inquiry, outcome: 'no_record', as_of: null, record: null };
    const { record, mentions = guessPeople(inquiry, record) } = held;
    return { ...inquiry, outcome: 'ok', as_of: ofSameAge(held.as_of), record, mentions };
  }

  function guessPeople({ category, code }: AgencyInquiry, record: HeldRecord['record']): Mention[] {
    const codeOf = (name: string): string => (name === self ? code : strangerCode(id, name));
    return namePeople(category, record, { said: {}, codeOf });
  }

  const server = createMutualTlsServer(own.identity, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    if (own.behaviour() === 'down') socket.destroy();
  });
  if (options.told) watchServer(server, options.told);
  const address = await listen(server, options.port);
  return { id, address, close: () => closeServer(server).finally(inbox.close) };
}

/** Whether the asker was still there after that time. */
function waitFor(milliseconds: number, response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), milliseconds);
    response.once('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
