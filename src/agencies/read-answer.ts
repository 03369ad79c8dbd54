import type { Dispatcher } from 'undici';
import { NetworkFault } from './network-fault.ts';

/** Far above any record; a body over it is cut off, not read to its end. */
export const mostAnswerBytes = 1024 * 1024;

/** The body of a good answer as text. @throws NetworkFault, or whatever the connection failed with */
export async function readAnswer(response: Dispatcher.ResponseData): Promise<string> {
  const { body } = response;
  try {
    checkHead(response);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      // Counted here too: a length may be missing, or be a lie.
      if (size > mostAnswerBytes) throw new NetworkFault('answer_too_large');
      chunks.push(chunk);
    }
    return toText(Buffer.concat(chunks));
  } finally {
    // What was not read to its end must not be read by the next inquiry on this connection.
    if (!body.readableEnded) body.on('error', () => undefined).destroy();
  }
}

function checkHead({ statusCode: status, headers }: Dispatcher.ResponseData): void {
  if (status === 401 || status === 403) throw new NetworkFault('network_refused_us', { status });
  // A redirect too: a person's code goes to one address only.
  if (status !== 200) throw new NetworkFault('network_status', { status });
  // None was asked for; unpacked, it could be of any size.
  if (headers['content-encoding'] !== undefined) throw new NetworkFault('answer_compressed');
  if (!/^application\/json(; ?charset=utf-8)?$/i.test(String(headers['content-type'])))
    throw new NetworkFault('answer_media_type');
  if (Number(headers['content-length'] ?? 0) > mostAnswerBytes) throw new NetworkFault('answer_too_large');
}

function toText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NetworkFault('answer_not_utf8');
  }
}
