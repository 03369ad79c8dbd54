import { randomBytes } from 'node:crypto';
import Router from '@koa/router';
import type { CardLogin, LoginStep, ProvedLogin } from '../stores/card-logins.ts';
import type { LoginId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { toLoginId, toObject } from './agent-request.ts';
import { addAgentRoute } from './agent-route.ts';
import type { AuthoritySet } from './authority-set.ts';
import type { CardLoginRooms } from './card-login.ts';
import { orCountFailure } from './count-failure.ts';
import { keepEvidence } from './keep-evidence.ts';
import { acceptLogin } from './accept-login.ts';
import type { Throttle } from './throttle.ts';
import { verifyCardLogin } from './verify-card-login.ts';
import { verifySignature } from './verify-signature.ts';

/** A login's challenge is fetched when the PIN is there already; a statement's when a person begins to read it. */
const challengeSeconds: Readonly<Record<LoginStep, number>> = { authentication: 120, signature: 600 };
const codeSeconds = 60;

/**
 * What card agents ask for and deliver. Two steps of the same shape: a challenge that serves one delivery, and a
 * delivery that is proved before it counts. No cookie is read here, and no page of a browser is answered.
 */
export function createAgentRoutes(d: CardLoginRooms & { throttle: Throttle }): Router {
  const { cardLogins, citizens } = d.stores;
  const keeping = ({ trust, revocation }: AuthoritySet): AuthoritySet => ({
    trust,
    revocation: keepEvidence(revocation, d),
  });
  const [card, signing] = [keeping(d.authorities.card), keeping(d.authorities.signature)];
  const inSeconds = (seconds: number): Date => new Date(d.clock.now().getTime() + seconds * 1000);
  const routes = new Router({ prefix: '/card-login' });

  /** Fetched when the page for PIN or password is made; a newer one replaces it, so that one at most is ever live. */
  answer('/challenge', async (request) => ({
    nonce: await giveNonce(toLoginId(request['login']), 'authentication'),
  }));

  answer('/token', async (request) => {
    const id = toLoginId(request['login']);
    const token = toObject(request['token'], 'token');
    const nonce = await takeNonce(id, 'authentication');
    const expected = { origin: d.origin, nonce, now: d.clock.now() };
    const proved = await orCount(id, verifyCardLogin(token, expected, { ...card, citizens }));
    d.throttle.acceptCard(proved.certificate);
    return deliver(id, 'authentication', proved);
  });

  /** The site says what is signed for, and nothing of how it is worded: the agent knows the document itself. */
  answer('/statement', async (request) => {
    const id = toLoginId(request['login']);
    const { purpose } = await findSigning(id);
    return { purpose, nonce: await giveNonce(id, 'signature') };
  });

  answer('/signature', async (request) => {
    const id = toLoginId(request['login']);
    const value = toObject(request['signature'], 'signature');
    const { purpose, proved } = await findSigning(id);
    const nonce = await takeNonce(id, 'signature');
    const now = d.clock.now();
    const statement = { purpose, site: d.origin, nonce };
    const { signature, used } = await orCount(id, verifySignature(value, statement, signing, now));
    d.throttle.acceptCard(signature.bound);
    const { certificate, authentication } = proved;
    return deliver(id, 'signature', {
      citizen: await orCount(id, d.registrar.identify(proved, signature)),
      certificate,
      authentication: {
        // A representative's signature says who the holder is; it is not the holder's own second proof.
        assurance: purpose === 'representative_registration' ? authentication.assurance : 'signature',
        used: [...authentication.used, used],
      },
    });
  });

  function answer(
    path: string,
    reply: (request: Readonly<Record<string, unknown>>) => Promise<object>,
  ): void {
    addAgentRoute(routes, path, reply, d);
  }

  async function giveNonce(id: LoginId, step: LoginStep): Promise<string> {
    const nonce = randomBytes(32).toString('base64');
    const expiresAt = inSeconds(challengeSeconds[step]);
    if (!(await cardLogins.setChallenge(id, step, nonce, expiresAt, d.clock.now())))
      throw new Refusal('login_unknown');
    return nonce;
  }

  /** Taken out before anything is checked: a challenge serves one delivery, be it refused. */
  async function takeNonce(id: LoginId, step: LoginStep): Promise<string> {
    const nonce = await cardLogins.takeChallenge(id, step, d.clock.now());
    if (nonce !== undefined) return nonce;
    const login = await cardLogins.find(id);
    const alive = login?.state === 'started' && login.step === step && login.expiresAt > d.clock.now();
    throw new Refusal(alive ? 'challenge_unknown' : 'login_unknown');
  }

  function orCount<Proved>(id: LoginId, proving: Promise<Proved>): Promise<Proved> {
    return orCountFailure(id, proving, { throttle: d.throttle, cardLogins });
  }

  async function findSigning(id: LoginId): Promise<Signing> {
    const { purpose, proved } = (await cardLogins.find(id)) ?? {};
    if (!purpose || !proved) throw new Refusal('login_unknown');
    return { purpose, proved };
  }

  async function deliver(id: LoginId, step: LoginStep, proved: ProvedLogin): Promise<{ code: string }> {
    return { code: await acceptLogin({ id, step, codeSeconds, by: 'card' }, proved, d) };
  }

  return routes;
}

type Signing = { purpose: NonNullable<CardLogin['purpose']>; proved: ProvedLogin };
