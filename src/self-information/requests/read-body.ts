import type { Context } from 'koa';
import { parseStrictJson } from '../../agencies/strict-json.ts';
import { NetworkFault } from '../../agencies/network-fault.ts';
import type { JsonValue } from '../../vocabulary/reading.ts';
import { Refusal } from '../../vocabulary/refusals.ts';

/** Every item of every category by name, and room. */
const mostBodyBytes = 64 * 1024;

/**
 * The JSON of a request’s body; an empty object where there is no body. Read as strictly as an agency’s answer:
 * UTF-8, nothing twice, nothing compressed.
 * @throws Refusal `media_type_not_supported`, `request_too_large`, `request_malformed`
 */
export async function readJsonBody(ctx: Context): Promise<JsonValue> {
  const { headers } = ctx.req;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody) return {};
  // What is left unread would be taken for the next request.
  const refuse = (refusal: Refusal): never => {
    ctx.set('Connection', 'close');
    throw refusal;
  };
  const type = headers['content-type'] ?? '';
  if (!/^application\/json(?: *; *charset=utf-8)?$/i.test(type) || headers['content-encoding'] !== undefined)
    refuse(new Refusal('media_type_not_supported', 'application/json, in UTF-8, not compressed'));
  if (Number(headers['content-length'] ?? 0) > mostBodyBytes) refuse(new Refusal('request_too_large'));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBodyBytes) refuse(new Refusal('request_too_large'));
    chunks.push(chunk);
  }
  return parseBody(Buffer.concat(chunks));
}

function parseBody(bytes: Buffer): JsonValue {
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof NetworkFault ? error.reason.replace('answer_', '') : 'not_utf8';
    throw new Refusal('request_malformed', `body: ${why}`);
  }
}
