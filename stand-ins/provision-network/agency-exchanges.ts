/**
 * Inquiries of agencies among themselves. Each comes under the asker's own code of the person, is passed on under the
 * holder's, and is recorded under the network's block of the person: no party's code stands in the record. What a
 * person may be told of it is handed to Madoguchi; what is withheld by its affair is not there.
 */
import { appendFileSync, closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AgencyId } from '../../src/vocabulary/identifiers.ts';
import type { Words } from '../../src/vocabulary/words.ts';
import { findProcedure } from './affairs.ts';
import type { AgencyCaller } from './agency-caller.ts';
import { categoryPattern, codePattern } from './agency-protocol.ts';
import { toAgencyCodeOf, toBlockOf, toBlockOfLinkCode } from './codes.ts';
import type { NetworkFolder } from './network-folder.ts';

interface DeskAnswer {
  status: number;
  body: object;
}

/** Asked by an agency: `POST /exchanges`. The same id again is the same inquiry. */
export interface ExchangeQuestion {
  inquiry_id: string;
  code: string;
  provider: AgencyId;
  affair: string;
  procedure: string;
  information: string;
  section: Words;
}

/** A line of the record. An exchange has one for its inquiry and one for each later state; the last one counts. */
interface Recorded {
  person: string;
  inquiry_id: string;
  process_number: string;
  inquired_at: string;
  provided_at: string | null;
  inquirer: string;
  inquirer_section: Words;
  provider: AgencyId;
  provider_section: Words | null;
  affair: string;
  procedure: string;
  information: string;
  result: ExchangeResult;
  withheld: boolean;
}

export type ExchangeResult = 'provided' | 'no_record' | 'waiting' | 'unavailable';

interface ProviderAnswer {
  process_number: string;
  outcome: 'provided' | 'no_record' | 'waiting';
  section: Words;
  as_of: string | null;
  record: object | null;
}

const text = { type: 'string', minLength: 1, maxLength: 100 };
const words = {
  type: 'object',
  additionalProperties: false,
  required: ['ja', 'en'],
  properties: { ja: text, en: text },
};
const shape = (properties: Record<string, object>) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});
const agencyPattern = '^[a-z0-9-]{1,64}$';
const ajv = new Ajv2020({ allowUnionTypes: true });
const isQuestion = ajv.compile<ExchangeQuestion>(
  shape({
    inquiry_id: { type: 'string', pattern: codePattern },
    code: { type: 'string', pattern: codePattern },
    provider: { type: 'string', pattern: agencyPattern },
    affair: { type: 'string', pattern: '^[A-Z0-9-]{1,20}$' },
    procedure: { type: 'string', pattern: '^[A-Z0-9-]{1,20}$' },
    information: { type: 'string', pattern: categoryPattern, maxLength: 64 },
    section: words,
  }),
);
const isProviderAnswer = ajv.compile<ProviderAnswer>(
  shape({
    process_number: { type: 'string', pattern: '^[0-9]{20}$' },
    outcome: { enum: ['provided', 'no_record', 'waiting'] },
    section: words,
    as_of: { type: ['string', 'null'], maxLength: 40 },
    record: { type: ['object', 'null'] },
  }),
);
const isRecordsQuestion = ajv.compile<{
  code: string;
  before: string | null;
  limit: number;
  trace_id: string;
}>(
  shape({
    code: { type: 'string', pattern: codePattern },
    before: { type: ['string', 'null'], pattern: '^[0-9]{20}$' },
    limit: { type: 'integer', minimum: 1, maximum: 50 },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  }),
);

export interface AgencyExchanges {
  inquire(question: unknown, inquirer: string): Promise<DeskAnswer>;
  records(question: unknown): Promise<DeskAnswer>;
  close(): void;
}

