import type { IncomingMessage } from 'node:http';
import { Refusal } from '../vocabulary/refusals.ts';
import { takePin, wipe } from './pin.ts';

export interface PinForm {
  formToken: string;
  /** Undefined where what was entered cannot be a PIN. */
  pin: Uint8Array | undefined;
}

const mostBytes = 1024;

/**
 * Reads the posted PIN form without ever making a string of the PIN, and wipes what it was read from.
 * @throws Refusal `media_type_not_supported`, `request_too_large`, `request_malformed`
 */
export async function readPinForm(
  request: IncomingMessage,
  take: (posted: Uint8Array) => Uint8Array | undefined = takePin,
): Promise<PinForm> {
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
    return toPinForm(body, take);
  } finally {
    for (const chunk of [...chunks, body]) wipe(chunk);
  }
}

/** Exactly two fields, once each. Digits and base64url need no percent encoding: an encoded value is not one of ours. */
function toPinForm(body: Buffer, take: (posted: Uint8Array) => Uint8Array | undefined): PinForm {
  const fields = new Map<string, Buffer>();
  for (let from = 0; from <= body.length;) {
    const end = body.indexOf('&', from) === -1 ? body.length : body.indexOf('&', from);
    const equals = body.subarray(from, end).indexOf('=');
    const name = equals === -1 ? '' : body.toString('latin1', from, from + equals);
    if (!['form_token', 'pin'].includes(name) || fields.has(name)) {
      throw new Refusal('request_malformed', 'the form has other fields than its own');
    }
    fields.set(name, body.subarray(from + equals + 1, end));
    from = end + 1;
  }
  const formToken = fields.get('form_token')?.toString('latin1');
  const pin = fields.get('pin');
  if (formToken === undefined || !pin) throw new Refusal('request_malformed', 'form_token or pin is missing');
  return { formToken, pin: take(pin) };
}
