import { randomBytes } from 'node:crypto';
import Router from '@koa/router';
import type { Context } from 'koa';
import { loginPage } from '../../consent-ui/login-page.tsx';
import { pageHeaders } from '../../consent-ui/page-headers.ts';
import type { CardLogin as StoredLogin } from '../stores/card-logins.ts';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { CitizenId, LoginId } from '../vocabulary/identifiers.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Language, Words } from '../vocabulary/words.ts';
import { answerProblem } from './agent-answer.ts';
import { checkNotForeign, readJsonObject, toLoginId, toObject } from './agent-request.ts';
import { complete, showNotCompleted } from './completion.ts';
import { createLoginCookies, hash, type HeldLogin, isSameHash } from './login-cookie.ts';
import type { RevocationSource } from './revocation.ts';
import type { CardTrust } from './trust.ts';
import { verifyCardLogin } from './verify-card-login.ts';

export interface CardLoginRooms {
  stores: Pick<Stores, 'cardLogins' | 'citizens'>;
  clock: Clock;
  log: Log;
  /** Ours: what cards sign for. */
  origin: string;
  cardAgentOrigin: string;
  secureCookies: boolean;
  trust: CardTrust;
  revocation: RevocationSource;
}

export interface LoginAsk {
  /** A path of ours: where the browser goes on, and where the login page looks whether it is done. */
  returnPath: string;
  /** Nobody is timed while reading: the login lives as long as what it is for. */
  expiresAt: Date;
  /** Who will ask for information after the login. */
  asker: Words | null;
  language: Language;
}

export interface CardLogin {
  /** `/card-login/…` */
  routes: Router;
  /** Starts (or continues) a login for this return path in this browser and shows the login page. */
  showLoginPage(ctx: Context, ask: LoginAsk): Promise<void>;
  /** The citizen whose card completed a login for this return path in this very browser; once. */
  takeCitizen(ctx: Context, returnPath: string): Promise<CitizenId | undefined>;
}

type GoingOn = Pick<StoredLogin, 'id' | 'expiresAt' | 'state'>;

const challengeSeconds = 120;
const codeSeconds = 60;

export function createCardLogin(d: CardLoginRooms): CardLogin {
  const { cardLogins, citizens } = d.stores;
  const cookies = createLoginCookies({ secure: d.secureCookies });
  const inSeconds = (seconds: number): Date => new Date(d.clock.now().getTime() + seconds * 1000);
  const routes = new Router({ prefix: '/card-login' });

  const forAgents =
    (answer: (request: Readonly<Record<string, unknown>>) => Promise<object>) =>
    async (ctx: Context): Promise<void> => {
      ctx.set('Cache-Control', 'no-store');
      ctx.set('X-Content-Type-Options', 'nosniff');
      try {
        checkNotForeign(ctx, d.origin);
        ctx.body = await answer(await readJsonObject(ctx));
      } catch (error) {
        answerProblem(ctx, error, d);
      }
    };

  /** Fetched when the PIN is submitted; a newer one replaces it, so that one at most is ever live. */
  routes.post(
    '/challenge',
    forAgents(async (request) => {
      const nonce = randomBytes(32).toString('base64');
      const id = toLoginId(request['login']);
      if (!(await cardLogins.setChallenge(id, nonce, inSeconds(challengeSeconds), d.clock.now())))
        throw new Refusal('login_unknown');
      return { nonce };
    }),
  );

  routes.post(
    '/token',
    forAgents(async (request) => {
      const id = toLoginId(request['login']);
      const token = toObject(request['token'], 'token');
      // Taken out before anything is checked: a challenge serves one delivery, be it refused.
      const nonce = await cardLogins.takeChallenge(id, d.clock.now());
      if (nonce === undefined) throw await whyNoChallenge(id);
      const verified = await verifyCardLogin(
        token,
        { origin: d.origin, nonce, now: d.clock.now() },
        { trust: d.trust, revocation: d.revocation, citizens },
      );
      const code = randomBytes(32).toString('base64url');
      if (!(await cardLogins.deliver(id, verified.citizen, hash(code), inSeconds(codeSeconds))))
        throw new Refusal('login_unknown');
      d.log.info('card_login', { outcome: verified.revocation.method });
      return { code };
    }),
  );

  routes.get('/complete', (ctx) => complete(ctx, { cardLogins, cookies, clock: d.clock, log: d.log }));
  routes.get('/not-completed', showNotCompleted);
  const allowOnly = (methods: string) => (ctx: Context) => {
    ctx.set('Allow', methods);
    throw new Refusal('method_not_allowed');
  };
  routes.all(['/challenge', '/token'], allowOnly('POST'));
  routes.all(['/complete', '/not-completed'], allowOnly('GET, HEAD'));

  async function whyNoChallenge(id: LoginId): Promise<Refusal> {
    const login = await cardLogins.find(id);
    const alive = login?.state === 'started' && login.expiresAt > d.clock.now();
    return new Refusal(alive ? 'challenge_unknown' : 'login_unknown');
  }

  /** This browser's login for the page, where a card can still come to it or its code is still under way. */
  async function findGoingOn(held: HeldLogin | undefined, returnPath: string): Promise<GoingOn | undefined> {
    const login = held && (await cardLogins.find(held.id));
    if (!login || login.returnPath !== returnPath || !isSameHash(held.secretHash, login.cookieHash))
      return undefined;
    const now = d.clock.now();
    if (login.expiresAt <= now) return undefined;
    if (login.state === 'started') return login;
    const codeIsLive =
      login.state === 'delivered' && login.codeExpiresAt !== null && login.codeExpiresAt > now;
    return codeIsLive ? login : undefined;
  }

  async function start(ctx: Context, { returnPath, expiresAt }: LoginAsk): Promise<GoingOn> {
    const { id, secretHash } = cookies.give(ctx, returnPath, expiresAt);
    await cardLogins.start({ id, cookieHash: secretHash, returnPath, createdAt: d.clock.now(), expiresAt });
    return { id, expiresAt, state: 'started' };
  }

  return {
    routes,
    async showLoginPage(ctx, ask) {
      const { returnPath, asker, language } = ask;
      // The page is looked at again and again: one login goes on, rows do not pile up.
      const login = (await findGoingOn(cookies.read(ctx, returnPath), returnPath)) ?? (await start(ctx, ask));
      const other = language === 'ja' ? 'en' : 'ja';
      ctx.set(pageHeaders());
      ctx.body = loginPage({
        language,
        asker,
        // Read by the card agent already: this page may say so, and only the agent's own way back goes on.
        agentLink: login.state === 'started' ? agentLink(d, login.id) : null,
        statusPath: 'language' in ctx.query ? inLanguage(returnPath, language) : returnPath,
        expiresAt: login.expiresAt,
        otherLanguagePath: inLanguage(returnPath, other),
      });
    },

    async takeCitizen(ctx, returnPath) {
      const held = cookies.read(ctx, returnPath);
      if (!held) return undefined;
      const citizen = await cardLogins.takeCompleted(held.id, held.secretHash, returnPath, d.clock.now());
      if (citizen) cookies.remove(ctx, returnPath);
      return citizen;
    },
  };
}

/** Carries our origin and an opaque id, and no return address: the agent knows the way back by itself. */
function agentLink({ cardAgentOrigin, origin }: CardLoginRooms, id: LoginId): string {
  return `${cardAgentOrigin}/login?${new URLSearchParams({ site: origin, login: id }).toString()}`;
}

function inLanguage(path: string, language: Language): string {
  const url = new URL(path, 'https://here.invalid');
  url.searchParams.set('language', language);
  return url.pathname + url.search;
}
