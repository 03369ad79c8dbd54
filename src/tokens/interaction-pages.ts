import { setTimeout as pause } from 'node:timers/promises';
import Router from '@koa/router';
import type { Context } from 'koa';
import { errors, type Provider } from 'oidc-provider';
import type { CardLogin } from '../card-login/card-login.ts';
import type { ConsentRoom, ConsentScreen } from '../consent/consent.ts';
import { checkOwnPage, readForm } from '../consent/posted-form.ts';
import type { CompletedLogin } from '../stores/card-logins.ts';
import type { RelyingParty } from '../stores/relying-parties.ts';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { ClientId } from '../vocabulary/identifiers.ts';
import { toLanguage } from '../vocabulary/language.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { answerRequest, answerStopped } from './answer-request.ts';
import { isYoungEnough } from './asked-authentication.ts';
import { type AskedBy, type AskingParameters, toAskedBy } from './asked-by.ts';
import { type Asking, createDecisions, type Decision } from './decisions.ts';
import { interactionSeconds } from './lifetimes.ts';

export interface InteractionRooms {
  provider: Provider;
  stores: Pick<Stores, 'oidcPayloads' | 'relyingParties' | 'consents'>;
  clock: Clock;
  log: Log;
  apiAudience: string;
  cardLogin: Pick<CardLogin, 'showLoginPage' | 'takeLogin'>;
  consent: ConsentRoom;
}

/** A live request at this browser. */
interface Live extends Asking, AskedBy {
  record: Awaited<ReturnType<Provider['interactionDetails']>>;
  path: string;
  relyingParty: RelyingParty;
  /** Of the company: where the browser goes in the end. */
  returnOrigin: string;
}

/** How long a second form waits for what the first one comes to. */
const waitMilliseconds = 5000;
const mostFormBytes = 4096;

/**
 * Card login and consent, both at one address for one request. A citizen is known to their own interaction alone, a
 * decision is made once for a pushed request, and it is stored before anything is granted.
 */
