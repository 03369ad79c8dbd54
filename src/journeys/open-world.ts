import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreeAddresses } from '../../sandbox/addresses.ts';
import { copySandbox } from '../../sandbox/copy-sandbox.ts';
import { startWorld, type World } from '../../sandbox/world.ts';

/** A world of its own for one file of journeys: all programs, on free ports, over a copy of the sandbox. */
export async function openWorld(
  options: { card?: string; serverSettings?: Readonly<Record<string, string>> } = {},
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-journey-'));
  const addresses = await findFreeAddresses();
  try {
    await copySandbox(folder, addresses);
    const world = await startWorld({ folder, addresses, card: 'class-1', ...options });
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
