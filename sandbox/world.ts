/** All programs of one sandbox, each on its own address, over one data folder. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import type { CustomFetch } from 'openid-client';
import { createMadoguchiClient } from '../examples/rail-company/madoguchi.ts';
import { createRailCompany } from '../examples/rail-company/server.ts';
import { identityFilesIn } from '../stand-ins/network-identity.ts';
import { publicKeyFileOf } from '../witness/set-up.ts';
import { type Addresses, portOf } from './addresses.ts';
import { fixtures, foldersOf, type Folders } from './folders.ts';
import { type Program, startProgram } from './program.ts';
import { insertCard } from './reader.ts';

export interface World {
  readonly addresses: Addresses;
  readonly folders: Folders;
  /** By name: jpki, agencies, network, server, cardAgent, phone; witness, where there is one. */
  readonly programs: Readonly<Record<string, Program>>;
  /** Headers of every request the rail company received. */
  readonly railCompanyRequests: readonly IncomingHttpHeaders[];
  /** Everything every program printed. */
  logs(): string;
  stop(): Promise<void>;
}

type Listener = (line: string) => void;

export async function startWorld(wanted: {
  folder: string;
  addresses: Addresses;
  /** Whose card lies in the reader; as it was where not told. */
  card?: string;
  listener?: Listener;
  /** How the rail company sends its requests. */
  railCompanyFetch?: CustomFetch;
  /** Whether a witness cosigns the ledger's heads. */
  witness?: boolean;
  /** Further settings of the server. */
  serverSettings?: Readonly<Record<string, string>>;
}): Promise<World> {
  const { addresses } = wanted;
  const folders = foldersOf(wanted.folder);
  if (wanted.card) insertCard(folders, wanted.card);
  const listeners = wanted.listener ? [wanted.listener] : [];
  const programs: Record<string, Program> = {};
  const railCompanyRequests: IncomingHttpHeaders[] = [];
  let railCompany: Server | undefined;

  const stop = async (): Promise<void> => {
    railCompany?.close();
    railCompany?.closeAllConnections();
    // Whoever asks goes before whoever is asked, so that nothing is cut off in the middle.
    for (const name of ['phone', 'cardAgent', 'server', 'witness', 'network', 'agencies', 'jpki'])
      await programs[name]?.stop();
  };
  const start = async (name: string, file: string, environment: Record<string, string>): Promise<void> => {
    programs[name] = await startProgram({ name, file, environment, listeners });
  };

  try {
    await settle([
      start('jpki', 'stand-ins/jpki/main.ts', {
        STAND_IN_JPKI_FOLDER: folders.jpki,
        STAND_IN_JPKI_PORT: portOf(addresses.jpki),
      }),
      start('agencies', 'stand-ins/agencies/main.ts', {
        STAND_IN_AGENCIES_FOLDER: folders.agencies,
        STAND_IN_AGENCIES_ADDRESSES_FILE: join(folders.network, 'addresses.json'),
        // Where they listen stands in that file: nobody needs to know their ports.
        STAND_IN_AGENCIES_PORT: '0',
      }),
      start('network', 'stand-ins/provision-network/main.ts', {
        STAND_IN_NETWORK_FOLDER: folders.network,
        STAND_IN_NETWORK_PORT: portOf(addresses.network),
      }),
      ...(wanted.witness ? [start('witness', 'witness/main.ts', witnessSettings(folders, addresses))] : []),
      start('cardAgent', 'src/card-agent/main.ts', agentSettings(folders, addresses)),
      start('phone', 'src/card-agent/phone/main.ts', phoneSettings(folders, addresses)),
    ]);
    await start('server', 'src/main.ts', {
      ...serverSettings(folders, addresses),
      ...(wanted.witness && { MADOGUCHI_WITNESSES_FILE: folders.witnesses }),
      ...wanted.serverSettings,
    });
    railCompany = await startRailCompany(folders, addresses, wanted.railCompanyFetch, railCompanyRequests);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    addresses,
    folders,
    programs,
    railCompanyRequests,
    logs: () =>
      Object.values(programs)
        .map((program) => program.output())
        .join(''),
    stop,
  };
}

