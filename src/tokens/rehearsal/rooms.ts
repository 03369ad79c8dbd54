/** The rooms beside this one, as small as they can be and still do what they promise: a card, a form, a stored consent. */
import { byCard } from '../../vocabulary/rehearsal/authentication.ts';
import type { CompletedLogin } from '../../stores/card-logins.ts';
import { type Authentication, isAtLeast } from '../../vocabulary/authentication.ts';
import Router from '@koa/router';
import type { Context } from 'koa';
import type { CardLogin } from '../../card-login/card-login.ts';
import { toConsentEnd } from '../../consent/asked.ts';
import type { ConsentRoom, ConsentScreen } from '../../consent/consent.ts';
import type { Consent } from '../../stores/consents.ts';
import type { Stores } from '../../stores/stores.ts';
import type { CitizenId, ConsentId, ItemName } from '../../vocabulary/identifiers.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';

export interface Cards extends CardLogin {
  /** A card logs in for this page. */
  insert(returnPath: string, citizen: CitizenId, authentication?: Authentication): void;
}

export function createCards(): Cards {
  const completed = new Map<string, CompletedLogin>();
  return {
    routes: new Router(),
    insert: (returnPath, citizen, authentication = byCard) =>
      void completed.set(returnPath, { citizen, authentication }),
    async showLoginPage(ctx, { returnPath }) {
      ctx.type = 'html';
      ctx.body = `<h1>login</h1><p>${returnPath}</p>`;
    },
    async takeLogin(_ctx, { returnPath, assurance }) {
      const login = completed.get(returnPath);
      if (!login || !isAtLeast(login.authentication.assurance, assurance)) return undefined;
      completed.delete(returnPath);
      return login;
    },
  };
}

export interface PlainConsent extends ConsentRoom {
  /** Every screen that was shown. */
  readonly screens: ConsentScreen[];
  /** Before a decision is stored; lets a test hold it. */
  beforeStoring: () => Promise<void>;
}

export function createPlainConsent(stores: Pick<Stores, 'consents'>): PlainConsent {
  const screens: ConsentScreen[] = [];
  const show = async (ctx: Context, screen: ConsentScreen): Promise<void> => {
    screens.push(screen);
    ctx.type = 'html';
    ctx.body = `<h1>consent</h1><p>${screen.relyingParty.legalName.en}</p>`;
  };
  const room: PlainConsent = {
    screens,
    beforeStoring: async () => undefined,
    show,
    async decide(ctx, screen) {
      const form = await readForm(ctx);
      const decision = form.get('decision');
      if (decision !== 'approve' && decision !== 'refuse') {
        await show(ctx, screen);
        return { decision: 'shown' };
      }
      if (decision === 'approve' && screen.isLoginTooOld(new Date())) return { decision: 'login_too_old' };
      const consent = toConsent(screen, decision, form.getAll('item') as ItemName[]);
      await room.beforeStoring();
      await stores.consents.add(consent);
      return { decision: consent.decision, consent };
    },
  };
  return room;
}

function toConsent(
  { citizen, authentication, asked }: ConsentScreen,
  decision: string,
  ticked: ItemName[],
): Consent {
  const decidedAt = new Date();
  const items = [...asked.requiredItems, ...asked.optionalItems.filter((item) => ticked.includes(item))];
  return {
    id: newIdentifier<ConsentId>(),
    decision: decision === 'approve' ? 'approved' : 'refused',
    citizen,
    client: asked.client,
    purpose: asked.purpose,
    items: items.sort(),
    unseenItems: [],
    verifiedClaims: asked.verifiedClaims,
    authentication,
    decidedAt,
    validUntil: toConsentEnd(asked, decidedAt),
    readsGranted: asked.reads,
    readsUsed: 0,
    withdrawnAt: null,
  };
}

async function readForm(ctx: Context): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
