import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The agent as its user starts it: a program of its own. */
export interface AgentProgram {
  child: ChildProcess;
  /** Every line so far. */
  lines: { event: string; address?: string; detail?: string }[];
  /** Resolves with the address when it listens. */
  ready: Promise<string>;
  /** Resolves with exit code and signal. */
  ended: Promise<[number | null, NodeJS.Signals | null]>;
  /** All that it wrote, to either stream. */
  said(): string;
  errorText(): string;
}

const tsconfig = fileURLToPath(new URL('../../../tsconfig.json', import.meta.url));

export function startAgentProgram(
  settings: Record<string, string>,
  d: { nodeOptions?: string[]; folder?: string } = {},
): AgentProgram {
  const program = fileURLToPath(new URL('../main.ts', import.meta.url));
  const loader = import.meta.resolve('tsx');
  const child = spawn(process.execPath, [...(d.nodeOptions ?? []), '--import', loader, program], {
    // tsx looks for it where a program is started, which need not be here.
    env: { PATH: process.env['PATH'], TSX_TSCONFIG_PATH: tsconfig, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: d.folder,
  });
  const lines: AgentProgram['lines'] = [];
  let errors = '';
  let output = '';
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  const ended = once(child, 'close') as AgentProgram['ended'];
  const ready = new Promise<string>((resolve) => {
    let text = '';
    child.stdout.on('data', (part: Buffer) => {
      output += part.toString();
      text += part.toString();
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n')) {
        const line = JSON.parse(text.slice(0, end)) as AgentProgram['lines'][number];
        text = text.slice(end + 1);
        lines.push(line);
        if (line.event === 'listening') resolve(line.address ?? '');
      }
    });
  });
  return { child, lines, ready, ended, said: () => output + errors, errorText: () => errors };
}

export async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
