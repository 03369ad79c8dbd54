import type { Context } from 'koa';
import { loginNotCompletedPage } from '../../consent-ui/login-not-completed-page.tsx';
import { pageHeaders } from '../../consent-ui/page-headers.ts';
import type { CardLogin } from '../stores/card-logins.ts';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { type LoginId, newTraceId, type TraceId } from '../vocabulary/identifiers.ts';
import { toLanguage } from '../vocabulary/language.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal, refusalRow } from '../vocabulary/refusals.ts';
import { type HeldLogin, hash, isSameHash, type LoginCookies } from './login-cookie.ts';

const notCompletedPath = '/card-login/not-completed';

/**
 * The one step that makes a login count: code and cookie come together in one browser. A link that was sent to someone
 * else brings the code without the cookie, and a look-alike brings the cookie without the code; both end the login.
 * Whatever happens, a redirect takes the code out of the address bar, and no Referer carries it on.
 */
export async function complete(
  ctx: Context,
  d: { cardLogins: Stores['cardLogins']; cookies: LoginCookies; clock: Clock; log: Log },
): Promise<void> {
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.set('Cache-Control', 'no-store');
  // A preview or an embedded request must neither use the code up nor end the login: it is not the person.
  if (!isTopLevelNavigation(ctx)) throw new Refusal('login_not_completed', 'not opened as a page of its own');
  const id = readParameter(ctx, 'login', /^[\w-]{22}$/) as LoginId | undefined;
  const code = readParameter(ctx, 'code', /^[\w-]{43}$/);
  const login = id && (await d.cardLogins.find(id));
  if (!login) return toNotCompleted(ctx, d.log);
  if (await completeHere(ctx, login, code && hash(code), d)) return redirectTo(ctx, login.returnPath);
  await d.cardLogins.kill(login.id);
  return toNotCompleted(ctx, d.log);
}

/** delivered → completed, for the browser that began the login, and under a fresh cookie; false ends it. */
export async function completeHere(
  ctx: Context,
  login: CardLogin,
  codeHash: string | undefined,
  d: { cardLogins: Stores['cardLogins']; cookies: LoginCookies; clock: Clock; log: Log },
): Promise<boolean> {
  const held = d.cookies.read(ctx, login.returnPath);
  if (held?.id !== login.id) return false;
  if (isSameHash(held.secretHash, login.cookieHash) && codeHash !== undefined) {
    const fresh = d.cookies.renew(ctx, login);
    const cookies = { held: held.secretHash, fresh: fresh.secretHash };
    if (await d.cardLogins.complete(login.id, codeHash, cookies, d.clock.now())) {
      fresh.give();
      d.log.info('card_login_completed');
      return true;
    }
  }
  // Pressed twice in the browser that just completed it: nothing more is given, and nothing is taken away.
  return wasCompletedBy(held, d.cardLogins);
}

/** Read afresh: of two presses at once, the other one may have completed it meanwhile. */
async function wasCompletedBy(held: HeldLogin, cardLogins: Stores['cardLogins']): Promise<boolean> {
  const login = await cardLogins.find(held.id);
  if (login?.state !== 'completed') return false;
  return [login.cookieHash, login.retiredCookieHash ?? ''].some((known) =>
    isSameHash(held.secretHash, known),
  );
}

/** Where every failed completion ends: the same words for all of them, and a reference for the operator. */
export function showNotCompleted(ctx: Context): void {
  const language = toLanguage(ctx);
  const given = ctx.query['reference'];
  const reference = (
    typeof given === 'string' && /^[0-9a-f]{32}$/.test(given) ? given : newTraceId()
  ) as TraceId;
  const other = language === 'ja' ? 'en' : 'ja';
  ctx.status = refusalRow('login_not_completed').status;
  ctx.set(pageHeaders());
  ctx.body = loginNotCompletedPage({
    language,
    reference,
    otherLanguagePath: `${notCompletedPath}?${new URLSearchParams({ reference, language: other }).toString()}`,
  });
}

export function toNotCompleted(ctx: Context, log: Log): void {
  const reference = newTraceId();
  const reason = 'login_not_completed';
  log.info('refused', { reason, trace_id: reference, status: refusalRow(reason).status });
  redirectTo(ctx, `${notCompletedPath}?reference=${reference}`);
}

export function redirectTo(ctx: Context, path: string): void {
  ctx.redirect(path);
  // 303: whatever brought the browser here, it goes on with a plain GET.
  ctx.status = 303;
}

/** Old browsers send no Sec-Fetch headers; those that do, say whether a person opened this as a page. */
export function isTopLevelNavigation(ctx: Context): boolean {
  const [mode, destination] = [ctx.get('Sec-Fetch-Mode'), ctx.get('Sec-Fetch-Dest')];
  if (ctx.method !== 'GET' || /prefetch|prerender/i.test(ctx.get('Sec-Purpose') + ctx.get('Purpose')))
    return false;
  return (!mode || mode === 'navigate') && (!destination || destination === 'document');
}

function readParameter(ctx: Context, name: string, pattern: RegExp): string | undefined {
  const value = ctx.query[name];
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}
