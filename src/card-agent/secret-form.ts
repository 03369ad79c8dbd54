import type { IncomingMessage } from 'node:http';
import { Refusal } from '../vocabulary/refusals.ts';
import { wipeReceived } from './received-bytes.ts';
import { keepSecret, type SecretForm, wipe } from './secret.ts';

export interface PostedSecret {
  formToken: string;
  /** Which of the two the page had asked for, by the field's name. */
  field: SecretForm;
  /** Whatever was entered: whether it can be a PIN or a password is for the caller to find out, and to wipe it. */
  secret: Uint8Array;
  /** Whether the person ticked that they know it is the last try. */
  lastTryConfirmed: boolean;
}

const mostBytes = 1024;
const secretFields = ['pin', 'password'] as const satisfies readonly SecretForm[];

/**
 * Reads the posted form without ever making a string of the secret, and wipes what it was read from.
 * @throws Refusal `media_type_not_supported`, `request_too_large`, `request_malformed`
 */
export function readSecretForm(request: IncomingMessage): Promise<PostedSecret> {
  return readPostedFields(request, ['form_token', 'last_try', ...secretFields], toPostedSecret);
}

/**
 * The form's own fields, once each, for `take` to copy out what it needs: afterwards all of it is wiped. Digits, capitals
 * and base64url need no percent encoding: an encoded value is not one of ours, and is not decoded.
 * @throws Refusal as above
 */
export async function readPostedFields<Taken>(
  request: IncomingMessage,
  names: readonly string[],
  take: (fields: ReadonlyMap<string, Buffer>) => Taken,
): Promise<Taken> {
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/x-www-form-urlencoded') throw new Refusal('media_type_not_supported');
  const chunks: Buffer[] = [];
  let body = Buffer.alloc(0);
  try {
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) throw new Refusal('request_too_large');
    }
    body = Buffer.concat(chunks);
    return take(toFields(body, names));
  } finally {
    for (const chunk of [...chunks, body]) wipe(chunk);
    wipeReceived(request.socket);
  }
}

function toFields(body: Buffer, names: readonly string[]): Map<string, Buffer> {
  const fields = new Map<string, Buffer>();
  for (let from = 0; from <= body.length;) {
    const end = body.indexOf('&', from) === -1 ? body.length : body.indexOf('&', from);
    const equals = body.subarray(from, end).indexOf('=');
    const name = equals === -1 ? '' : body.toString('latin1', from, from + equals);
    if (!names.includes(name) || fields.has(name)) {
      throw new Refusal('request_malformed', 'the form has other fields than its own');
    }
    fields.set(name, body.subarray(from + equals + 1, end));
    from = end + 1;
  }
  return fields;
}

function toPostedSecret(fields: ReadonlyMap<string, Buffer>): PostedSecret {
  const formToken = fields.get('form_token')?.toString('latin1');
  const [field, second] = secretFields.filter((name) => fields.has(name));
  const posted = field && fields.get(field);
  if (formToken === undefined || !posted || second) {
    throw new Refusal('request_malformed', 'form_token or the one secret is missing');
  }
  const lastTryConfirmed = fields.get('last_try')?.equals(Buffer.from('yes')) ?? false;
  return { formToken, field, secret: keepSecret(posted), lastTryConfirmed };
}
