/**
 * Passes citizens' reports on from Madoguchi to the agency that holds the record, and collects what agencies answered.
 * A report is known by Madoguchi's id of it and has one process number for ever, written down before the agency hears
 * of it: a message that is lost or comes twice is one message.
 */
import { appendFileSync, closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AgencyId } from '../../src/vocabulary/identifiers.ts';
import type { AgencyCaller } from './agency-caller.ts';
import {
  type AgencyCorrection,
  type AnsweredCorrection,
  correctionProperties,
  isAnsweredCorrections,
  isAnswersQuestion,
} from './agency-protocol.ts';
import { translateCode } from './codes.ts';
import type { NetworkFolder } from './network-folder.ts';

/** Status and body of an answer to Madoguchi. */
interface DeskAnswer {
  status: number;
  body: object;
}

export interface CorrectionDesk {
  pass(message: unknown): Promise<DeskAnswer>;
  collect(question: unknown): Promise<DeskAnswer>;
  close(): void;
}

type Message = Omit<AgencyCorrection, 'process_number'> & {
  correction: string;
  agency: AgencyId;
  trace_id: string;
};

/** Neither code nor word of a citizen: which report went where. */
interface PassedCorrection {
  correction: string;
  process_number: string;
  provider: AgencyId;
  at: string;
}

const ajv = new Ajv2020({ allowUnionTypes: true });
const isMessage = ajv.compile<Message>({
  type: 'object',
  additionalProperties: false,
  required: ['correction', 'agency', 'trace_id', ...Object.keys(correctionProperties)],
  properties: {
    correction: { type: 'string', pattern: '^[A-Za-z0-9_-]{22}$' },
    agency: { type: 'string', pattern: '^[a-z0-9-]{1,64}$' },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    ...correctionProperties,
  },
});

const isTaken = ajv.compile<{ accepted: string }>({
  type: 'object',
  additionalProperties: false,
  required: ['accepted'],
  properties: { accepted: { type: 'string' } },
});

export function openCorrectionDesk(d: {
  file: string;
  folder: NetworkFolder;
  caller: AgencyCaller;
  nextProcessNumber: () => string;
  budgetMilliseconds: number;
  now: () => number;
}): CorrectionDesk {
  const passed = new Map<string, PassedCorrection>();
  const providers = new Map<string, AgencyId>();
  const remember = (each: PassedCorrection): void => {
    passed.set(each.correction, each);
    providers.set(each.process_number, each.provider);
  };
  if (existsSync(d.file))
    for (const line of readFileSync(d.file, 'utf8').split('\n'))
      if (line !== '') remember(JSON.parse(line) as PassedCorrection);
  const file = openSync(d.file, 'a', 0o600);

  function numberOf({ correction, agency }: Message): PassedCorrection {
    const known = passed.get(correction);
    if (known) return known;
    const at = new Date(d.now()).toISOString();
    const fresh = { correction, process_number: d.nextProcessNumber(), provider: agency, at };
    appendFileSync(file, `${JSON.stringify(fresh)}\n`);
    remember(fresh);
    return fresh;
  }

  const withinBudget = (): AbortSignal => AbortSignal.timeout(d.budgetMilliseconds);

  return {
    async pass(message) {
      if (!isMessage(message)) return { status: 400, body: { error: 'message_malformed' } };
      const { correction, agency, code, category, place, reason, remark, as_of } = message;
      const repeated = { correction, message: message.message };
      const { provider, process_number } = numberOf(message);
      const later = (outcome: string): DeskAnswer => ({
        status: 200,
        body: { ...repeated, outcome, process_number: null },
      });
      // A report stays where it went first: it cannot be turned to another agency by telling it again.
      if (provider !== agency) return { status: 409, body: { error: 'another_agency' } };
      if (!d.folder.isConnected(agency)) return later('not_connected');
      const address = d.folder.addressOf(agency);
      if (!address) return later('agency_unavailable');
      const taken = await d.caller.post(
        { id: agency, address },
        '/agency/corrections',
        {
          ...{ message: message.message, category, place, reason, remark, as_of, process_number },
          code: translateCode(d.folder.keys(), agency, code),
        },
        withinBudget(),
      );
      const accepted = 'answer' in taken && isTaken(taken.answer) && taken.answer.accepted === process_number;
      return accepted
        ? { status: 200, body: { ...repeated, outcome: 'accepted', process_number } }
        : later('agency_unavailable');
    },

    async collect(question) {
      if (!isAnswersQuestion(question)) return { status: 400, body: { error: 'question_malformed' } };
      const byAgency = new Map<AgencyId, string[]>();
      for (const number of new Set(question.process_numbers)) {
        const agency = providers.get(number);
        if (agency) byAgency.set(agency, [...(byAgency.get(agency) ?? []), number]);
      }
      const answers = await Promise.all(
        [...byAgency].map(([agency, numbers]) => collectFrom(agency, numbers)),
      );
      return { status: 200, body: { answers: answers.flat() } };
    },
    close: () => closeSync(file),
  };

  /** Each agency is asked of its own cases alone, and heard on those alone. */
  async function collectFrom(agency: AgencyId, numbers: readonly string[]): Promise<AnsweredCorrection[]> {
    const address = d.folder.addressOf(agency);
    if (!address || !d.folder.isConnected(agency)) return [];
    const body = { process_numbers: numbers };
    const path = '/agency/corrections/answers';
    const told = await d.caller.post({ id: agency, address }, path, body, withinBudget());
    if (!('answer' in told) || !isAnsweredCorrections(told.answer)) return [];
    const own = told.answer.answers.filter(({ process_number }) => numbers.includes(process_number));
    return [...new Map(own.map((answer) => [answer.process_number, answer])).values()];
  }
}
