/**
 * An agency's inbox of citizens' reports, and its officials' answers. The program appends what comes in, the officials
 * write what they answer: neither writes the other's file.
 */
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { openFreshFile, writePrivateJson } from '../fresh-file.ts';
import {
  type AgencyCorrection,
  type AnsweredCorrection,
  isAgencyCorrection,
  isAnswersQuestion,
} from '../provision-network/agency-protocol.ts';
import { agencyFiles, type HeldRecord, type HeldRecords, setRecord } from './agency-folder.ts';

/** A report as it lies in the inbox. */
export type Case = AgencyCorrection & { received_at: string };

type Answers = Readonly<Record<string, Omit<AnsweredCorrection, 'process_number'>>>;

export interface Inbox {
  /** Takes a message in, durably; the same again is the same. Undefined for what is no message. */
  take(message: unknown): { accepted: string } | undefined;
  answers(question: unknown): { answers: AnsweredCorrection[] } | undefined;
  close(): void;
}

export function openInbox(folder: string, agency: string): Inbox {
  const path = agencyFiles.inbox(folder, agency);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const keyOf = ({ process_number: number, message }: AgencyCorrection): string => `${number} ${message}`;
  const known = new Set(readCases(folder, agency).map(keyOf));
  const file = openSync(path, 'a', 0o600);
  const answered = openFreshFile<Answers>(agencyFiles.answers(folder, agency), {});
  return {
    take(message) {
      if (!isAgencyCorrection(message)) return undefined;
      if (!known.has(keyOf(message))) {
        appendFileSync(file, `${JSON.stringify({ ...message, received_at: new Date().toISOString() })}\n`);
        known.add(keyOf(message));
      }
      return { accepted: message.process_number };
    },
    answers(question) {
      if (!isAnswersQuestion(question)) return undefined;
      const all = answered();
      return {
        answers: question.process_numbers.flatMap((process_number) => {
          const answer = Object.hasOwn(all, process_number) ? all[process_number] : undefined;
          return answer ? [{ process_number, ...answer }] : [];
        }),
      };
    },
    close: () => closeSync(file),
  };
}

/** Every message that came in, oldest first. */
export function readCases(folder: string, agency: string): Case[] {
  const path = agencyFiles.inbox(folder, agency);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case);
}

/** What an official still has to look into. */
export function openCases(folder: string, agency: string): Case[] {
  const cases = readCases(folder, agency);
  const ended = new Set([
    ...Object.keys(readAnswers(folder, agency)),
    ...cases.filter(({ message }) => message === 'withdrawal').map((each) => each.process_number),
  ]);
  return cases.filter(({ process_number: number }) => !ended.has(number));
}

/** How an official decides. `record` is the whole record as it shall be; taking a part away is making it without. */
export type Decision =
  | { outcome: 'corrected'; record: HeldRecord['record'] }
  | { outcome: 'removed' }
  | { outcome: 'refused'; ground: string };

/** The record first, the answer after: nobody hears of a correction that is not there yet. */
export function answerCase(folder: string, agency: string, number: string, decision: Decision): void {
  const found = openCases(folder, agency).find(({ process_number: each }) => each === number);
  if (!found) throw new Error(`${agency} has no open case ${number}`);
  const where = { agency, code: found.code, category: found.category };
  const asOf = new Date().toISOString();
  if (decision.outcome === 'corrected') setRecord(folder, where, { as_of: asOf, record: decision.record });
  if (decision.outcome === 'removed') setRecord(folder, where, withoutPlace(folder, found, agency, asOf));
  const ground = decision.outcome === 'refused' ? decision.ground : null;
  writePrivateJson(agencyFiles.answers(folder, agency), {
    ...readAnswers(folder, agency),
    [number]: { outcome: decision.outcome, ground },
  });
}

/** The record without the element of a list that was reported; nothing where all of it was. */
function withoutPlace(folder: string, found: Case, agency: string, asOf: string): HeldRecord | undefined {
  const [list, index] = found.place.split('/');
  const records = openFreshFile<HeldRecords>(agencyFiles.records(folder, agency), {})();
  const held = records[found.code]?.[found.category];
  const elements = held && list ? held.record[list] : undefined;
  if (!held || !list || index === undefined || !Array.isArray(elements)) return undefined;
  const others = elements.filter((_, place) => place !== Number(index)) as unknown[];
  return { as_of: asOf, record: { ...held.record, [list]: others } };
}

function readAnswers(folder: string, agency: string): Answers {
  return openFreshFile<Answers>(agencyFiles.answers(folder, agency), {})();
}
