import type { Context } from 'koa';
import { pageHeaders } from '../../consent-ui/page-headers.ts';
import { webEidPage } from '../../consent-ui/web-eid-page.tsx';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { LoginId } from '../vocabulary/identifiers.ts';
import { toLanguage } from '../vocabulary/language.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { isSameHash, type LoginCookies } from './login-cookie.ts';

const path = '/card-login/web-eid';

export function toExtensionPath(login: LoginId): string {
  return `${path}?${new URLSearchParams({ login }).toString()}`;
}

/**
 * The login for whom uses Web eID's browser extension. Shown only for a login that this very browser began: a link from
 * elsewhere would otherwise have the visitor's card sign for the login of whoever sent it. @throws Refusal
 */
export async function showExtensionPage(
  ctx: Context,
  d: { cardLogins: Pick<Stores['cardLogins'], 'find'>; cookies: LoginCookies; clock: Clock },
): Promise<void> {
  const id = ctx.query['login'];
  const login =
    typeof id === 'string' && /^[\w-]{22}$/.test(id) ? await d.cardLogins.find(id as LoginId) : undefined;
  const held = login && d.cookies.read(ctx, login.returnPath);
  if (!login || held?.id !== login.id || !isSameHash(held.secretHash, login.cookieHash))
    throw new Refusal('login_unknown');
  if (login.state !== 'started' || login.step !== 'authentication' || login.expiresAt <= d.clock.now())
    throw new Refusal('login_unknown');
  const language = toLanguage(ctx);
  const other = language === 'ja' ? 'en' : 'ja';
  ctx.set(pageHeaders({ ownScript: true }));
  ctx.body = webEidPage({
    language,
    login: login.id,
    backPath: login.returnPath,
    otherLanguagePath: `${toExtensionPath(login.id)}&language=${other}`,
  });
}
