import Router from '@koa/router';
import type { Context } from 'koa';
import { pageHeaders } from '../../../consent-ui/page-headers.ts';
import { phoneCodePage } from '../../../consent-ui/phone-code-page.tsx';
import { phoneConfirmedPage } from '../../../consent-ui/phone-confirmed-page.tsx';
import { phoneDonePage } from '../../../consent-ui/phone-done-page.tsx';
import { phoneScanPage } from '../../../consent-ui/phone-scan-page.tsx';
import type { CardLogin as StoredLogin } from '../../stores/card-logins.ts';
import type { LoginId } from '../../vocabulary/identifiers.ts';
import { toLanguage } from '../../vocabulary/language.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { readBody } from '../agent-request.ts';
import type { CardLoginRooms } from '../card-login.ts';
import { completeHere, isTopLevelNavigation, redirectTo, toNotCompleted } from '../completion.ts';
import { hash, isSameHash, type LoginCookies } from '../login-cookie.ts';
import { codeSeconds, newPhoneCode, toCodeText } from './phone-code.ts';
import { toShownAt } from './shown-at.ts';

/**
 * The computer's side: a code and a number for the browser that began the login, and a button once the phone has
 * confirmed. Nothing happens by itself. A page that went on when the phone is done would log in whoever waits at it.
 */
export function createPhonePages(d: CardLoginRooms & { cookies: LoginCookies }): Router {
  const { cardLogins, phoneCodes } = d.stores;
  const routes = new Router({ prefix: '/card-login' });

  routes.get('/scan', (ctx) =>
    show(ctx, phoneScanPage({ language: toLanguage(ctx), ...otherLanguage(ctx) })),
  );
  routes.get('/phone/:login', showStep);
  routes.post('/phone/:login/continue', goOn);
  for (const [path, allowed] of [
    ['/scan', 'GET, HEAD'],
    ['/phone/:login', 'GET, HEAD'],
    ['/phone/:login/continue', 'POST'],
  ] as const)
    routes.all(path, (ctx) => {
      ctx.set('Allow', allowed);
      throw new Refusal('method_not_allowed');
    });

  /** Which page comes next stands in the login's row, never in the page before it. */
  async function showStep(ctx: Context): Promise<void> {
    // A preview would end the code that the person is just scanning.
    if (!isTopLevelNavigation(ctx))
      throw new Refusal('login_not_completed', 'not opened as a page of its own');
    const login = await findLogin(ctx);
    if (!login || !isHeldHere(ctx, login) || login.expiresAt <= d.clock.now())
      throw new Refusal('login_unknown');
    if (login.state === 'dead') throw new Refusal('phone_login_ended');
    const language = toLanguage(ctx);
    const ways = { language, ...otherLanguage(ctx), backPath: login.returnPath };
    // A card has logged in, and its holder is being registered.
    if (login.step === 'signature') return redirectTo(ctx, login.returnPath);
    if (login.state === 'started') return showCode(ctx, login);
    if (!isByPhone(login)) return redirectTo(ctx, login.returnPath);
    show(
      ctx,
      login.state === 'completed'
        ? phoneDonePage({ language, returnPath: login.returnPath })
        : phoneConfirmedPage({
            ...ways,
            formAction: `${ctx.path}/continue?language=${language}`,
            formToken: toFormToken(login),
            expiresAt: login.codeExpiresAt ?? login.expiresAt,
          }),
    );
  }

  /** A code that a phone is at work with stays; any other is replaced by being looked at, for only its hash is kept. */
  async function showCode(ctx: Context, login: StoredLogin): Promise<void> {
    const now = d.clock.now();
    const held = await phoneCodes.find(login.id);
    const atWork = held?.isPhoneAtWork && held.scanExpiresAt !== null && held.scanExpiresAt > now;
    const page = {
      language: toLanguage(ctx),
      ...otherLanguage(ctx),
      statusPath: withLanguage(ctx, ctx.path, { code: 'confirmed' }),
      newCodePath: withLanguage(ctx, ctx.path, { code: 'new' }),
      backPath: login.returnPath,
      notYet: ctx.query['code'] === 'confirmed',
    };
    if (atWork && held.number !== null && held.scanExpiresAt && ctx.query['code'] !== 'new')
      return show(
        ctx,
        phoneCodePage({ ...page, number: held.number, expiresAt: held.scanExpiresAt, codeText: null }),
      );
    const { code, number } = newPhoneCode();
    const expiresAt = new Date(Math.min(now.getTime() + codeSeconds * 1000, login.expiresAt.getTime()));
    const shown = { codeHash: hash(code), number, shownAt: toShownAt(ctx, code, d.places), expiresAt };
    // Not offered: what it is for wants more than a phone can prove.
    if (!(await phoneCodes.show(login.id, shown))) throw new Refusal('login_unknown');
    show(ctx, phoneCodePage({ ...page, number, expiresAt, codeText: toCodeText(d.origin, code) }));
  }

  /** The one step that makes a phone's login count: cookie, own page and form token come together, or the login ends. */
  async function goOn(ctx: Context): Promise<void> {
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.set('Cache-Control', 'no-store');
    const login = await findLogin(ctx);
    if (!login) return toNotCompleted(ctx, d.log);
    const form = isByPhone(login) && isFromOwnPage(ctx, d.origin) ? await readForm(ctx) : undefined;
    const isOurs = isSameHash(form?.get('form_token') ?? '', toFormToken(login));
    const codeHash = isOurs ? (login.codeHash ?? undefined) : undefined;
    // Not to the return path itself: from there a redirect may lead to the company, which a form's policy forbids.
    if (await completeHere(ctx, login, codeHash, { ...d, cardLogins }))
      return redirectTo(ctx, withLanguage(ctx, ctx.path.replace(/\/continue$/, '')));
    await cardLogins.kill(login.id);
    return toNotCompleted(ctx, d.log);
  }

  async function findLogin(ctx: Context): Promise<StoredLogin | undefined> {
    const { login: id = '' } = ctx['params'] as Readonly<Record<string, string>>;
    return /^[\w-]{22}$/.test(id) ? cardLogins.find(id as LoginId) : undefined;
  }

  function isHeldHere(ctx: Context, login: StoredLogin): boolean {
    const held = d.cookies.read(ctx, login.returnPath);
    return held?.id === login.id && isSameHash(held.secretHash, login.cookieHash);
  }

  return routes;
}

