/**
 * Native messaging's own frame: four bytes of length in the machine's order, then that much JSON. What comes is bounded
 * before it is kept, and nothing of it is ever quoted in an error.
 */
import { endianness } from 'node:os';

export type FaultCode =
  | 'ERR_WEBEID_NATIVE_FATAL'
  | 'ERR_WEBEID_USER_CANCELLED'
  | 'ERR_WEBEID_USER_TIMEOUT'
  | 'ERR_WEBEID_ACTION_PENDING';

/** What a command ends in when it does not end well: the code is Web eID's, the message a fixed sentence of ours. */
export class ProtocolFault extends Error {
  override readonly name = 'ProtocolFault';
  readonly code: FaultCode;

  constructor(message: string, code: FaultCode = 'ERR_WEBEID_NATIVE_FATAL') {
    super(message);
    this.code = code;
  }
}

/** As Web eID bounds them; its shortest command is longer than five bytes. */
const mostBytes = 8192;
const leastBytes = 5;
const isLittle = endianness() === 'LE';

export function toFrame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  const length = Buffer.alloc(4);
  if (isLittle) length.writeUInt32LE(body.length);
  else length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** The messages of a stream, one by one, until it ends between two of them. @throws ProtocolFault */
export async function* readMessages(input: AsyncIterable<Buffer>): AsyncGenerator<Record<string, unknown>> {
  let held = Buffer.alloc(0);
  for await (const chunk of input) {
    held = Buffer.concat([held, chunk]);
    for (let end = endOfMessage(held); end !== undefined && held.length >= end; end = endOfMessage(held)) {
      yield toMessage(held.subarray(4, end));
      held = held.subarray(end);
    }
  }
  if (held.length > 0) throw new ProtocolFault('the input ended in the middle of a message');
}

/** Known from the first four bytes on: a length out of bounds is refused before a byte of its message is waited for. */
function endOfMessage(held: Buffer): number | undefined {
  if (held.length < 4) return undefined;
  const length = isLittle ? held.readUInt32LE() : held.readUInt32BE();
  if (length < leastBytes || length > mostBytes) {
    throw new ProtocolFault(`a message must have ${leastBytes} to ${mostBytes} bytes`);
  }
  return 4 + length;
}

function toMessage(body: Buffer): Record<string, unknown> {
  try {
    const message: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof message === 'object' && message !== null && !Array.isArray(message)) {
      return message as Record<string, unknown>;
    }
  } catch {
    // Said below: what it was stays out of every message.
  }
  throw new ProtocolFault('a message must be a JSON object in UTF-8');
}
