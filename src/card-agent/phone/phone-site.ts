import { Refusal } from '../../vocabulary/refusals.ts';
import type { Words } from '../../vocabulary/words.ts';
import { type SiteExchange, toNonce } from '../site-exchange.ts';
import type { Site } from '../sites.ts';
import type { WebEidToken } from '../web-eid-token.ts';

/** What the site tells of the login whose code was scanned, for the phone's holder to compare. */
export interface Scanned {
  scan: string;
  nonce: string;
  asker: Words | null;
  place: { name: Words | null; sameNetwork: boolean };
  browser: { name: string; system: string };
}

export interface PhoneAnswer {
  scan: string;
  number: string;
  token: WebEidToken;
  factor: 'pin' | 'biometrics';
}

/** @throws Refusal */
export async function sendCode(exchange: SiteExchange, site: Site, code: string): Promise<Scanned> {
  const told = await exchange.post(site, '/card-login/phone/scan', { code });
  const place = toObject(told['place']);
  const browser = toObject(told['browser']);
  const scan = told['scan'];
  if (typeof scan !== 'string' || !/^[\w-]{22,64}$/.test(scan)) throw notAnAnswer('the scan');
  return {
    scan,
    nonce: toNonce(told['nonce']),
    asker: toWords(told['asker']),
    place: { name: toWords(place['name']), sameNetwork: place['same_network'] === true },
    browser: { name: toWord(browser['name']), system: toWord(browser['system']) },
  };
}

/** The site answers nothing that leads anywhere: the person goes back to the computer by themselves. @throws Refusal */
export async function sendAnswer(exchange: SiteExchange, site: Site, answer: PhoneAnswer): Promise<void> {
  await exchange.post(site, '/card-login/phone/token', answer);
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw notAnAnswer('a part of it');
  return value as Readonly<Record<string, unknown>>;
}

function toWords(value: unknown): Words | null {
  if (value === null) return null;
  const { ja, en } = toObject(value);
  if (!isText(ja) || !isText(en)) throw notAnAnswer('a name');
  return { ja, en };
}

/** One of a few words; what else a site might say there is not shown. */
function toWord(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z]{1,12}$/.test(value) ? value : 'unknown';
}

/** Visible characters of one line: nothing that turns the direction of the page or hides in it. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]{1,200}$/u.test(value);
}

function notAnAnswer(what: string): Refusal {
  return new Refusal('agent_site_answer_invalid', `${what} has not the shape it must have`);
}
