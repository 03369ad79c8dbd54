import type { Context } from 'koa';
import { loginPage } from '../../consent-ui/login-page.tsx';
import { pageHeaders } from '../../consent-ui/page-headers.ts';
import { signaturePage } from '../../consent-ui/signature-page.tsx';
import type { CardLogin as StoredLogin, ProvedLogin } from '../stores/card-logins.ts';
import { type Assurance, isAtLeast } from '../vocabulary/authentication.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { StatementPurpose } from '../vocabulary/signature-statement.ts';
import type { Language } from '../vocabulary/words.ts';
import type { CardLogin, CardLoginRooms, LoginAsk } from './card-login.ts';
import type { Throttle } from './throttle.ts';
import { toExtensionPath } from './extension-page.ts';
import { type HeldLogin, isSameHash, type LoginCookies } from './login-cookie.ts';

type Steps = Pick<CardLogin, 'showLoginPage' | 'takeLogin'>;

/**
 * What a browser is asked for next: the login certificate; then, where nobody is registered with it or more must be
 * proved, the signature certificate; then nothing more. Which step it is stands in the login's row, never in a page.
 */
export function createLoginSteps(d: CardLoginRooms & { cookies: LoginCookies; throttle: Throttle }): Steps {
  const { cardLogins } = d.stores;

  /** This browser's live login for the page. */
  async function findHeld(held: HeldLogin | undefined, returnPath: string): Promise<StoredLogin | undefined> {
    const login = held && (await cardLogins.find(held.id));
    if (!login || login.returnPath !== returnPath || !isSameHash(held.secretHash, login.cookieHash))
      return undefined;
    const now = d.clock.now();
    // A code that ran out leads nowhere any more; nor does a login that was ended.
    const codeRanOut =
      login.state === 'delivered' && (login.codeExpiresAt === null || login.codeExpiresAt <= now);
    return login.expiresAt <= now || login.state === 'dead' || codeRanOut ? undefined : login;
  }

  async function start(ctx: Context, { returnPath, expiresAt }: LoginAsk): Promise<StoredLogin> {
    d.throttle.beginLogin(ctx.ip);
    const { id, secretHash: cookieHash } = d.cookies.give(ctx, returnPath, expiresAt);
    const fresh = { id, cookieHash, returnPath, createdAt: d.clock.now(), expiresAt };
    await cardLogins.start(fresh);
    return {
      ...fresh,
      retiredCookieHash: null,
      step: 'authentication',
      state: 'started',
      purpose: null,
      proved: null,
      codeHash: null,
      codeExpiresAt: null,
    };
  }

  /** The same login with its next step begun, where the first one is over and did not prove enough. */
  async function goOn(
    login: StoredLogin,
    purpose: StatementPurpose | undefined,
  ): Promise<StoredLogin | undefined> {
    if (purpose === undefined) return login;
    const asked = await cardLogins.askSignature(login.id, login.cookieHash, purpose, d.clock.now());
    return asked ? { ...login, step: 'signature', state: 'started', purpose } : undefined;
  }

  return {
    async showLoginPage(ctx, ask) {
      // The page is looked at again and again: one login goes on, rows do not pile up.
      const held = await findHeld(d.cookies.read(ctx, ask.returnPath), ask.returnPath);
      const tooWeak = held !== undefined && isTooWeak(held, ask.assurance);
      // Registered by a representative just now: nobody is left to sign for the holder.
      if (ask.assurance === 'signature' && held && isRepresented(held))
        throw new Refusal('signature_certificate_needed');
      const going = held && !tooWeak ? await goOn(held, toPurpose(ctx, held, ask.assurance)) : undefined;
      const login = going ?? (await start(ctx, ask));
      const phonePath = await offerPhone(login, ask);
      // The way back is a form that ends at the company's site.
      ctx.set(pageHeaders(ask.stop ? { formAction: [ask.stop.returnOrigin] } : {}));
      ctx.body = login.purpose
        ? signaturePage(toSignatureView(ctx, login.purpose, login, ask))
        : loginPage({ ...toView(ctx, login, ask), tooWeak, phonePath });
    },

    async takeLogin(ctx, { returnPath, assurance }) {
      const held = d.cookies.read(ctx, returnPath);
      const login = await findHeld(held, returnPath);
      if (!held || !login?.proved || !isEnough(login.proved, assurance)) return undefined;
      const completed = await cardLogins.takeCompleted(held.id, held.secretHash, returnPath, d.clock.now());
      if (completed) d.cookies.remove(ctx, returnPath);
      return completed;
    },
  };

  /** Only where a phone's login would do: a login that could be relayed is not offered where it would not count. */
  async function offerPhone(login: StoredLogin, { assurance, asker, language }: LoginAsk) {
    const { id, expiresAt, step, state, proved } = login;
    const isOpen = state === 'started' || proved?.certificate.kind === 'phone_authentication';
    if (assurance !== 'cross_device' || step !== 'authentication' || !isOpen) return null;
    await d.stores.phoneCodes.offer({ login: id, asker, expiresAt });
    return `/card-login/phone/${id}?language=${language}`;
  }

  function toView(ctx: Context, login: StoredLogin, ask: LoginAsk) {
    const { language, asker, returnPath } = ask;
    return {
      language,
      asker,
      stopPath: ask.stop?.path ?? null,
      ...toPaths(ctx, returnPath, language),
      expiresAt: login.expiresAt,
      // Read by the card agent already: this page may say so, and only the agent's own way back goes on.
      agentLink: login.state === 'started' ? toAgentLink('login', login) : null,
      extensionPath: login.state === 'started' ? toExtensionPath(login.id) : null,
    };
  }

  function toSignatureView(ctx: Context, purpose: StatementPurpose, login: StoredLogin, ask: LoginAsk) {
    const { language, returnPath } = ask;
    const byPhone = login.proved !== null && isByPhone(login.proved);
    const registers = purpose !== 'step_up' && !byPhone;
    return {
      language,
      purpose,
      byPhone,
      stopPath: ask.stop?.path ?? null,
      ...toPaths(ctx, returnPath, language),
      expiresAt: login.expiresAt,
      agentLink: login.state === 'started' ? toAgentLink('sign', login) : null,
      otherSignerPath: registers
        ? withQuery(returnPath, {
            language,
            signer: purpose === 'registration' ? 'representative' : 'holder',
          })
        : null,
    };
  }

  /** Carries our origin and an opaque id, and no return address: the agent knows the way back by itself. */
  function toAgentLink(path: 'login' | 'sign', { id }: StoredLogin): string {
    const query = new URLSearchParams({ site: d.origin, login: id });
    return `${d.cardAgentOrigin}/${path}?${query.toString()}`;
  }
}

