/** A program of the sandbox as a child process: started, waited for, listened to, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Program {
  readonly name: string;
  /** Everything it printed so far. */
  output(): string;
  /** Calls back for every whole line it prints from now on. */
  onLine(listener: (line: string) => void): void;
  /** Asks it to stop and waits; after some seconds it is ended. Answers its exit code. */
  stop(): Promise<number | null>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const readyMilliseconds = 30_000;
const stopMilliseconds = 8_000;

/** Starts `file` (TypeScript, from the repository's root) and resolves once it says `{"event":"listening"}`. */
export async function startProgram(wanted: {
  name: string;
  file: string;
  environment: Readonly<Record<string, string>>;
  /** Others who want its output as it comes. */
  listeners?: readonly ((line: string) => void)[];
}): Promise<Program> {
  const child = spawn(process.execPath, ['--import', 'tsx', wanted.file], {
    cwd: root,
    env: { ...inheritedEnvironment(), ...wanted.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const listeners = [...(wanted.listeners ?? [])];
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) for (const listener of listeners) listener(line);
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await ready(wanted.name, child, listeners, exited, () => output);
  return {
    name: wanted.name,
    output: () => output,
    onLine: (listener) => listeners.push(listener),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
      const code = await exited;
      clearTimeout(late);
      return code;
    },
  };
}

async function ready(
  name: string,
  child: ChildProcess,
  listeners: ((line: string) => void)[],
  exited: Promise<number | null>,
  output: () => string,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const said = new Promise<void>((resolve) =>
    listeners.unshift((line) => line.includes('"listening"') && resolve()),
  );
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${name} was not ready within ${readyMilliseconds / 1000} s`)),
      readyMilliseconds,
    );
  });
  const gone = exited.then((code) => {
    throw new Error(`${name} ended at its start (${code}): ${lastWords(output())}`);
  });
  try {
    await Promise.race([said, late, gone]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
    gone.catch(() => undefined);
  }
}

/** The caller's environment without what npm, the test runner and the browser's tests have there for themselves. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_|^NODE_TEST|^NODE_OPTIONS$|^MADOGUCHI_(CHROMIUM|SCREENSHOTS)$/.test(name),
    ),
  );
}

/** The last thing a program said, in its own words where it says them in a member `detail`. */
function lastWords(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  try {
    return (JSON.parse(line) as { detail?: string }).detail ?? line;
  } catch {
    return line || 'it said nothing';
  }
}
