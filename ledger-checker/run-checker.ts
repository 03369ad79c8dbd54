import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkLedger } from './check-ledger.ts';
import { compareStates } from './compare-states.ts';
import { verifyEvidence } from './evidence.ts';
import { createPublished, Unreachable } from './published.ts';
import { emptyReport, exitCodeOf, type Report, sayReport } from './report.ts';
import { readKeys, type TrustedKey } from './signed.ts';
import { loadState, readState, saveState, type State, writeDurably } from './state.ts';

class UsageFault extends Error {}

const usage = `Usage: npm run check-ledger -- --url URL --key FILE [--state FILE] [--receipt FILE]… [--witness-key FILE]…
                               [--compare FILE]… [--whole] [--evidence FILE]
       npm run check-ledger -- --verify-evidence FILE --key FILE`;
const mostBytes = 16 * 1024 * 1024;

/** Runs the checker as its command line would, and answers what it would print. */
export async function runChecker(given: readonly string[], now = new Date()): Promise<Said> {
  try {
    return await run(readArguments([...given]), now);
  } catch (error) {
    if (error instanceof UsageFault) return { code: 2, said: `${error.message}\n${usage}` };
    if (error instanceof Unreachable) return { code: 3, said: `UNDECIDED.\n? ${error.message}` };
    throw error;
  }
}

interface Said {
  code: number;
  said: string;
}

type Arguments = ReturnType<typeof readArguments>;

async function run(given: Arguments, now: Date): Promise<Said> {
  const keys = using(given.key, readKeys);
  if (given['verify-evidence'] !== undefined) return judge(given['verify-evidence'], keys);
  const published = given.url === undefined ? undefined : createPublished(given.url.replace(/\/$/, ''));
  const kept = given.state === undefined ? undefined : loadKept(given.state, keys);
  let report: Report = emptyReport();
  let state: State | undefined;
  if (published)
    ({ report, state } = await checkLedger({
      published,
      keys,
      state: kept,
      receipts: given.receipt.map((name) => ({ name, text: read(name) })),
      whole: given.whole,
      witnesses: given['witness-key'].map((name) => ({ name, keys: using(name, readKeys) })),
      now,
    }));
  const mine = state ?? kept;
  for (const path of given.compare) {
    if (!mine)
      throw new UsageFault('Nothing of yours to compare with: give --url, or a --state that exists.');
    await compareStates(
      mine,
      using(path, (text) => readState(text, keys)),
      { published, keys, now },
      report,
    );
  }
  if (state && given.state !== undefined) saveState(given.state, state);
  const [evidence] = report.evidence;
  if (evidence) {
    writeDurably(given.evidence, `${JSON.stringify(evidence, null, 1)}\n`);
    report.findings.push(`The proof, for anybody to verify offline, lies in ${given.evidence}.`);
  }
  return { code: exitCodeOf(report), said: sayReport(report) };
}

function judge(path: string, keys: readonly TrustedKey[]): Said {
  const text = read(path);
  try {
    return { code: 0, said: `PROVEN.\n- ${verifyEvidence(text, keys)}` };
  } catch (error) {
    return { code: 1, said: `NOT PROVEN.\n? ${(error as Error).message}.` };
  }
}

function loadKept(path: string, keys: readonly TrustedKey[]): State | undefined {
  try {
    return loadState(path, keys);
  } catch (error) {
    throw new UsageFault(`The state cannot be used: ${(error as Error).message}.`);
  }
}

function readArguments(given: string[]) {
  let values;
  try {
    const many = { type: 'string', multiple: true, default: [] as string[] } as const;
    ({ values } = parseArgs({
      args: given,
      options: {
        url: { type: 'string' },
        key: { type: 'string' },
        state: { type: 'string' },
        receipt: many,
        'witness-key': many,
        compare: many,
        whole: { type: 'boolean', default: false },
        evidence: { type: 'string', default: 'ledger-evidence.json' },
        'verify-evidence': { type: 'string' },
      },
    }));
  } catch (error) {
    throw new UsageFault((error as Error).message.split('\n', 1)[0] ?? 'The options cannot be read.');
  }
  const { key, url } = values;
  if (key === undefined)
    throw new UsageFault('Name the file with the ledger’s public key: a ledger cannot vouch for itself.');
  if (url === undefined && values['verify-evidence'] === undefined && values.compare.length === 0)
    throw new UsageFault('Name the ledger’s address.');
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    throw new UsageFault('The ledger’s address is no http address.');
  return { ...values, key };
}

function read(path: string): string {
  try {
    const found = statSync(path);
    if (!found.isFile() || found.size > mostBytes) throw new Error('no plain file of a sensible size');
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageFault(`The file ${path} cannot be read.`);
  }
}

function using<Value>(path: string, parse: (text: string) => Value): Value {
  const text = read(path);
  try {
    return parse(text);
  } catch (error) {
    throw new UsageFault(`The file ${path} cannot be used: ${(error as Error).message}.`);
  }
}
