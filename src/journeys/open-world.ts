import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreeAddresses } from '../../sandbox/addresses.ts';
import { copySandbox } from '../../sandbox/copy-sandbox.ts';
import { foldersOf } from '../../sandbox/folders.ts';
import { fillSandboxStores } from '../../sandbox/make-sandbox.ts';
import { startWorld, type World } from '../../sandbox/world.ts';

/** A world of its own for one file of journeys: all programs, on free ports, over a copy of the sandbox. */
export async function openWorld({
  databaseUrl,
  ...options
}: {
  card?: string;
  witness?: boolean;
  serverSettings?: Readonly<Record<string, string>>;
  /** An empty database that the server shall use instead of a file of its own. */
  databaseUrl?: string;
} = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-journey-'));
  const addresses = await findFreeAddresses();
  try {
    await copySandbox(folder, addresses);
    if (databaseUrl) await fillSandboxStores(foldersOf(folder), addresses, databaseUrl);
    const world = await startWorld({
      folder,
      addresses,
      card: 'class-1',
      ...options,
      serverSettings: {
        ...options.serverSettings,
        ...(databaseUrl && { MADOGUCHI_DATABASE_URL: databaseUrl }),
      },
    });
    const stop = async (): Promise<void> => {
      await world.stop();
      rmSync(folder, { recursive: true, force: true });
    };
    return { ...world, stop };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
