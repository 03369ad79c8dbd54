import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const rival = fileURLToPath(new URL('./rival.ts', import.meta.url));

/** Lets several operating-system processes try the same keys at the same moment; answers all that they won, one list. */
export async function race(
  address: string,
  deed: 'consume' | 'add' | 'takeChallenge' | 'release' | 'claim' | 'claimEvent',
  keys: readonly string[],
  processes = 2,
): Promise<string[]> {
  // Far enough ahead that every process has opened its stores by then.
  const start = Date.now() + 2500;
  const contest = Array.from({ length: processes }, async () => {
    const parameters = ['--import', 'tsx', rival, address, deed, String(start), ...keys];
    const { stdout } = await run(process.execPath, parameters, { timeout: 60_000 });
    return JSON.parse(stdout) as string[];
  });
  return (await Promise.all(contest)).flat();
}
