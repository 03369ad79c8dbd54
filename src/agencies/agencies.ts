/**
 * Asks the agency that holds a person's record of one category, through the provision network. Whatever goes wrong
 * out there becomes an outcome; suppression is decided here, below everybody who reads.
 */
import type { Citizen } from '../stores/citizens.ts';
import type { Shield } from '../stores/record-blocks.ts';
import type { Stores } from '../stores/stores.ts';
import type { OthersVersion } from '../stores/suppressions.ts';
import { findCategory } from '../vocabulary/categories.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { type CategoryName, type CitizenId, newIdentifier, type TraceId } from '../vocabulary/identifiers.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import type { Reading } from '../vocabulary/reading.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Viewer } from '../vocabulary/viewers.ts';
import { createAgencyLines } from './agency-lines.ts';
import { type CircuitSettings, createCircuits, usualCircuit } from './circuits.ts';
import type { Agency, AgencyDirectory } from './directory.ts';
import { toInquiryCode } from './inquiry-code.ts';
import { toFreshness } from './freshness.ts';
import { type BeforeEnd, createInquiryTimes } from './inquiry-times.ts';
import type { NetworkAnswer } from './check-answer.ts';
import { createNetworkConnector, type NetworkInquiry } from './network-connector.ts';
import { NetworkFault } from './network-fault.ts';
import type { NetworkIdentityFiles } from './network-identity.ts';
import { withoutSuppressed } from './without-suppressed.ts';

/** What came of asking, and under which state of the person's flags it was asked. */
export interface Inquiry {
  reading: Reading;
  /** Read before the inquiry went out: a release under another version is refused. */
  suppressionVersion: number;
  /** The same of the other people in the record, whoever they are; null where it speaks of nobody else. */
  others: OthersVersion | null;
}

/** Whose record of which category, and for whose eyes. */
export interface Wanted {
  citizen: CitizenId;
  category: CategoryName;
  viewer: Viewer;
  traceId: TraceId;
}

export interface Agencies {
  /** Asks once. An agency's or the network's fault is an outcome; rejects only where our own store fails. */
  inquire(wanted: Wanted, budgetMilliseconds?: number): Promise<Inquiry>;
  /** Ends what is under way, as unavailable, and every connection. */
  close(): Promise<void>;
}

export interface AgenciesParts {
  stores: Pick<Stores, 'citizens' | 'recordBlocks' | 'suppressions'>;
  clock: Clock;
  log: Log;
  networkUrl: string;
  networkIdentity: NetworkIdentityFiles;
  directory: AgencyDirectory;
  /** Makes the codes that nobody knows. Stable: another key would change a suppressed person's code. */
  decoyKey: Buffer;
  budgetMilliseconds: number;
  circuit?: CircuitSettings;
}

/** A moment's outage passes in less; a longer one is not made worse by asking so often. */
const retryAfterSeconds = 30;

