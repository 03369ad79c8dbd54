import { randomBytes } from 'node:crypto';
import Router from '@koa/router';
import { Refusal } from '../../vocabulary/refusals.ts';
import { acceptLogin } from '../accept-login.ts';
import { toObject } from '../agent-request.ts';
import { addAgentRoute } from '../agent-route.ts';
import type { CardLoginRooms } from '../card-login.ts';
import { orCountFailure } from '../count-failure.ts';
import { keepEvidence } from '../keep-evidence.ts';
import { hash } from '../login-cookie.ts';
import type { Throttle } from '../throttle.ts';
import { verifyCardLogin } from '../verify-card-login.ts';
import { toNetworkHash } from './network-hash.ts';
import { continueSeconds, scanSeconds } from './phone-code.ts';
import { type PhoneFactor, phoneFactors, phoneWay } from './phone-way.ts';

/**
 * What phones ask for and deliver: first what they scanned, then the number that their holder read and the token that
 * their key signed. Nothing that is answered here leads a browser anywhere: only the computer's own page does.
 */
export function createPhoneAgentRoutes(d: CardLoginRooms & { throttle: Throttle }): Router {
  const { cardLogins, phoneCodes, citizens } = d.stores;
  const { trust, revocation } = d.authorities.phone;
  const phone = { trust, revocation: keepEvidence(revocation, d), citizens };
  const inSeconds = (seconds: number): Date => new Date(d.clock.now().getTime() + seconds * 1000);
  const routes = new Router({ prefix: '/card-login/phone' });

  /** The challenge belongs to this scan alone: a card cannot answer it, nor a phone a card's. */
  const scan = async (request: Readonly<Record<string, unknown>>, address: string): Promise<object> => {
    const code = toSecret(request['code'], 'phone_code_unknown');
    const fresh = {
      scan: randomBytes(16).toString('base64url'),
      nonce: randomBytes(32).toString('base64'),
      expiresAt: inSeconds(scanSeconds),
    };
    const { nonce, expiresAt } = fresh;
    const found = await phoneCodes.scan(
      hash(code),
      { scanHash: hash(fresh.scan), nonce, expiresAt },
      d.clock.now(),
    );
    if (!found?.shownAt) throw await whyNotScanned(code);
    const { place, browser, system, networkHash } = found.shownAt;
    return {
      scan: fresh.scan,
      nonce,
      asker: found.asker,
      place: { name: place, same_network: toNetworkHash(code, address) === networkHash },
      browser: { name: browser, system },
      expires_at: expiresAt.toISOString(),
    };
  };

  /** Somebody else read the screen, and nobody can tell which of the two was meant: so neither is. */
  const whyNotScanned = async (code: string): Promise<Refusal> => {
    const known = await phoneCodes.findByCode(hash(code));
    if (!known) return new Refusal('phone_code_unknown');
    if (known.scanExpiresAt === null) return new Refusal('phone_code_expired');
    await cardLogins.kill(known.login);
    return new Refusal('phone_code_used');
  };

  /** The number first, since it costs nothing to check, and once: of ninety numbers nobody tries a second. */
  const token = async (request: Readonly<Record<string, unknown>>): Promise<object> => {
    const scanned = toSecret(request['scan'], 'phone_scan_unknown');
    const unverified = toObject(request['token'], 'token');
    const way = phoneWay(toFactor(request['factor']));
    const taken = await phoneCodes.takeScan(hash(scanned), d.clock.now());
    if (!taken) throw new Refusal('phone_scan_unknown');
    const { login, number, nonce } = taken;
    if (request['number'] !== number) {
      await cardLogins.kill(login);
      throw new Refusal('phone_number_wrong');
    }
    // Ended meanwhile, by a second scanner or a card: nothing of it shall stand in the audit trail.
    const stored = await cardLogins.find(login);
    const isOpen = stored?.step === 'authentication' && stored.state === 'started';
    if (!isOpen || stored.expiresAt <= d.clock.now()) throw new Refusal('login_unknown');
    const expected = { origin: d.origin, nonce, now: d.clock.now() };
    const proving = verifyCardLogin(unverified, expected, phone, way);
    const proved = await orCountFailure(login, proving, { throttle: d.throttle, cardLogins });
    d.throttle.acceptCard(proved.certificate);
    // Its code is told to nobody: the page of this login's own browser finds its hash, and a form token made of it. A
    // phone that nobody is registered with leads to a registration, in which the register of residents has to know
    // phone and signature card as one person's.
    const accepted = {
      id: login,
      step: 'authentication',
      codeSeconds: continueSeconds,
      by: 'phone',
    } as const;
    await acceptLogin(accepted, proved, d);
    return {};
  };

  addAgentRoute(routes, '/scan', (request, ctx) => scan(request, ctx.ip), d);
  addAgentRoute(routes, '/token', token, d);
  return routes;
}

/** 128 bits in base64url, as we gave them out. @throws Refusal */
function toSecret(value: unknown, reason: 'phone_code_unknown' | 'phone_scan_unknown'): string {
  if (typeof value !== 'string' || !/^[\w-]{22}$/.test(value)) throw new Refusal(reason);
  return value;
}

function toFactor(value: unknown): PhoneFactor {
  const factor = phoneFactors.find((each) => each === value);
  if (!factor) throw new Refusal('request_malformed', 'factor must be pin or biometrics');
  return factor;
}
