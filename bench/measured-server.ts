/** The server as it is deployed, in this process, with one citizen's consents in a database of its own. */
import { byCard } from '../src/vocabulary/rehearsal/authentication.ts';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Koa from 'koa';
import { loadAgencyDirectory } from '../src/agencies/directory.ts';
import { noPlaces } from '../src/card-login/phone/places.ts';
import { createApp } from '../src/app.ts';
import { loadFileKey } from '../src/key-custody/file-key.ts';
import { migrateStores } from '../src/stores/migrate.ts';
import { openStores } from '../src/stores/open-stores.ts';
import type { RelyingParty } from '../src/stores/relying-parties.ts';
import type { Stores } from '../src/stores/stores.ts';
import { systemClock } from '../src/vocabulary/clock.ts';
import {
  type CitizenId,
  type ClientId,
  type ConsentId,
  type ItemName,
  newIdentifier,
} from '../src/vocabulary/identifiers.ts';
import { createLog } from '../src/vocabulary/log.ts';
import { makeKeyFile } from './key-file.ts';
import type { OutsideWorld } from './outside-world.ts';

export interface MeasuredServer {
  issuer: string;
  address: string;
  /** A route that does nothing, on the same framework: the floor. */
  bareAddress: string;
  issuerKeyFile: string;
  client: ClientId;
  consents: readonly ConsentId[];
  /** Gives the new entries their place in the tree, as the server does every second. */
  integrate(): Promise<unknown>;
  close(): Promise<void>;
}

const issuer = 'http://localhost:3000';
const consentCount = 32;
const fixture = (path: string): string => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));

export async function openMeasuredServer(
  outside: OutsideWorld,
  items: readonly ItemName[],
): Promise<MeasuredServer> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'));
  const url = `sqlite:${join(folder, 'madoguchi.sqlite')}`;
  await migrateStores(url);
  const stores = await openStores({ url, clock: systemClock });
  const client = await registerCompany(stores);
  const consents = await addConsents(stores, outside, client, items);
  const [issuerKeyFile, answers, ledgerKey] = ['issuer', 'answers', 'ledger'].map((name) =>
    makeKeyFile(join(folder, `${name}.jwk.json`)),
  ) as [string, string, string];
  // Lines are made and written, as in production, to where nobody reads them.
  const lines = createWriteStream('/dev/null');
  const nobody = {
    trust: { anchors: [] },
    revocation: { check: () => Promise.reject(new Error('no card is asked about')) },
  };
  const { callback, ledger, agencies } = await createApp({
    issuer,
    behindProxy: false,
    cardAgentOrigin: 'http://127.0.0.1:24727',
    stores,
    clock: systemClock,
    log: createLog(systemClock, (line) => lines.write(line)),
    keys: {
      issuer: loadFileKey(issuerKeyFile),
      answers: loadFileKey(answers),
      ledger: loadFileKey(ledgerKey),
    },
    secrets: { cookie_keys: [secret()], pairwise_salt: secret(), derivation: secret() },
    // Nobody logs in here.
    authorities: { card: nobody, signature: nobody, phone: nobody },
    places: noPlaces,
    network: {
      url: outside.networkUrl,
      identity: outside.identity,
      directory: loadAgencyDirectory(fixture('agencies.json')),
    },
  });
  const server = await listen((request, response) => void callback(request, response));
  const bare = await listen(bareRoute());
  return {
    issuer,
    address: addressOf(server),
    bareAddress: addressOf(bare),
    issuerKeyFile,
    client,
    consents,
    integrate: () => ledger.integrateNow(),
    async close() {
      for (const each of [server, bare]) {
        each.close();
        each.closeAllConnections();
      }
      await ledger.stop();
      await agencies.close();
      await stores.close();
      lines.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const secret = (): string => randomBytes(32).toString('base64url');

async function registerCompany(stores: Stores): Promise<ClientId> {
  const company = JSON.parse(readFileSync(fixture('relying-parties/rail-company.json'), 'utf8')) as Omit<
    RelyingParty,
    'jwks'
  >;
  await stores.relyingParties.save({ ...company, jwks: { keys: [] } });
  return company.clientId;
}

async function addConsents(
  stores: Stores,
  { linkCode, holders }: OutsideWorld,
  client: ClientId,
  items: readonly ItemName[],
): Promise<ConsentId[]> {
  const citizen = newIdentifier<CitizenId>();
  await stores.citizens.save({ id: citizen, linkCode, holders });
  const ids = Array.from({ length: consentCount }, () => newIdentifier<ConsentId>());
  const now = systemClock.now();
  for (const id of ids)
    await stores.consents.add({
      id,
      decision: 'approved',
      citizen,
      client,
      purpose: 'discount-ticket',
      items,
      unseenItems: [],
      verifiedClaims: [],
      authentication: byCard,
      decidedAt: now,
      validUntil: new Date(now.getTime() + 3600_000),
      readsGranted: 1_000_000,
      readsUsed: 0,
      withdrawnAt: null,
    });
  return ids;
}

function bareRoute(): RequestListener {
  const app = new Koa();
  app.use((ctx) => {
    ctx.body = { ok: true };
  });
  const callback = app.callback();
  return (request, response) => void callback(request, response);
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
