import { chmodSync, closeSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knexLibrary from 'knex';
import type { Knex } from 'knex';
import { lockWaitMilliseconds } from './sqlite-database.ts';
import { toStoreAddress } from './store-address.ts';

const folder = new URL('./migrations/', import.meta.url);

/** The names of all migrations, in order: `0001-first-rooms.ts`, … */
export function migrationNames(): string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.ts$/.test(name))
    .sort();
}

/** What knex needs to know, for `migrateStores` and for the command line (`knexfile.ts`). */
export function toKnexConfig(url: string): Knex.Config {
  const address = toStoreAddress(url);
  const migrations: Knex.MigratorConfig = {
    // Our own source: knex's own decides between import and require by the folder a command was started in.
    migrationSource: {
      getMigrations: async () => migrationNames(),
      getMigrationName: (name: string) => name,
      getMigration: (name: string) => import(new URL(name, folder).href) as Promise<Knex.Migration>,
    },
  };
  if (address.dialect === 'postgresql') return { client: 'pg', connection: address.url, migrations };
  return {
    client: 'better-sqlite3',
    connection: {
      filename: address.path,
      options: { timeout: lockWaitMilliseconds },
    } as Knex.StaticConnectionConfig,
    useNullAsDefault: true,
    migrations,
  };
}

/**
 * Applies what is pending and answers how many migrations that were. Safe to repeat. Makes the SQLite file
 * where it does not exist, readable by its owner alone (its log files take over that mode).
 */
export async function migrateStores(url: string): Promise<number> {
  const address = toStoreAddress(url);
  if (address.dialect === 'sqlite') {
    mkdirSync(dirname(address.path), { recursive: true, mode: 0o700 });
    closeSync(openSync(address.path, 'a', 0o600));
    chmodSync(address.path, 0o600);
  }
  const knex = knexLibrary(toKnexConfig(url));
  try {
    const [, applied] = (await knex.migrate.latest()) as [number, string[]];
    return applied.length;
  } finally {
    await knex.destroy();
  }
}
