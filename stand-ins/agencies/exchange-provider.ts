import { openFreshFile, writePrivateJson } from '../fresh-file.ts';
import { agencyFiles, type HeldRecords } from './agency-folder.ts';

/** What the network passes on from another agency: for which affair, never for whom it is besides this agency's own code. */
interface PassedExchange {
  process_number: string;
  code: string;
  category: string;
  affair: string;
  procedure: string;
}

const section = { ja: '情報連携担当', en: 'Exchange of information' };

/**
 * Answers another agency's inquiry. Of a person with 自動応答不可 no machine answers: it waits until an official did,
 * and the inquirer asks again.
 */
export function openExchangeProvider(folder: string, agency: string) {
  const byHand = openFreshFile<string[]>(agencyFiles.byHand(folder, agency), []);
  const released = openFreshFile<string[]>(agencyFiles.released(folder, agency), []);
  return (question: unknown, records: HeldRecords): object | undefined => {
    if (!isPassedExchange(question)) return undefined;
    const { process_number, code, category } = question;
    const nothing = { process_number, section, as_of: null, record: null };
    if (byHand().includes(code) && !released().includes(process_number))
      return { ...nothing, outcome: 'waiting' };
    const person = Object.hasOwn(records, code) ? records[code] : undefined;
    const held = person && Object.hasOwn(person, category) ? person[category] : undefined;
    if (!held) return { ...nothing, outcome: 'no_record' };
    return { process_number, section, outcome: 'provided', as_of: held.as_of, record: held.record };
  };
}

/** 自動応答不可 of a person, by this agency's own code. */
export function answerByHand(folder: string, agency: string, code: string): void {
  const path = agencyFiles.byHand(folder, agency);
  writePrivateJson(path, [...openFreshFile<string[]>(path, [])(), code]);
}

/** An official answers one inquiry by hand. */
export function releaseExchange(folder: string, agency: string, processNumber: string): void {
  const path = agencyFiles.released(folder, agency);
  writePrivateJson(path, [...openFreshFile<string[]>(path, [])(), processNumber]);
}

function isPassedExchange(value: unknown): value is PassedExchange {
  if (typeof value !== 'object' || value === null) return false;
  return ['process_number', 'code', 'category', 'affair', 'procedure'].every(
    (name) => typeof (value as Record<string, unknown>)[name] === 'string',
  );
}
