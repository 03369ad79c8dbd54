/** For tests: Madoguchi's room of agencies on a real database, asking whichever network a test points it to. */
import { type Agencies, createAgencies } from '../src/agencies/agencies.ts';
import { type CircuitSettings, usualCircuit } from '../src/agencies/circuits.ts';
import type { AgencyDirectory } from '../src/agencies/directory.ts';
import type { NetworkIdentityFiles } from '../src/agencies/network-identity.ts';
import { openSqlitePlace } from '../src/stores/conformance/places.ts';
import { openStores } from '../src/stores/open-stores.ts';
import type { Stores } from '../src/stores/stores.ts';
import { findCategory, type HolderKind } from '../src/vocabulary/categories.ts';
import { systemClock } from '../src/vocabulary/clock.ts';
import {
  type AgencyId,
  type CategoryName,
  type CitizenId,
  type LinkCode,
  newTraceId,
} from '../src/vocabulary/identifiers.ts';
import { createLog } from '../src/vocabulary/log.ts';
import type { Reading } from '../src/vocabulary/reading.ts';

export interface Inquirer {
  agencies: Agencies;
  stores: Stores;
  directory: AgencyDirectory;
  decoyKey: Buffer;
  /** Every line of the log so far. */
  log: Record<string, unknown>[];
  register(id: string, linkCode: LinkCode, holders: Readonly<Record<string, string>>): Promise<CitizenId>;
  ask(citizen: CitizenId, category?: string, budgetMilliseconds?: number): Promise<Reading>;
  close(): Promise<void>;
}

export async function openInquirer(options: {
  networkUrl: string;
  identity: NetworkIdentityFiles;
  agencies: Readonly<Record<string, HolderKind>>;
  budgetMilliseconds?: number;
  /** As in production where not told. */
  circuit?: CircuitSettings;
}): Promise<Inquirer> {
  const place = openSqlitePlace();
  const stores = await openStores({ url: await place.newDatabase(), clock: systemClock });
  const log: Record<string, unknown>[] = [];
  const directory: AgencyDirectory = {
    find(id) {
      const kind = options.agencies[id];
      return kind && { id, kind, name: { ja: `機関 ${id}`, en: `Agency ${id}` } };
    },
  };
  const decoyKey = Buffer.alloc(32, 7);
  const agencies = createAgencies({
    stores,
    clock: systemClock,
    log: createLog(systemClock, (line) => log.push(JSON.parse(line) as Record<string, unknown>)),
    networkUrl: options.networkUrl,
    networkIdentity: options.identity,
    directory,
    decoyKey,
    budgetMilliseconds: options.budgetMilliseconds ?? 1500,
    ...(options.circuit && { circuit: options.circuit }),
  });
  return {
    agencies,
    stores,
    directory,
    decoyKey,
    log,
    async register(id, linkCode, holders) {
      await stores.citizens.save({
        id: id as CitizenId,
        linkCode,
        holders: holders as Readonly<Record<string, AgencyId>>,
      });
      return id as CitizenId;
    },
    async ask(citizen, category = 'disability_welfare', budgetMilliseconds) {
      const name = findCategory(category)?.name as CategoryName;
      const wanted = { citizen, category: name, viewer: 'person' as const, traceId: newTraceId() };
      const { reading } = await agencies.inquire(wanted, budgetMilliseconds);
      return reading;
    },
    async close() {
      await agencies.close();
      await stores.close();
      await place.close();
    },
  };
}

/** For tests that let agencies fail again and again and look at something else: nothing is ever given a rest. */
export const untiring: CircuitSettings = { ...usualCircuit, window: 100_000, fewest: 100_000 };