/** A card's login has a code of its own, which only its agent's tab brings: no form stands in for that. */
function isByPhone({ step, proved }: StoredLogin): boolean {
  return step === 'authentication' && proved?.certificate.kind === 'phone_authentication';
}

/** Of what only our store and this very delivery know; gone with the code. */
function toFormToken({ id, codeHash, cookieHash }: StoredLogin): string {
  return hash(`phone login ${id} ${codeHash ?? ''} ${cookieHash}`);
}

function isFromOwnPage(ctx: Context, origin: string): boolean {
  const [from, site] = [ctx.get('Origin'), ctx.get('Sec-Fetch-Site')];
  return from === origin && (site === '' || site === 'same-origin');
}

async function readForm(ctx: Context): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(ctx)).toString('utf8'));
}

function show(ctx: Context, html: string): void {
  ctx.set(pageHeaders());
  ctx.body = html;
}

function otherLanguage(ctx: Context): { otherLanguagePath: string } {
  const other = toLanguage(ctx) === 'ja' ? 'en' : 'ja';
  return { otherLanguagePath: `${ctx.path}?language=${other}` };
}

/** Keeps the language that was chosen by hand. */
function withLanguage(ctx: Context, path: string, members: Readonly<Record<string, string>> = {}): string {
  const chosen = 'language' in ctx.query ? { language: toLanguage(ctx) } : {};
  const query = new URLSearchParams({ ...chosen, ...members }).toString();
  return query ? `${path}?${query}` : path;
}
