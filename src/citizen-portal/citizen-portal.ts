import Router from '@koa/router';
import type { Context } from 'koa';
import { consentDetailPage } from '../../consent-ui/consent-detail-page.tsx';
import { myPage } from '../../consent-ui/my-page.tsx';
import { pageHeaders } from '../../consent-ui/page-headers.ts';
import { withdrawPage } from '../../consent-ui/withdraw-page.tsx';
import { withdrawnPage } from '../../consent-ui/withdrawn-page.tsx';
import type { CardLogin } from '../card-login/card-login.ts';
import type { Consent } from '../stores/consents.ts';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { ConsentId } from '../vocabulary/identifiers.ts';
import { toLanguage } from '../vocabulary/language.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { readForm } from './form.ts';
import { toConsentView, toReadView } from './history.ts';
import { createPortalSessions, isFormToken, type PresentCitizen } from './session.ts';

export interface CitizenPortalRooms {
  stores: Pick<Stores, 'citizenSessions' | 'consents' | 'ledger' | 'relyingParties'>;
  clock: Clock;
  log: Log;
  issuer: string;
  secureCookies: boolean;
  cardLogin: Pick<CardLogin, 'showLoginPage' | 'takeCitizen'>;
  /** Ends the tokens issued under a consent. */
  endGrant(consent: ConsentId): Promise<void>;
  formKey: Buffer;
}

const loginMinutes = 30;
const readsShown = 200;

/** My page: what I agreed to, who read what and when, and how to end it, in two clicks. */
export function createCitizenPortal(d: CitizenPortalRooms): Router {
  const sessions = createPortalSessions({ ...d, sessions: d.stores.citizenSessions });
  const router = new Router();

  /** The citizen at this browser, or undefined after the card login's page was shown. */
  async function present(ctx: Context): Promise<PresentCitizen | undefined> {
    const citizen = await sessions.find(ctx);
    if (citizen) return citizen;
    // Every page of ours asks to log in at one address, so that one completed login opens it whatever was clicked.
    const loggedIn = await d.cardLogin.takeCitizen(ctx, '/my');
    if (loggedIn) {
      await sessions.start(ctx, loggedIn);
      ctx.redirect('/my');
      ctx.status = 303;
      return undefined;
    }
    await d.cardLogin.showLoginPage(ctx, {
      returnPath: '/my',
      expiresAt: new Date(d.clock.now().getTime() + loginMinutes * 60_000),
      asker: null,
      language: toLanguage(ctx),
    });
    return undefined;
  }

  /** A consent of this very citizen: another's reads as one that does not exist. */
  async function ownConsent(ctx: Context, { citizen }: PresentCitizen): Promise<Consent> {
    const consent = await d.stores.consents.find(String(ctx['params'].id) as ConsentId);
    if (!consent || consent.citizen !== citizen) throw new Refusal('not_found');
    return consent;
  }

  /** Forms of my page count only when they come from my page: session, its own token, and our own origin. */
  async function checkForm(ctx: Context, { formToken }: PresentCitizen): Promise<void> {
    const origin = ctx.get('Origin');
    if (origin && origin !== d.issuer) throw new Refusal('form_not_ours');
    const form = await readForm(ctx);
    if (!isFormToken(formToken, form.get('form_token'))) throw new Refusal('form_not_ours');
  }

  const show = (ctx: Context, html: string): void => {
    ctx.set(pageHeaders());
    ctx.type = 'html';
    ctx.body = html;
  };

  router.get('/my', async (ctx) => {
    const citizen = await present(ctx);
    if (!citizen) return;
    const consents = await d.stores.consents.listByCitizen(citizen.citizen);
    const entries = await d.stores.ledger.listByCitizen(citizen.citizen, readsShown);
    const now = d.clock.now();
    show(
      ctx,
      myPage({
        language: toLanguage(ctx),
        consents: await Promise.all(consents.map((consent) => toConsentView(consent, d.stores.relyingParties, now))),
        reads: entries.map(toReadView),
        logoutAction: '/my/logout',
        formToken: citizen.formToken,
      }),
    );
  });

  router.get('/my/consents/:id', async (ctx) => {
    const citizen = await present(ctx);
    if (!citizen) return;
    const consent = await ownConsent(ctx, citizen);
    const entries = await d.stores.ledger.listByCitizen(citizen.citizen, readsShown);
    show(
      ctx,
      consentDetailPage({
        language: toLanguage(ctx),
        consent: await toConsentView(consent, d.stores.relyingParties, d.clock.now()),
        items: consent.items,
        unseenItems: consent.unseenItems,
        reads: entries.filter((entry) => entry.consent === consent.id).map(toReadView),
        withdrawPath: `/my/consents/${consent.id}/withdraw`,
        backPath: '/my',
      }),
    );
  });

  router.get('/my/consents/:id/withdraw', async (ctx) => {
    const citizen = await present(ctx);
    if (!citizen) return;
    const consent = await ownConsent(ctx, citizen);
    show(
      ctx,
      withdrawPage({
        language: toLanguage(ctx),
        consent: await toConsentView(consent, d.stores.relyingParties, d.clock.now()),
        formAction: `/my/consents/${consent.id}/withdraw`,
        formToken: citizen.formToken,
        backPath: '/my',
      }),
    );
  });

  router.post('/my/consents/:id/withdraw', async (ctx) => {
    const citizen = await present(ctx);
    if (!citizen) return;
    await checkForm(ctx, citizen);
    const consent = await ownConsent(ctx, citizen);
    // The consent row is the truth and acts at once; ending the tokens as well only tidies up.
    const withdrawn = await d.stores.consents.withdraw(consent.id, citizen.citizen, d.clock.now());
    await d.endGrant(consent.id);
    if (withdrawn) d.log.info('consent_withdrawn', { client_id: consent.client });
    ctx.redirect(`/my/consents/${consent.id}/withdrawn`);
    ctx.status = 303;
  });

  router.get('/my/consents/:id/withdrawn', async (ctx) => {
    const citizen = await present(ctx);
    if (!citizen) return;
    const consent = await ownConsent(ctx, citizen);
    show(
      ctx,
      withdrawnPage({
        language: toLanguage(ctx),
        consent: await toConsentView(consent, d.stores.relyingParties, d.clock.now()),
        backPath: '/my',
      }),
    );
  });

  router.post('/my/logout', async (ctx) => {
    const citizen = await sessions.find(ctx);
    if (citizen) {
      await checkForm(ctx, citizen);
      await sessions.end(ctx);
    }
    ctx.redirect('/');
    ctx.status = 303;
  });
  return router;
}
