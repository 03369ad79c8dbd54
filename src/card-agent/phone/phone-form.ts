import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../vocabulary/refusals.ts';
import { keepSecret } from '../secret.ts';
import { readPostedFields } from '../secret-form.ts';

export interface PostedConfirmation {
  formToken: string;
  /** Two digits as they were typed; `undefined` where they are none. */
  number: string | undefined;
  factor: 'pin' | 'biometrics';
  /** To be wiped by the caller, whatever the factor. */
  pin: Uint8Array;
  lastTryConfirmed: boolean;
}

const names = ['form_token', 'number', 'pin', 'factor', 'last_try'];

/** @throws Refusal */
export function readConfirmation(request: IncomingMessage): Promise<PostedConfirmation> {
  return readPostedFields(request, names, (fields) => {
    const [formToken, number, pin] = ['form_token', 'number', 'pin'].map((name) => fields.get(name));
    const factor = fields.get('factor')?.toString('latin1');
    if (!formToken || !number || !pin || (factor !== 'pin' && factor !== 'biometrics'))
      throw new Refusal('request_malformed', 'a field is missing');
    return {
      formToken: formToken.toString('latin1'),
      number: toNumber(number.toString('latin1')),
      factor,
      pin: keepSecret(pin),
      lastTryConfirmed: fields.get('last_try')?.toString('latin1') === 'yes',
    };
  });
}

/** Japanese keyboards write full-width digits, which are the same digits. */
function toNumber(encoded: string): string | undefined {
  try {
    return /^\d{2}$/.exec(decodeURIComponent(encoded).normalize('NFKC'))?.[0];
  } catch {
    return undefined;
  }
}

/** @throws Refusal */
export async function readScanForm(request: IncomingMessage): Promise<{ formToken: string; text: string }> {
  return readPostedFields(request, ['form_token', 'text'], (fields) => {
    const [formToken, text] = [fields.get('form_token'), fields.get('text')].map((field) =>
      field?.toString('latin1'),
    );
    if (formToken === undefined || text === undefined)
      throw new Refusal('request_malformed', 'a field is missing');
    try {
      return { formToken, text: decodeURIComponent(text.replaceAll('+', ' ')) };
    } catch {
      throw new Refusal('phone_code_unreadable');
    }
  });
}
