/** Requests of the card agent: a program on the citizen's machine, not a page in a browser. */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import type { LoginId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';

/** A token with a certificate of 8 KiB fits; with members of a later format, too. */
const mostBytes = 16 * 1024;

/**
 * A page of another site could make a visitor's browser deliver the attacker's token, or use challenges up. JSON
 * already costs it a preflight that nobody answers; this says no in plain words. No cookie is read here at all.
 */
export function checkNotForeign(ctx: Context, origin: string): void {
  const [from, site] = [ctx.get('Origin'), ctx.get('Sec-Fetch-Site')];
  if ((from && from !== origin) || (site && site !== 'same-origin' && site !== 'none'))
    throw new Refusal('foreign_site');
}

/** The body: one JSON object. `JSON.parse` makes every member its own, `__proto__` too. @throws Refusal */
export async function readJsonObject(ctx: Context): Promise<Readonly<Record<string, unknown>>> {
  if (!ctx.is('application/json')) throw new Refusal('media_type_not_supported');
  const body = await readBody(ctx);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // Without its cause: the message of a JSON fault quotes the input.
    throw new Refusal('request_malformed', 'the body is not JSON in UTF-8');
  }
  return toObject(value, 'the body');
}

export function toObject(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal('request_malformed', `${name} must be an object`);
  return value as Readonly<Record<string, unknown>>;
}

/** 128 bits in base64url, as we gave it out. @throws Refusal `login_unknown` */
export function toLoginId(value: unknown): LoginId {
  if (typeof value !== 'string' || !/^[\w-]{22}$/.test(value)) throw new Refusal('login_unknown');
  return value as LoginId;
}

/**
 * Ends a body that is too long by saying so, and takes no more from that connection. (Leaving a `for await` over the
 * request would destroy the socket, and the answer with it.)
 */
export function readBody(ctx: Context): Promise<Buffer> {
  const request: IncomingMessage = ctx.req;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const refuse = (): void => {
      ctx.set('Connection', 'close');
      request.off('data', take).resume();
      reject(new Refusal('request_too_large'));
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > mostBytes) refuse();
      else chunks.push(chunk);
    };
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
      refuse();
      return;
    }
    request
      .on('data', take)
      .on('end', () => resolve(Buffer.concat(chunks)))
      .on('error', (cause) => reject(new Refusal('request_malformed', 'the body broke off', { cause })));
  });
}