/** What the signature certificate is needed for now; undefined where it is not, or where it is at work already. */
function toPurpose(ctx: Context, login: StoredLogin, wanted: Assurance): StatementPurpose | undefined {
  const { step, state, proved, purpose } = login;
  if (!proved) return undefined;
  if (step === 'signature') {
    if (state !== 'started' || purpose === 'step_up') return undefined;
    const registration = toRegistration(ctx, proved);
    return registration === purpose ? undefined : registration;
  }
  if (state !== 'completed') return undefined;
  if (!proved.citizen) return toRegistration(ctx, proved);
  return isEnough(proved, wanted) ? undefined : 'step_up';
}

/**
 * Who has no signature certificate, a child under 15 above all, is registered by their legal representative's; not with
 * a phone, which may lie somewhere else than the computer that the representative sits at.
 */
function toRegistration({ query }: Context, proved: ProvedLogin): StatementPurpose {
  return query['signer'] === 'representative' && !isByPhone(proved)
    ? 'representative_registration'
    : 'registration';
}

function isByPhone({ certificate }: ProvedLogin): boolean {
  return certificate.kind === 'phone_authentication';
}

/** By another device, where a card is asked for: that is a login of its own, and not one more signature. */
function isTooWeak({ step, state, proved }: StoredLogin, wanted: Assurance): boolean {
  if (step !== 'authentication' || state !== 'completed' || !proved?.citizen) return false;
  return proved.authentication.assurance === 'cross_device' && wanted !== 'cross_device';
}

/** Registered by their representative in this login: its signature proves no more of the holder than the card did. */
function isRepresented({ purpose, state }: StoredLogin): boolean {
  return purpose === 'representative_registration' && state === 'completed';
}

function isEnough({ citizen, authentication }: ProvedLogin, wanted: Assurance): boolean {
  return citizen !== null && isAtLeast(authentication.assurance, wanted);
}

function toPaths(ctx: Context, returnPath: string, language: Language) {
  const other = language === 'ja' ? 'en' : 'ja';
  const signer = ctx.query['signer'] === 'representative' ? { signer: 'representative' } : {};
  const chosen = { ...('language' in ctx.query ? { language } : {}), ...signer };
  return {
    statusPath: Object.keys(chosen).length > 0 ? withQuery(returnPath, chosen) : returnPath,
    otherLanguagePath: withQuery(returnPath, { language: other, ...signer }),
  };
}

function withQuery(path: string, members: Readonly<Record<string, string>>): string {
  const url = new URL(path, 'https://here.invalid');
  for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value);
  return url.pathname + url.search;
}