export function serverSettings(folders: Folders, addresses: Addresses): Record<string, string> {
  const identity = identityFilesIn(folders.networkIdentity);
  return {
    MADOGUCHI_ISSUER: addresses.issuer,
    MADOGUCHI_DATABASE_URL: `sqlite:${folders.database}`,
    MADOGUCHI_KEYS_FOLDER: folders.keys,
    MADOGUCHI_CARD_ANCHORS_FOLDER: folders.anchors,
    MADOGUCHI_SIGNATURE_ANCHORS_FOLDER: folders.signatureAnchors,
    MADOGUCHI_PHONE_ANCHORS_FOLDER: folders.phoneAnchors,
    MADOGUCHI_PLACES_FILE: join(fixtures, 'places.json'),
    MADOGUCHI_CRL_URL: `${addresses.jpki}/crl`,
    MADOGUCHI_OCSP_URL: `${addresses.jpki}/ocsp`,
    MADOGUCHI_CARD_AGENT_ORIGIN: addresses.cardAgent,
    MADOGUCHI_NETWORK_URL: addresses.network,
    MADOGUCHI_NETWORK_CA_FILE: identity.authorityFile,
    MADOGUCHI_NETWORK_CERTIFICATE_FILE: identity.certificateFile,
    MADOGUCHI_NETWORK_KEY_FILE: identity.keyFile,
  };
}

/** The witness and the server each know the other's public key, and nothing else of it. */
function witnessSettings(folders: Folders, addresses: Addresses): Record<string, string> {
  const write = (path: string, value: unknown): void =>
    writeFileSync(path, JSON.stringify(value), { mode: 0o600 });
  const readKey = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  const key = readKey(publicKeyFileOf(folders.witness));
  write(folders.witnesses, [{ name: witnessName, url: addresses.witness, key }]);
  write(folders.witnessedLedgers, [{ ledger: addresses.issuer, key: readKey(folders.ledgerKey) }]);
  return {
    WITNESS_NAME: witnessName,
    WITNESS_FOLDER: folders.witness,
    WITNESS_LEDGERS_FILE: folders.witnessedLedgers,
    WITNESS_PORT: portOf(addresses.witness),
  };
}

const witnessName = 'sandbox-witness';

function agentSettings(folders: Folders, addresses: Addresses): Record<string, string> {
  const name = { ja: '窓口（試験環境）', en: 'Madoguchi (sandbox)' };
  writeFileSync(folders.agentSites, JSON.stringify([{ origin: addresses.issuer, name }]), { mode: 0o600 });
  writeFileSync(folders.agentPhrase, 'みかんと電車\n', { mode: 0o600 });
  return {
    MADOGUCHI_AGENT_PKCS11_MODULE: folders.cardReaderModule,
    MADOGUCHI_AGENT_SITES_FILE: folders.agentSites,
    MADOGUCHI_AGENT_PHRASE_FILE: folders.agentPhrase,
    MADOGUCHI_AGENT_PORT: portOf(addresses.cardAgent),
    // The stand-in reader's own: which card lies in it.
    STAND_IN_READER: folders.reader,
  };
}

/** The same list of sites: whose phone and whose computer they are is one person's. */
function phoneSettings(folders: Folders, addresses: Addresses): Record<string, string> {
  return {
    ...agentSettings(folders, addresses),
    MADOGUCHI_AGENT_PORT: portOf(addresses.phone),
    STAND_IN_READER: folders.phoneReader,
  };
}

async function startRailCompany(
  folders: Folders,
  addresses: Addresses,
  fetch: CustomFetch | undefined,
  requests: IncomingHttpHeaders[],
): Promise<Server> {
  const origin = addresses.railCompany;
  const keys = readFileSync(join(folders.clients, 'rail-company.jwks.json'), 'utf8');
  const [jwk] = (JSON.parse(keys) as { keys: JWK[] }).keys;
  if (!jwk) throw new Error('the rail company has no key');
  const madoguchi = await createMadoguchiClient({
    issuer: addresses.issuer,
    clientId: 'rail-company',
    jwk,
    redirectUri: `${origin}/callback`,
    ...(fetch ? { fetch } : {}),
  });
  const answer = createRailCompany({ origin, issuer: addresses.issuer, madoguchi }).callback();
  const server = createServer((request, response) => {
    requests.push(request.headers);
    void answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(Number(portOf(origin)), '127.0.0.1', resolve);
  });
  return server;
}

/** Waits for all, so that whatever started can be stopped, and then says what failed first. */
async function settle(starts: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(starts)).find((start) => start.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
