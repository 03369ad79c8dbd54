/**
 * What a citizen says of a record of theirs: it is not mine, it is wrong. Blocked at once, told to the agency that holds
 * it until it has it, and restored when the agency answered or the citizen takes it back.
 */
import type { Correction, Corrections as CorrectionStore } from '../stores/corrections.ts';
import type { Clock } from '../vocabulary/clock.ts';
import {
  type CorrectionReason,
  correctionReasons,
  findPlace,
  mostRemarkCharacters,
} from '../vocabulary/corrections.ts';
import {
  type CategoryName,
  type CitizenId,
  type CorrectionId,
  newIdentifier,
} from '../vocabulary/identifiers.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { createAnswerRounds } from './answer-rounds.ts';
import type { CorrectionLine } from './correction-line.ts';
import { createDeliveryRounds } from './delivery-rounds.ts';
import { type ToEntry, toEndEntries } from './step-entries.ts';

/** A report as a form of my page brings it. */
export interface WantedReport {
  citizen: CitizenId;
  category: CategoryName;
  place: string;
  reason: string;
  /** For the official's eyes alone. */
  remark: string;
  recordAsOf: string | null;
}

export interface CorrectionsRooms {
  stores: { corrections: CorrectionStore };
  clock: Clock;
  log: Log;
  line: CorrectionLine;
  toEntry: ToEntry;
}

export interface Corrections {
  /** Stores the report with its block, durably. @throws Refusal `correction_malformed`, `too_many_corrections` */
  report(wanted: WantedReport): Promise<Correction>;
  /** It was right after all. False where the citizen has no such open report. */
  withdraw(id: CorrectionId, citizen: CitizenId): Promise<boolean>;
  /** Newest first. */
  list(citizen: CitizenId): Promise<Correction[]>;
  find(id: CorrectionId, citizen: CitizenId): Promise<Correction | undefined>;
  /** Tells agencies what is due, once. */
  deliverNow(): Promise<void>;
  /** Asks for answers that are due, once. */
  askNow(): Promise<void>;
  /** Delivers and asks by itself from now on. */
  start(): void;
  stop(): Promise<void>;
}

/** Beyond these, reports would be a way to make offices work, not a way to mend a record. */
const mostOpen = 30;
const mostADay = 60;
const mostListed = 100;
const day = 86_400_000;

export function createCorrections(d: CorrectionsRooms): Corrections {
  const { corrections } = d.stores;
  const delivery = createDeliveryRounds(d);
  const answers = createAnswerRounds(d);

  return {
    async report(wanted) {
      const checked = checkReport(wanted);
      const id = newIdentifier<CorrectionId>();
      const reportedAt = d.clock.now();
      const { citizen, category } = wanted;
      const entry = d.toEntry({
        citizen,
        correction: id,
        category,
        step: 'reported',
        processNumber: null,
        at: reportedAt,
      });
      const limits = { mostOpen, mostSince: mostADay, since: new Date(reportedAt.getTime() - day) };
      const result = await corrections.report({ ...checked, id, reportedAt }, limits, [entry]);
      if (result.outcome === 'too_many') throw new Refusal('too_many_corrections');
      if (result.outcome === 'reported') {
        d.log.info('record_blocked', { category });
        delivery.hurry();
      }
      return result.correction;
    },
    async withdraw(id, citizen) {
      const at = d.clock.now();
      const withdrawn = await corrections.withdraw(id, citizen, at, (correction) =>
        toEndEntries(d.toEntry, correction, 'withdrawn', at),
      );
      if (withdrawn) delivery.hurry();
      return withdrawn;
    },
    list: (citizen) => corrections.listByCitizen(citizen, mostListed),
    find: (id, citizen) => corrections.find(id, citizen),
    deliverNow: () => delivery.once(),
    askNow: () => answers.once(),
    start() {
      delivery.start();
      answers.start();
    },
    async stop() {
      await Promise.all([delivery.stop(), answers.stop()]);
    },
  };
}

/** The citizen's text is taken as it is, within bounds, and goes to nobody but the official. */
function checkReport(wanted: WantedReport) {
  const { citizen, category, place, reason, recordAsOf } = wanted;
  const remark = wanted.remark.replaceAll(/\p{Cc}+/gu, ' ').trim();
  if (!findPlace(category, place)) throw new Refusal('correction_malformed', 'no such place');
  if (!isReason(reason)) throw new Refusal('correction_malformed', 'no such reason');
  if ([...remark].length > mostRemarkCharacters) throw new Refusal('correction_malformed', 'remark too long');
  if (recordAsOf !== null && !/^\d{4}-\d{2}-\d{2}T[\d:.]{5,18}(Z|[+-]\d{2}:\d{2})$/.test(recordAsOf))
    throw new Refusal('correction_malformed', 'no date');
  return {
    citizen,
    category,
    place,
    reason,
    recordAsOf,
    remark: remark === '' ? null : remark,
    // Somebody else's record is not shown on to whoever found it under their name.
    hidesFromPerson: reason === 'not_mine',
  };
}

function isReason(reason: string): reason is CorrectionReason {
  return Object.hasOwn(correctionReasons, reason);
}
