import Router from '@koa/router';
import type { Context } from 'koa';
import type { CompletedLogin } from '../stores/card-logins.ts';
import type { Stores } from '../stores/stores.ts';
import type { Assurance } from '../vocabulary/authentication.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Language, Words } from '../vocabulary/words.ts';
import { createAgentRoutes } from './agent-routes.ts';
import type { AuthoritySet } from './authority-set.ts';
import { complete, showNotCompleted } from './completion.ts';
import { showExtensionPage } from './extension-page.ts';
import { createLoginCookies } from './login-cookie.ts';
import { createLoginSteps } from './login-steps.ts';
import { createPhoneAgentRoutes } from './phone/phone-agent-routes.ts';
import { createPhonePages } from './phone/phone-pages.ts';
import type { Places } from './phone/places.ts';
import { createThrottle } from './throttle.ts';
import type { Registrar } from './registrar.ts';

export interface CardLoginRooms {
  stores: Pick<Stores, 'cardLogins' | 'phoneCodes' | 'citizens' | 'revocationEvidence'>;
  clock: Clock;
  log: Log;
  /** Ours: what cards sign for. */
  origin: string;
  cardAgentOrigin: string;
  secureCookies: boolean;
  authorities: { card: AuthoritySet; signature: AuthoritySet; phone: AuthoritySet };
  /** What the operator calls the networks they know. */
  places: Places;
  registrar: Registrar;
  /** The audit trail: resolves when the login is recorded, and only then does it count. */
  recordLogin(login: CompletedLogin): Promise<void>;
}

export interface LoginAsk {
  /** A path of ours: where the browser goes on, and where the login page looks whether it is done. */
  returnPath: string;
  /** The least that will do for what it is for. */
  assurance: Assurance;
  /** Nobody is timed while reading: the login lives as long as what it is for. */
  expiresAt: Date;
  /** Who will ask for information after the login. */
  asker: Words | null;
  /** How to leave it be: our address that takes the citizen back, and whose site that is; null where there is none. */
  stop: { path: string; returnOrigin: string } | null;
  language: Language;
}

export interface CardLogin {
  /** `/card-login/…` */
  routes: Router;
  /** Starts (or continues) a login for this return path in this browser and shows the page of its step. */
  showLoginPage(ctx: Context, ask: LoginAsk): Promise<void>;
  /** What a login completed for this return path in this very browser proved, where it proved enough; once. */
  takeLogin(
    ctx: Context,
    ask: Pick<LoginAsk, 'returnPath' | 'assurance'>,
  ): Promise<CompletedLogin | undefined>;
}

export function createCardLogin(d: CardLoginRooms): CardLogin {
  const cookies = createLoginCookies({ secure: d.secureCookies });
  const throttle = createThrottle(d);
  const routes = new Router();
  routes.use(createAgentRoutes({ ...d, throttle }).routes());
  routes.use(createPhoneAgentRoutes({ ...d, throttle }).routes());
  routes.use(createPhonePages({ ...d, cookies }).routes());
  routes.get('/card-login/complete', (ctx) =>
    complete(ctx, { cardLogins: d.stores.cardLogins, cookies, clock: d.clock, log: d.log }),
  );
  routes.get('/card-login/not-completed', showNotCompleted);
  routes.get('/card-login/web-eid', (ctx) =>
    showExtensionPage(ctx, { cardLogins: d.stores.cardLogins, cookies, clock: d.clock }),
  );
  routes.all(['/card-login/complete', '/card-login/not-completed', '/card-login/web-eid'], (ctx) => {
    ctx.set('Allow', 'GET, HEAD');
    throw new Refusal('method_not_allowed');
  });
  return { routes, ...createLoginSteps({ ...d, cookies, throttle }) };
}