export function openAgencyExchanges(d: {
  file: string;
  folder: NetworkFolder;
  caller: AgencyCaller;
  nextProcessNumber: () => string;
  budgetMilliseconds: number;
  now: () => number;
}): AgencyExchanges {
  const byInquiry = new Map<string, Recorded>();
  const byPerson = new Map<string, Map<string, Recorded>>();
  const remember = (line: Recorded): void => {
    byInquiry.set(`${line.inquirer} ${line.inquiry_id}`, line);
    const own = byPerson.get(line.person) ?? new Map<string, Recorded>();
    byPerson.set(line.person, own.set(line.process_number, line));
  };
  if (existsSync(d.file))
    for (const line of readFileSync(d.file, 'utf8').split('\n'))
      if (line !== '') remember(JSON.parse(line) as Recorded);
  const file = openSync(d.file, 'a', 0o600);
  const record = (line: Recorded): void => {
    appendFileSync(file, `${JSON.stringify(line)}\n`);
    remember(line);
  };
  const timeNow = (): string => new Date(d.now()).toISOString();

  return {
    async inquire(question, inquirer) {
      if (!isQuestion(question)) return { status: 400, body: { error: 'inquiry_malformed' } };
      const { affair, procedure, information, provider } = question;
      const listed = findProcedure(affair, procedure);
      // Who asks for what the tables do not give them is told so, and nobody else is asked.
      if (
        !listed ||
        listed.procedure.information !== information ||
        !isOfKind(inquirer, listed.affair.inquirer) ||
        !isOfKind(provider, listed.procedure.provider) ||
        provider === inquirer
      )
        return { status: 403, body: { error: 'not_listed' } };
      const person = toBlockOf(d.folder.keys(), inquirer as AgencyId, question.code);
      const known = byInquiry.get(`${inquirer} ${question.inquiry_id}`);
      if (known && (known.person !== person || known.procedure !== procedure || known.provider !== provider))
        return { status: 409, body: { error: 'inquiry_id_used' } };
      if (known && known.result !== 'waiting') return { status: 409, body: { error: 'answered_already' } };
      const begun: Recorded = known ?? {
        person,
        inquiry_id: question.inquiry_id,
        process_number: d.nextProcessNumber(),
        inquired_at: timeNow(),
        provided_at: null,
        inquirer,
        inquirer_section: question.section,
        provider,
        provider_section: null,
        affair,
        procedure,
        information,
        result: 'waiting',
        withheld: listed.affair.withheld,
      };
      // Before anybody is asked: an exchange of which nothing is known afterwards must not be possible.
      if (!known) record(begun);
      const answer = await ask(begun);
      const result: ExchangeResult = answer?.outcome ?? (known ? 'waiting' : 'unavailable');
      if (result !== begun.result || (answer && !begun.provider_section))
        record({
          ...begun,
          result,
          provider_section: answer?.section ?? begun.provider_section,
          provided_at: result === 'provided' || result === 'no_record' ? timeNow() : null,
        });
      const { process_number } = begun;
      const told = { as_of: answer?.as_of ?? null, record: answer?.record ?? null };
      return { status: 200, body: { process_number, outcome: result, ...told } };
    },

    async records(question) {
      if (!isRecordsQuestion(question)) return { status: 400, body: { error: 'question_malformed' } };
      const person = toBlockOfLinkCode(d.folder.keys(), question.code);
      const told = [...(byPerson.get(person)?.values() ?? [])]
        .filter(({ withheld }) => !withheld)
        .filter(({ process_number: number }) => question.before === null || number < question.before)
        .sort((one, other) => (one.process_number < other.process_number ? 1 : -1));
      return {
        status: 200,
        body: {
          trace_id: question.trace_id,
          records: told.slice(0, question.limit).map(toTold),
          more: told.length > question.limit,
        },
      };
    },
    close: () => closeSync(file),
  };

  async function ask({ person, process_number, provider, affair, procedure, information }: Recorded) {
    const address = d.folder.addressOf(provider);
    if (!address || !d.folder.isConnected(provider)) return undefined;
    const code = toAgencyCodeOf(d.folder.keys(), provider, person);
    const body = { process_number, code, category: information, affair, procedure };
    const signal = AbortSignal.timeout(d.budgetMilliseconds);
    const told = await d.caller.post({ id: provider, address }, '/agency/exchanges', body, signal);
    if (!('answer' in told) || !isProviderAnswer(told.answer)) return undefined;
    return told.answer.process_number === process_number ? told.answer : undefined;
  }
}

/** What the person is told: neither the block nor anybody's code. */
function toTold(line: Recorded) {
  const listed = findProcedure(line.affair, line.procedure);
  return {
    process_number: line.process_number,
    inquired_at: line.inquired_at,
    provided_at: line.provided_at,
    inquirer: { agency: line.inquirer, section: line.inquirer_section },
    provider: { agency: line.provider, section: line.provider_section },
    affair: { code: line.affair, label: listed?.affair.label ?? { ja: line.affair, en: line.affair } },
    procedure: {
      code: line.procedure,
      label: listed?.procedure.label ?? { ja: line.procedure, en: line.procedure },
    },
    information: line.information,
    result: line.result,
  };
}

/** An agency's id begins with its kind, with hyphens for the underscores. */
function isOfKind(agency: string, kind: string): boolean {
  const prefix = kind.replaceAll('_', '-');
  return agency === prefix || agency.startsWith(`${prefix}-`);
}
