import type { Context } from 'koa';
import type { CardLogin, LoginAsk } from '../card-login/card-login.ts';
import { checkOwnPage, readForm } from '../consent/posted-form.ts';
import type { Stores } from '../stores/stores.ts';
import { type Assurance, isAtLeast } from '../vocabulary/authentication.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { toLanguage } from '../vocabulary/language.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { createPortalSessions, isFormToken, type PresentCitizen } from './session.ts';
import { goTo } from './shown-page.ts';

export interface DeskRooms {
  stores: Pick<Stores, 'citizenSessions'>;
  clock: Clock;
  secureCookies: boolean;
  cardLogin: Pick<CardLogin, 'showLoginPage' | 'takeLogin'>;
  formKey: Buffer;
}

/** Whose page it is, and whose forms count. */
export interface Desk {
  /** The citizen at this browser, or undefined after the card login's page was shown. */
  present(ctx: Context, assurance?: 'card' | 'signature'): Promise<PresentCitizen | undefined>;
  /** The citizen at this browser, if one is. */
  find(ctx: Context): Promise<PresentCitizen | undefined>;
  /** The form, if it comes from my page: session, its own token, and our own origin. @throws Refusal `form_not_ours` */
  checkForm(ctx: Context, citizen: PresentCitizen): Promise<URLSearchParams>;
  leave(ctx: Context): Promise<void>;
}

export const home = '/my';
const loginMinutes = 30;
const mostFormBytes = 16 * 1024;

export function createDesk(d: DeskRooms): Desk {
  const sessions = createPortalSessions({ ...d, sessions: d.stores.citizenSessions });
  return {
    async present(ctx, assurance = 'card') {
      const citizen = await sessions.find(ctx);
      if (citizen && isAtLeast(citizen.assurance, assurance)) return citizen;
      const ask = toAsk(ctx, assurance);
      const loggedIn = await d.cardLogin.takeLogin(ctx, ask);
      if (loggedIn) {
        await sessions.start(ctx, loggedIn);
        goTo(ctx, ask.returnPath);
        return undefined;
      }
      await d.cardLogin.showLoginPage(ctx, {
        ...ask,
        expiresAt: new Date(d.clock.now().getTime() + loginMinutes * 60_000),
        asker: null,
        stop: null,
        language: toLanguage(ctx),
      });
      return undefined;
    },
    find: (ctx) => sessions.find(ctx),
    async checkForm(ctx, { formToken }) {
      checkOwnPage(ctx);
      const form = await readForm(ctx, mostFormBytes);
      if (!isFormToken(formToken, form.get('form_token'))) throw new Refusal('form_not_ours');
      return form;
    },
    leave: (ctx) => sessions.end(ctx),
  };
}

/**
 * Every page asks to log in at one address, so that one completed login opens it whatever was clicked. What takes the
 * signature asks at its own: that login opens a stronger session, in the place of the one before.
 */
function toAsk(ctx: Context, assurance: Assurance): Pick<LoginAsk, 'returnPath' | 'assurance'> {
  return { returnPath: assurance === 'card' ? home : ctx.path, assurance };
}
