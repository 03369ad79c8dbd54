/** For tests: a network with its agencies, set up and running in a folder of their own, on free ports. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgencyId, LinkCode } from '../src/vocabulary/identifiers.ts';
import type { AgencyLogLine } from './agencies/agency.ts';
import { type Behaviour, setBehaviour, setRecord } from './agencies/agency-folder.ts';
import { type FixtureRecord, provisionAgencies, type RecordedPerson, toHeld } from './agencies/provision.ts';
import { startAgencies } from './agencies/start-agencies.ts';
import type { NetworkIdentityFiles } from '../src/agencies/network-identity.ts';
import { faultsOf } from '../src/agencies/rehearsal/protocol.ts';
import type { Said } from './json-over-http.ts';
import { writePrivateJson } from './fresh-file.ts';
import { authorityInMemory } from './network-identity.ts';
import { provisionIdentities } from './provision-network/provision-identities.ts';
import { toAgencyCode, toLinkCode } from './provision-network/codes.ts';
import { startNetwork } from './provision-network/network.ts';
import { networkFiles, setConnected } from './provision-network/network-folder.ts';
import { provisionNetwork } from './provision-network/provision.ts';

export interface Town {
  networkUrl: string;
  /** Madoguchi's certificate for this network. */
  identity: NetworkIdentityFiles;
  networkFolder: string;
  /** What network and agencies were asked and answered. */
  said: readonly Said[];
  /** The paths of the network. */
  routes: readonly string[];
  agenciesFolder: string;
  addressOf(agency: string): string;
  /** Lets the network find an agency at another address; answers what undoes it. */
  move(agency: string, address: string): () => void;
  /** How many connections the network has greeted. */
  handshakes(): number;
  /** What the agencies wrote into their own logs. */
  agencyLog: readonly AgencyLogLine[];
  /** The network's record of exchanges, as it lies on the disk. */
  exchanges(): string;
  linkCodeOf(person: RecordedPerson): LinkCode;
  agencyCodeOf(person: RecordedPerson, agency: string): string;
  behave(agency: string, behaviour: Behaviour | 'not_connected'): void;
  hold(person: RecordedPerson, agency: string, category: string, held: FixtureRecord | undefined): void;
  /** The network is gone, as in an outage. */
  stopNetwork(): Promise<void>;
  close(): Promise<void>;
}

export async function openTown(options: {
  people: readonly RecordedPerson[];
  agencies: readonly string[];
  /** How long the network waits for an agency. */
  networkBudgetMilliseconds?: number;
  slowMilliseconds?: number;
}): Promise<Town> {
  const root = mkdtempSync(join(tmpdir(), 'madoguchi-town-'));
  const [folder, agenciesFolder] = [join(root, 'network'), join(root, 'agencies')];
  const networkKeys = provisionNetwork({
    folder,
    agencies: options.agencies.map((id) => ({ id, connected: true })),
  });
  provisionAgencies({ personas: options.people, networkKeys, folder: agenciesFolder });
  const identity = await provisionIdentities({
    authority: await authorityInMemory(),
    folders: { network: folder, agencies: agenciesFolder, madoguchi: join(root, 'madoguchi') },
    agencies: options.agencies,
  });
  const protocolFaults = new Set<string>();
  const said: Said[] = [];
  const told = (each: Said): void => {
    said.push(each);
    faultsOf(each).forEach((fault) => protocolFaults.add(fault));
  };
  const agencyLog: AgencyLogLine[] = [];
  const agencies = await startAgencies({
    folder: agenciesFolder,
    addressesFile: networkFiles(folder).addresses,
    basePort: 0,
    slowMilliseconds: options.slowMilliseconds ?? 5000,
    log: (line) => agencyLog.push(line),
    told,
  });
  const network = await startNetwork({
    folder,
    port: 0,
    budgetMilliseconds: options.networkBudgetMilliseconds ?? 400,
    told,
  });
  let stopped: Promise<void> | undefined;
  const stopNetwork = (): Promise<void> => (stopped ??= network.close());
  return {
    networkUrl: network.address,
    networkFolder: folder,
    agenciesFolder,
    identity,
    said,
    routes: network.routes,
    addressOf: (agency) => agencies.addresses[agency] ?? '',
    move(agency, address) {
      const file = networkFiles(folder).addresses;
      writePrivateJson(file, { ...agencies.addresses, [agency]: address });
      return () => writePrivateJson(file, agencies.addresses);
    },
    handshakes: () => network.handshakes(),
    agencyLog,
    exchanges: () => readFileSync(networkFiles(folder).exchanges, 'utf8'),
    agencyCodeOf: (person, agency) => toAgencyCode(networkKeys, agency as AgencyId, person.person_number),
    linkCodeOf: (person) => toLinkCode(networkKeys, person.person_number),
    behave(agency, behaviour) {
      setConnected(folder, agency, behaviour !== 'not_connected');
      setBehaviour(agenciesFolder, agency, behaviour === 'not_connected' ? 'answers' : behaviour);
    },
    hold(person, agency, category, held) {
      const code = toAgencyCode(networkKeys, agency as AgencyId, person.person_number);
      const where = { agency: agency as AgencyId, category, person };
      setRecord(
        agenciesFolder,
        { agency, code, category },
        held && toHeld(held, where, options.people, networkKeys),
      );
    },
    stopNetwork,
    async close() {
      await stopNetwork();
      await agencies.close();
      rmSync(root, { recursive: true, force: true });
      // Whatever a test was about: what was said in its town is what the protocol describes.
      if (protocolFaults.size > 0)
        throw new Error(`not as the agency protocol has it: ${[...protocolFaults].join('; ')}`);
    },
  };
}
