import type { Readable, Writable } from 'node:stream';
import { type Log, toErrorField } from '../../vocabulary/log.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { type Command, toCommand } from './command.ts';
import { ProtocolFault, readMessages, toFrame } from './messages.ts';

/**
 * The protocol's major version is what the extension compares; what follows the plus sign is ours (semver, 10).
 */
const version = '2.0.0+madoguchi.card-agent.0.1.0';

/**
 * One connection of the browser's extension: our version, one command, one answer. The extension starts a program of
 * its own for every command, so a second one on the same line comes from something else and ends both.
 */
export async function serveConnection(d: {
  input: Readable;
  output: Writable;
  log: Log;
  /** How long the whole of a command may take to arrive. */
  commandMilliseconds: number;
  carryOut(command: Exclude<Command, { name: 'quit' }>, given: { up: AbortSignal }): Promise<object>;
}): Promise<void> {
  // Whoever left reads no answer: that is no fault of ours.
  d.output.on('error', () => undefined);
  const answer = (message: object): void => void d.output.write(toFrame(message));
  const giveUp = new AbortController();
  try {
    answer({ version });
    const messages = readMessages(d.input);
    const first = await inTime(messages.next(), d.commandMilliseconds);
    if (first.done) return;
    const command = toCommand(first.value);
    if (command.name === 'quit') return answer({});
    messages.next().then(
      ({ done }) =>
        giveUp.abort(done ? new Left() : new ProtocolFault(oneCommand, 'ERR_WEBEID_ACTION_PENDING')),
      (fault: unknown) => giveUp.abort(fault),
    );
    answer(await d.carryOut(command, { up: giveUp.signal }));
    d.log.info('command_done', { route: command.name });
  } catch (error) {
    if (error instanceof Left) return d.log.info('browser_left');
    const { code, message } = toFault(error);
    d.log.warn('command_refused', { reason: code, detail: message, error: toErrorField(error) });
    answer({ error: { code, message } });
  } finally {
    d.input.destroy();
  }
}

const oneCommand = 'one command at a time: none was carried out';

/** The browser closed its end: nobody waits any more. */
class Left extends Error {}

/** A refusal's title is a fixed sentence; of everything else not even the message is told. */
function toFault(error: unknown): ProtocolFault {
  if (error instanceof ProtocolFault) return error;
  if (error instanceof Refusal) return new ProtocolFault(error.row.title);
  return new ProtocolFault('the card agent has an internal error');
}

async function inTime<Value>(value: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ProtocolFault('no command came in time')), milliseconds);
  });
  return Promise.race([value, late]).finally(() => clearTimeout(timer));
}
