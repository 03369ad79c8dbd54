import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Answer, navigation, ownPost, readPage, send } from './browser.ts';

/** The browser's extension as the protocol sees it, written from Web eID's messages and apart from the agent's code. */
export interface Extension {
  child: ChildProcess;
  /** Raw bytes, as no honest extension sends them. */
  write(bytes: Buffer): void;
  say(message: object): void;
  /** The next message of the program; rejects where it ends without one. */
  hear(): Promise<Record<string, unknown>>;
  /** Closes the connection, as the browser does when the page is left. */
  leave(): void;
  /** Exit code and signal. */
  ended: Promise<[number | null, NodeJS.Signals | null]>;
  log(): string;
  /** The address that the program opened in the person's browser. */
  opened(): Promise<URL>;
  hasOpened(): boolean;
}

let started = 0;

export function startExtension(d: {
  folder: string;
  settings: Record<string, string>;
  program?: [string, ...string[]];
  /** Where the browser stands when it starts the program. */
  workingFolder?: string;
}): Extension {
  const note = join(d.folder, `opened-${++started}`);
  const browser = join(d.folder, `browser-${started}`);
  writeFileSync(browser, `#!/bin/sh\nprintf '%s' "$1" > '${note}.new' && mv '${note}.new' '${note}'\n`);
  chmodSync(browser, 0o700);
  const main = fileURLToPath(new URL('../native-messaging/main.ts', import.meta.url));
  const [program, ...words] = d.program ?? [process.execPath, '--import', 'tsx', main];
  const child = spawn(program, words, {
    env: { PATH: process.env['PATH'], MADOGUCHI_AGENT_BROWSER: browser, ...d.settings },
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: d.workingFolder,
  });
  let log = '';
  child.stderr.on('data', (part: Buffer) => (log += part.toString()));
  child.stdin.on('error', () => undefined);
  const messages = heard(child.stdout);
  const write = (bytes: Buffer): void => void child.stdin.write(bytes);
  return {
    child,
    write,
    say: (message) => write(frame(JSON.stringify(message))),
    async hear() {
      const { value, done } = await Promise.race([messages.next(), noAnswer()]);
      if (done) throw new Error('ended without a message');
      return value;
    },
    leave: () => void child.stdin.end(),
    ended: once(child, 'exit') as Extension['ended'],
    log: () => log,
    async opened() {
      for (let left = 200; !existsSync(note); left -= 1) {
        if (left === 0) throw new Error('no page was opened');
        await delay(50);
      }
      return new URL(readFileSync(note, 'utf8'));
    },
    hasOpened: () => existsSync(note),
  };
}

export function frame(json: string): Buffer {
  const length = Buffer.alloc(4);
  if (endianness() === 'LE') length.writeUInt32LE(Buffer.byteLength(json));
  else length.writeUInt32BE(Buffer.byteLength(json));
  return Buffer.concat([length, Buffer.from(json)]);
}

/** Follows the address that the program opened: typed in by a program of the system, not a link of a page. */
export function openPage(address: URL, headers: Record<string, string | null> = {}): Promise<Answer> {
  const typedIn = { ...navigation, 'Sec-Fetch-Site': 'none' };
  return send(address.origin, address.pathname + address.search, { headers: { ...typedIn, ...headers } });
}

export function enter(
  address: URL,
  page: Answer,
  secret: string,
  d: { action?: string; headers?: Record<string, string | null>; tick?: boolean } = {},
): Promise<Answer> {
  const { formToken, action, field, asksToConfirm } = readPage(page.body);
  const confirmed = (d.tick ?? true) && asksToConfirm ? '&last_try=yes' : '';
  return send(address.origin, d.action ?? action, {
    method: 'POST',
    headers: { ...ownPost(address.origin), ...d.headers },
    body: `form_token=${formToken}&${field}=${secret}${confirmed}`,
  });
}

/** Whoever waits for a program that says nothing is told, and the test ends. */
async function noAnswer(): Promise<never> {
  await delay(30_000, undefined, { ref: false });
  throw new Error('no message in 30 seconds');
}

async function* heard(output: AsyncIterable<Buffer>): AsyncGenerator<Record<string, unknown>> {
  let held = Buffer.alloc(0);
  for await (const chunk of output) {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 4) {
      const end = 4 + (endianness() === 'LE' ? held.readUInt32LE() : held.readUInt32BE());
      if (held.length < end) break;
      yield JSON.parse(held.toString('utf8', 4, end)) as Record<string, unknown>;
      held = held.subarray(end);
    }
  }
}
