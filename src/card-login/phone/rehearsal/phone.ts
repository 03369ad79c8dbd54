/** Phones for this room's tests: what is scanned and sent, without an application around it. */
import assert from 'node:assert/strict';
import type { CardCertificateOptions } from '../../../../certs/card-certificate.ts';
import { request } from 'undici';
import { parse } from 'node-html-parser';
import {
  type Card,
  citizenOf,
  createBrowser,
  loginIn,
  makeCard,
  makeToken,
  origin,
  phoneAuthority,
  post,
  stores,
} from '../../rehearsal/stage.ts';
import { readQrCode } from './camera.ts';

export type TestBrowser = ReturnType<typeof createBrowser>;

/** A computer's page with a code on it. */
export interface ShownCode {
  browser: TestBrowser;
  login: string;
  path: string;
  code: string;
  number: string;
  body: string;
}

export interface Scan {
  scan: string;
  nonce: string;
  asker: object | null;
  place: { name: object | null; same_network: boolean };
  browser: { name: string; system: string };
  expires_at: string;
}

/** A key and certificate on a phone, whose holder is registered where `citizen` says so. */
export async function makePhone(
  serial: string,
  citizen: keyof typeof citizenOf | null = 'first',
  options: Partial<CardCertificateOptions> = {},
): Promise<Card> {
  const phone = await makeCard(phoneAuthority, { serial, ...options }, 'ES256');
  const bound = { issuerKeyHash: phoneAuthority.keyHash, serial, kind: 'phone_authentication' } as const;
  if (citizen) await stores.citizens.bindCertificate(bound, citizenOf[citizen]);
  return phone;
}

/** From the page that asks for a login to the code for the phone. */
export async function showCode(
  browser: TestBrowser = createBrowser(),
  returnPath = '/anyhow',
  headers: Record<string, string> = {},
): Promise<ShownCode> {
  const login = loginIn(await browser.get(returnPath));
  const path = `/card-login/phone/${login}`;
  return readCode(await browser.get(path, headers), { browser, login, path });
}

export async function showNewCode({ browser, login, path }: ShownCode): Promise<ShownCode> {
  return readCode(await browser.get(`${path}?code=new`), { browser, login, path });
}

function readCode(
  { status, body }: { status: number; body: string },
  of: Pick<ShownCode, 'browser' | 'login' | 'path'>,
): ShownCode {
  assert.equal(status, 200, body);
  const text = readQrCode(body) ?? assert.fail('there is no code on the page');
  const start = `${origin}/card-login/scan#`;
  assert.ok(text.startsWith(start));
  const code = text.slice(start.length);
  assert.match(code, /^[\w-]{22}$/);
  return { ...of, code, body, number: numberOn(body) };
}

export function numberOn(body: string): string {
  const number = parse(body).querySelector('.compare-number strong')?.text ?? '';
  assert.match(number, /^[1-9]\d$/);
  return number;
}

export const sendCode = (code: string) => post('/card-login/phone/scan', JSON.stringify({ code }));

export async function scan(code: string): Promise<Scan> {
  const { status, text } = await sendCode(code);
  assert.equal(status, 200, text);
  return JSON.parse(text) as Scan;
}

/** What the phone sends once its holder typed the number and unlocked its key. */
export function answer(
  { scan: scanned, nonce }: Scan,
  number: string,
  by: Card,
  { factor = 'pin', token = makeToken(nonce, { by }) }: { factor?: unknown; token?: unknown } = {},
) {
  return post('/card-login/phone/token', JSON.stringify({ scan: scanned, number, token, factor }));
}

/** The whole of the phone's part. */
export async function confirm(shown: ShownCode, by: Card, factor = 'pin'): Promise<void> {
  const { status, text } = await answer(await scan(shown.code), shown.number, by, { factor });
  assert.equal(status, 200, text);
  assert.equal(text, '{}', 'nothing in it leads anywhere');
}

/** Sends the computer's form, as its own page does where nothing else is told. */
export async function press(
  browser: TestBrowser,
  path: string,
  formToken: string,
  headers: Record<string, string> = {},
) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answered = await request(new URL(`${path}/continue`, origin), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin,
      'sec-fetch-site': 'same-origin',
      ...(cookie && { cookie }),
      ...headers,
    },
    body: new URLSearchParams({ form_token: formToken }).toString(),
  });
  for (const line of [answered.headers['set-cookie'] ?? []].flat()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    browser.cookies.set(name, value);
  }
  return {
    status: answered.statusCode,
    headers: answered.headers,
    body: await answered.body.text(),
  };
}

export function formTokenOn(body: string): string {
  return parse(body).querySelector('input[name=form_token]')?.getAttribute('value') ?? assert.fail('no form');
}

/** The person's last step at the computer; answers what the page behind the login says. */
export async function goOn({ browser, path }: ShownCode, returnPath = '/anyhow'): Promise<string> {
  const confirmed = await browser.get(path);
  const pressed = await press(browser, path, formTokenOn(confirmed.body));
  assert.deepEqual([pressed.status, pressed.headers['location']], [303, path]);
  const done = await browser.get(path);
  assert.ok(done.body.includes(`url=${returnPath}"`), 'the page leads on');
  return (await browser.get(returnPath)).body;
}