export function createInteractionPages(d: InteractionRooms): Router {
  const decisions = createDecisions(d.stores.oidcPayloads);
  const routes = new Router();

  routes.get('/interaction/:uid', async (ctx) => {
    const live = await load(ctx, d);
    const decision = await decisions.find(live);
    if (decision) return goOn(ctx, live, decision);
    const login = await present(ctx, live);
    if (login) await d.consent.show(ctx, toScreen(ctx, live, login));
  });

  routes.post('/interaction/:uid', async (ctx) => {
    const live = await load(ctx, d);
    const login = await decisions.findLogin(live);
    if (!login) throw new Refusal('interaction_unknown', 'no card login yet');
    const screen = toScreen(ctx, live, login);
    if (!(await decisions.begin(live))) return goOn(ctx, live, await decisions.find(live));
    const decided = await decide(ctx, live, screen);
    if (decided.decision === 'shown') return;
    if (decided.decision === 'login_too_old') {
      await decisions.forgetLogin(live);
      return redirect(ctx, live.path);
    }
    await answerRequest(ctx, d, live.record, decided.consent, live.authentication);
  });

  // No token of its own: whoever could post it from elsewhere would need this browser's cookie and the request's name.
  routes.post('/interaction/:uid/stop', async (ctx) => {
    const live = await load(ctx, d);
    checkOwnPage(ctx);
    const form = await readForm(ctx, mostFormBytes);
    const reason = form.get('because') === 'assurance' ? 'assurance_not_met' : 'login_stopped';
    if (!(await decisions.stop(live, reason))) return goOn(ctx, live, await decisions.find(live));
    d.log.info('login_stopped', { client_id: live.relyingParty.clientId, reason });
    await answerStopped(ctx, live.record, reason);
  });

  routes.all(['/interaction/:uid', '/interaction/:uid/stop'], (ctx) => {
    ctx.set('Allow', ctx.path.endsWith('/stop') ? 'POST' : 'GET, HEAD, POST');
    throw new Refusal('method_not_allowed');
  });

  /** Who is at this interaction, or undefined after the login page was shown. */
  async function present(ctx: Context, live: Live): Promise<CompletedLogin | undefined> {
    const known = await decisions.findLogin(live);
    if (known && isYoung(live, known)) return known;
    if (known) await decisions.forgetLogin(live);
    const ask = { returnPath: live.path, assurance: live.authentication.assurance };
    const login = await d.cardLogin.takeLogin(ctx, ask);
    if (login && isYoung(live, login)) {
      await decisions.rememberLogin(live, login);
      return login;
    }
    await d.cardLogin.showLoginPage(ctx, {
      ...ask,
      expiresAt: live.expiresAt,
      asker: live.relyingParty.legalName,
      stop: { path: `${live.path}/stop`, returnOrigin: live.returnOrigin },
      language: toLanguage(ctx),
    });
    return undefined;
  }

  function isYoung({ authentication: asked }: Live, { authentication }: CompletedLogin): boolean {
    return isYoungEnough(authentication, asked, d.clock.now());
  }

  async function decide(ctx: Context, live: Live, screen: ConsentScreen) {
    const decided = await d.consent.decide(ctx, screen).catch(async (error: unknown) => {
      await decisions.giveUp(live);
      throw error;
    });
    if (!('consent' in decided)) await decisions.giveUp(live);
    else await decisions.keep(live, decided.consent.id);
    return decided;
  }

  /** Leads a second form, a reload or a way back to what was decided; in another tab or browser there is nothing to see. */
  async function goOn(ctx: Context, live: Live, first: Decision | undefined): Promise<void> {
    let decision = first;
    const end = performance.now() + waitMilliseconds;
    while (isUnderWay(decision) && decision.interaction === live.interaction) {
      if (performance.now() > end) throw new Refusal('store_unavailable', 'a decision is being stored');
      await pause(50);
      decision = await decisions.find(live);
    }
    // The other form decided nothing: this one's page is shown afresh.
    if (!decision) return redirect(ctx, live.path);
    if (decision.interaction !== live.interaction) throw new Refusal('interaction_unknown', 'another tab');
    if (decision.stopped) return answerStopped(ctx, live.record, decision.stopped);
    const consent = decision.consent ? await d.stores.consents.find(decision.consent) : undefined;
    if (!consent) throw new Refusal('interaction_unknown', 'decision without consent');
    await answerRequest(ctx, d, live.record, consent, live.authentication);
  }

  function toScreen(ctx: Context, live: Live, { citizen, authentication }: CompletedLogin): ConsentScreen {
    const { interaction, relyingParty, asked, returnOrigin } = live;
    return {
      interaction,
      citizen,
      authentication,
      isLoginTooOld: (now) => !isYoungEnough(authentication, live.authentication, now),
      relyingParty,
      asked,
      returnOrigin,
      formAction: live.path,
      language: toLanguage(ctx),
    };
  }

  return routes;
}

/** The live interaction that belongs to this address and this browser's cookie. @throws Refusal `interaction_unknown` */
async function load(ctx: Context, d: InteractionRooms): Promise<Live> {
  const record: Live['record'] & { parJti?: string } = await d.provider
    .interactionDetails(ctx.req, ctx.res)
    .catch((error: unknown) => {
      throw error instanceof errors.SessionNotFound ? new Refusal('interaction_unknown') : error;
    });
  // The cookie's path says so already; the cookie alone must not.
  if (record.uid !== ctx['params'].uid || !record.parJti) throw new Refusal('interaction_unknown');
  const relyingParty = await d.stores.relyingParties.find(String(record.params['client_id']) as ClientId);
  if (!relyingParty) throw new Refusal('client_unknown');
  const expiresAt = new Date(record.exp * 1000);
  const openedAt = new Date(expiresAt.getTime() - interactionSeconds * 1000);
  return {
    record,
    interaction: record.uid,
    pushedRequest: record.parJti,
    expiresAt,
    path: `/interaction/${record.uid}`,
    relyingParty,
    // As of when it was opened: a moment that passes while somebody reads must not take their "no" away.
    ...toAskedBy(relyingParty, record.params as AskingParameters, openedAt),
    returnOrigin: new URL(String(record.params['redirect_uri'])).origin,
  };
}

/** Somebody decides right now: what it comes to is not known yet. */
function isUnderWay(decision: Decision | undefined): decision is Decision {
  return decision !== undefined && !decision.consent && !decision.stopped;
}

function redirect(ctx: Context, path: string): void {
  ctx.status = 303;
  ctx.redirect(path);
}