export function createAgencies(parts: AgenciesParts): Agencies {
  const { stores, directory, decoyKey, budgetMilliseconds } = parts;
  const connector = createNetworkConnector({
    url: parts.networkUrl,
    identity: parts.networkIdentity,
    connectMilliseconds: budgetMilliseconds,
    clock: parts.clock,
    log: parts.log,
  });
  const lines = createAgencyLines();
  const now = (): number => parts.clock.now().getTime();
  const circuits = createCircuits(parts.circuit ?? usualCircuit, parts.log, now);
  const times = createInquiryTimes();

  async function inquire({ citizen, category, viewer, traceId }: Wanted, budget: number): Promise<Inquiry> {
    return times.within(budget, async (signal, beforeEnd) => {
      const [known, suppression] = await Promise.all([
        stores.citizens.find(citizen),
        stores.recordBlocks.findShield(citizen, category),
      ]);
      const suppressionVersion = suppression.version;
      const agency = known && findHolder(known, category);
      if (!agency) return { reading: notConnected(category), suppressionVersion, others: null };
      const shown = { category, viewer, flags: suppression.flags, blocked: isBlocked(suppression, viewer) };
      const code = toInquiryCode(known, shown, decoyKey);
      const inquiry = { code, agency: agency.id, category, inquiryId: newIdentifier(), traceId };
      const asked = await ask(agency, inquiry, signal, beforeEnd);
      return { ...asked, suppressionVersion };
    });
  }

  function findHolder(citizen: Citizen, category: CategoryName): Agency | undefined {
    const kind = findCategory(category)?.holder;
    if (!kind) throw new Refusal('category_not_found');
    const id = citizen.holders[kind];
    const agency = id && directory.find(id);
    return agency && agency.kind === kind ? agency : undefined;
  }

  async function ask(
    agency: Agency,
    inquiry: NetworkInquiry,
    signal: AbortSignal,
    beforeEnd: BeforeEnd,
  ): Promise<Pick<Inquiry, 'reading' | 'others'>> {
    const began = now();
    const source = { agency: agency.id, name: agency.name };
    try {
      circuits.check(agency.id);
      const answer = await lines.run(agency.id, signal, () =>
        circuits.run(agency.id, () => askNetwork(inquiry, signal, beforeEnd)),
      );
      const { outcome, record, as_of: asOf, process_number: processNumber, mentions = [] } = answer;
      const reading: Reading = {
        category: inquiry.category,
        outcome,
        record,
        asOf,
        source,
        retryAfterSeconds: null,
        processNumber,
      };
      const told = await withoutSuppressed(stores.suppressions, reading, mentions, inquiry.code);
      return { ...told, reading: toFreshness(told.reading, parts.clock.now()) };
    } catch (error) {
      if (!(error instanceof NetworkFault)) throw error;
      logFault(inquiry, error, now() - began);
      const reading: Reading = {
        category: inquiry.category,
        outcome: 'agency_unavailable',
        record: null,
        asOf: null,
        source,
        retryAfterSeconds: circuits.retryAfterSeconds(agency.id) ?? retryAfterSeconds,
        processNumber: error.processNumber,
      };
      return { reading, others: null };
    }
  }

  async function askNetwork(
    inquiry: NetworkInquiry,
    signal: AbortSignal,
    beforeEnd: BeforeEnd,
  ): Promise<NetworkAnswer> {
    const sent = now();
    try {
      return await beforeEnd(connector.ask(inquiry, signal));
    } catch (error) {
      const isOver = error instanceof NetworkFault && error.reason === 'budget_spent';
      // Of a shorter budget, or of what a line left of it, nobody can say that the network was slow.
      if (isOver && now() - sent >= 0.95 * budgetMilliseconds) throw new NetworkFault('network_silent');
      throw error;
    }
  }

  function logFault(inquiry: NetworkInquiry, fault: NetworkFault, milliseconds: number): void {
    parts.log.warn('agency_unavailable', {
      reason: fault.reason,
      agency: inquiry.agency,
      category: inquiry.category,
      trace_id: inquiry.traceId,
      duration_ms: milliseconds,
      ...(fault.status !== undefined && { status: fault.status }),
      ...(fault.cause !== undefined && { error: toErrorField(fault.cause) }),
    });
  }

  return {
    inquire: (wanted, budget = budgetMilliseconds) => inquire(wanted, budget),
    async close() {
      times.endAll();
      await connector.close();
    },
  };
}

/** A reported record is nobody's to see; its citizen sees on, unless it is somebody else's record that they reported. */
function isBlocked({ blocked, hiddenFromPerson }: Shield, viewer: Viewer): boolean {
  return viewer === 'person' || viewer === 'agent' ? hiddenFromPerson : blocked;
}

/** Nobody is registered as the holder: told without asking, suppressed or not. */
function notConnected(category: CategoryName): Reading {
  return {
    category,
    outcome: 'not_connected',
    record: null,
    asOf: null,
    source: null,
    retryAfterSeconds: null,
    processNumber: null,
  };
}
