/** For tests: a ledger that runs, on a database that a test may tamper with behind it, and the checker as a program. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Router from '@koa/router';
import SqliteDriver from 'better-sqlite3';
import Koa from 'koa';
import { createLedger, type DisclosureLedger } from '../../src/disclosures/ledger.ts';
import { addConsent, draftEntry, makeKey, origin } from '../../src/disclosures/rehearsal/ledger-place.ts';
import type { SigningKey } from '../../src/key-custody/signing-key.ts';
import { addLedgerRoutes } from '../../src/self-information/ledger-routes.ts';
import { answerProblem } from '../../src/tokens/problems.ts';
import type { Consent } from '../../src/stores/consents.ts';
import { migrateStores } from '../../src/stores/migrate.ts';
import { openStores } from '../../src/stores/open-stores.ts';
import type { Stores } from '../../src/stores/stores.ts';
import { type EntryId, newTraceId } from '../../src/vocabulary/identifiers.ts';
import type { Log } from '../../src/vocabulary/log.ts';
import { runChecker } from '../run-checker.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface LedgerServer {
  url: string;
  stores: Stores;
  ledger: DisclosureLedger;
  /** Appends entries and gives them their places; answers their ids. */
  grow(count: number): Promise<EntryId[]>;
  /** Changes rows behind the server's back. */
  tamper(...statements: string[]): Promise<void>;
  /** A copy of the database as it is now, into another file. */
  copyTo(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface Desk {
  folder: string;
  key: SigningKey;
  /** Seconds by which the ledger's clock is ahead. */
  clock: { ahead: number };
  open(file?: string): Promise<LedgerServer>;
  file(name: string): string;
  /** The checker with these arguments, and the key. */
  check(...given: string[]): Promise<{ code: number; said: string }>;
  /** The same, at another time. */
  checkAt(now: Date, ...given: string[]): Promise<{ code: number; said: string }>;
  /** The receipt of an entry as its holder keeps it: a file. */
  keepReceipt(server: LedgerServer, entry: EntryId | undefined, name: string): Promise<string>;
  close(): Promise<void>;
}

export function openDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-checker-'));
  const key = makeKey(folder);
  const keyFile = join(folder, 'ledger-key.json');
  writeFileSync(keyFile, JSON.stringify(key.publicJwk));
  const servers: LedgerServer[] = [];
  const clock = { ahead: 0 };
  const file = (name: string): string => join(folder, name);
  const checkAt = (now: Date, ...given: string[]) =>
    runChecker(['--key', keyFile, '--evidence', file('evidence.json'), ...given], now);
  return {
    folder,
    key,
    clock,
    file,
    async open(name = `${servers.length}.sqlite`) {
      const server = await openLedgerServer(file(name), key, clock);
      servers.push(server);
      return server;
    },
    check: (...given) => checkAt(new Date(), ...given),
    checkAt,
    async keepReceipt(server, entry, name) {
      const answer = await fetch(`${server.url}/v1/receipts/${entry}`);
      writeFileSync(file(name), await answer.text());
      return file(name);
    },
    async close() {
      for (const server of servers) await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openLedgerServer(
  file: string,
  key: SigningKey,
  ahead: { ahead: number },
): Promise<LedgerServer> {
  await migrateStores(`sqlite:${file}`);
  const clock = { now: () => new Date(Date.now() + ahead.ahead * 1000) };
  const stores = await openStores({ url: `sqlite:${file}`, clock });
  const ledger = createLedger({ stores, clock, log: silent, key, origin });
  const api = new Router({ prefix: '/v1', strict: true, sensitive: true });
  api.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      answerProblem(ctx, error, { issuer: origin, log: silent, traceId: newTraceId() });
    }
  });
  addLedgerRoutes(api, { ledger, issuer: origin });
  const server = createServer(new Koa().use(api.routes()).callback());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let consent: Consent | undefined;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stores,
    ledger,
    async grow(count) {
      const granted = (consent ??= await addConsent(stores, {
        readsGranted: 1000,
        validUntil: new Date(Date.now() + 1e9),
      }));
      const ids: EntryId[] = [];
      // One after the other, so that the order of places is the order of ids.
      for (let n = 0; n < count; n += 1) {
        const { entry } = await ledger.append(draftEntry(granted), { replay: null, spend: null });
        ids.push(entry.id);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await ledger.integrateNow();
      return ids;
    },
    async tamper(...statements) {
      const intruder = new SqliteDriver(file, { timeout: 1000 });
      for (const statement of statements) intruder.exec(statement);
      intruder.close();
    },
    async copyTo(target) {
      const reader = new SqliteDriver(file, { readonly: true });
      await reader.backup(target);
      reader.close();
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await stores.close();
    },
  };
}

export function runProgram(program: string, given: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', program, ...given],
      { cwd: repository, env: { ...process.env, NODE_NO_WARNINGS: '1' } },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? -1) : 0, said: `${stdout}${stderr}` }),
    );
  });
}
