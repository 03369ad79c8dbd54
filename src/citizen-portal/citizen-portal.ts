import Router from '@koa/router';
import type { Context } from 'koa';
import { consentDetailPage } from '../../consent-ui/consent-detail-page.tsx';
import type { ConsentView } from '../../consent-ui/consent-facts.tsx';
import { myPage } from '../../consent-ui/my-page.tsx';
import { withdrawPage } from '../../consent-ui/withdraw-page.tsx';
import { withdrawnPage } from '../../consent-ui/withdrawn-page.tsx';
import type { Consent } from '../stores/consents.ts';
import type { Stores } from '../stores/stores.ts';
import type { ConsentId } from '../vocabulary/identifiers.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { addCorrectionPages, type CorrectionRooms } from './corrections.ts';
import { createDesk, type DeskRooms, home } from './desk.ts';
import { addExchangePages, type ExchangeRooms, loadExchanges } from './exchanges.ts';
import { type History, loadHistory } from './history.ts';
import { addReceiptPages, type ReceiptRooms } from './receipts.ts';
import { addInformationPages, informationPath, type InformationRooms } from './information.ts';
import type { PresentCitizen } from './session.ts';
import { around, goTo, inChosenLanguage, show } from './shown-page.ts';
import { addWalletPages, walletPath, type WalletRooms } from './wallet.ts';

export interface CitizenPortalRooms
  extends DeskRooms, InformationRooms, ReceiptRooms, WalletRooms, CorrectionRooms, ExchangeRooms {
  stores: DeskRooms['stores'] &
    InformationRooms['stores'] &
    WalletRooms['stores'] &
    Pick<Stores, 'consents' | 'ledger' | 'relyingParties'>;
  ledger: InformationRooms['ledger'] & ReceiptRooms['ledger'];
  corrections: InformationRooms['corrections'] & CorrectionRooms['corrections'];
  log: Log;
  /** Ends the tokens issued under a consent. */
  endGrant(consent: ConsentId): Promise<void>;
}

const mostEnded = 100;

/** My page: what I agreed to, who read what and when, and how to end it, in two clicks. */
export function createCitizenPortal(d: CitizenPortalRooms): Router {
  const desk = createDesk(d);
  const { present, checkForm } = desk;
  const router = new Router();

  const historyOf = ({ citizen }: PresentCitizen): Promise<History> =>
    loadHistory(d.stores, citizen, d.clock.now());

  router.get(home, async (ctx) => {
    const citizen = await present(ctx);
    if (!citizen) return;
    const history = await historyOf(citizen);
    const consents = await Promise.all(history.consents.map((consent) => history.toConsentView(consent)));
    const ended = consents.filter(({ state }) => state !== 'active');
    show(
      ctx,
      myPage({
        ...around(ctx),
        active: consents.filter(({ state }) => state === 'active').map((consent) => linked(ctx, consent)),
        ended: ended.slice(0, mostEnded).map((consent) => linked(ctx, consent)),
        moreEnded: ended.length > mostEnded,
        ...(await history.reads()),
        emergencies: await history.emergencies(),
        logins: await history.logins(),
        ownLooks: await history.ownLooks(),
        informationPath: inChosenLanguage(ctx, informationPath),
        walletPath: inChosenLanguage(ctx, walletPath),
        ...(await loadExchanges(ctx, d, citizen.citizen, null)),
        logoutAction: '/my/logout',
        formToken: citizen.formToken,
      }),
    );
  });

  /** The pages about one consent of the citizen's own; another's reads as one that does not exist. */
  const onePage = (
    path: string,
    page: (ctx: Context, consent: ConsentView, own: OwnConsent) => string | Promise<string>,
  ): void => {
    router.get(`/my/consents/:id${path}`, async (ctx) => {
      const citizen = await present(ctx);
      if (!citizen) return;
      const history = await historyOf(citizen);
      const consent = findOwn(history, ctx);
      const view = linked(ctx, await history.toConsentView(consent));
      show(ctx, await page(ctx, view, { consent, history, formToken: citizen.formToken }));
    });
  };

  onePage('', async (ctx, view, { consent, history }) =>
    consentDetailPage({
      ...around(ctx),
      consent: view,
      items: consent.items,
      unseenItems: consent.unseenItems,
      ...(await history.reads((entry) => entry.consent === consent.id)),
      withdrawPath: view.withdrawPath,
      backPath: inChosenLanguage(ctx, home),
    }),
  );

  onePage('/withdraw', (ctx, view, { formToken }) =>
    withdrawPage({
      ...around(ctx),
      consent: view,
      formAction: view.withdrawPath,
      formToken,
      backPath: inChosenLanguage(ctx, home),
    }),
  );

  router.post('/my/consents/:id/withdraw', async (ctx) => {
    const citizen = await desk.find(ctx);
    // The session ended while the page was open: nothing is done, and the way leads over a login.
    if (!citizen) return goTo(ctx, home);
    await checkForm(ctx, citizen);
    const consent = findOwn(await historyOf(citizen), ctx);
    if (await d.stores.consents.withdraw(consent.id, citizen.citizen, d.clock.now()))
      d.log.info('consent_withdrawn', { client_id: consent.client });
    await endTokens(consent);
    goTo(ctx, inChosenLanguage(ctx, `/my/consents/${consent.id}/withdrawn`));
  });

  /** The consent's row is the truth and acts at once: ending the tokens as well tidies up, and may fail. */
  async function endTokens(consent: Consent): Promise<void> {
    try {
      await d.endGrant(consent.id);
    } catch (error) {
      d.log.warn('grant_not_ended', { client_id: consent.client, error: toErrorField(error) });
    }
  }

  onePage('/withdrawn', (ctx, view) =>
    withdrawnPage({ ...around(ctx), consent: view, backPath: inChosenLanguage(ctx, home) }),
  );

  addInformationPages(router, desk, d);
  addReceiptPages(router, desk, d);
  addWalletPages(router, desk, d);
  addCorrectionPages(router, desk, d);
  addExchangePages(router, desk, d);

  router.post('/my/logout', async (ctx) => {
    const citizen = await desk.find(ctx);
    if (citizen) {
      await checkForm(ctx, citizen);
      await desk.leave(ctx);
    }
    goTo(ctx, '/');
  });
  return router;
}

interface OwnConsent {
  consent: Consent;
  history: History;
  formToken: string;
}

function findOwn(history: History, ctx: Context): Consent {
  const consent = history.consents.find(({ id }) => id === String(ctx['params'].id));
  if (!consent) throw new Refusal('not_found');
  return consent;
}

function linked(ctx: Context, consent: ConsentView): ConsentView {
  return {
    ...consent,
    detailPath: inChosenLanguage(ctx, consent.detailPath),
    withdrawPath: inChosenLanguage(ctx, consent.withdrawPath),
  };
}
