/** A running provider over real HTTP and a real database, with one company, one citizen and their browser. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa, { type Middleware } from 'koa';
import { jwkThumbprint } from '../../key-custody/thumbprint.ts';
import type { SigningKey } from '../../key-custody/signing-key.ts';
import type { Place } from '../../stores/conformance/places.ts';
import { openStores } from '../../stores/open-stores.ts';
import type { RelyingParty } from '../../stores/relying-parties.ts';
import type { Stores } from '../../stores/stores.ts';
import { type Clock, systemClock } from '../../vocabulary/clock.ts';
import { type CitizenId, type ClientId, type ItemName, newIdentifier } from '../../vocabulary/identifiers.ts';
import type { PublicJwk } from '../../vocabulary/jwk.ts';
import { createLog, type Log } from '../../vocabulary/log.ts';
import { createResourceGuard, type ResourceGuard } from '../resource-guard.ts';
import { createTokens, type Tokens } from '../tokens.ts';
import { Browser, type Page } from './browser.ts';
import { Company, type Form, type KeyPair } from './company.ts';
import { type Cards, createCards, createPlainConsent, type PlainConsent } from './rooms.ts';

export const discount = 'attestations.rail-disability-discount' as ItemName;
export const issuerItem = 'disability_welfare.certificates.issuer' as ItemName;

export interface Stage {
  issuer: string;
  stores: Stores;
  tokens: Tokens;
  guard: ResourceGuard;
  signingKey: SigningKey;
  cards: Cards;
  consent: PlainConsent;
  company: Company;
  citizen: CitizenId;
  /** Everything that was logged. */
  logged: string[];
  register(clientId: string, changes?: Partial<RelyingParty>, key?: KeyPair): Promise<Company>;
  browser(): Browser;
  close(): Promise<void>;
}

type FrontDoor = (d: { issuer: string; clock: Clock; log: Log }) => Middleware;

export async function openStage(place: Place, createFrontDoor: FrontDoor): Promise<Stage> {
  const server = createServer({ keepAliveTimeout: 120_000 });
  const issuer = `http://localhost:${await listen(server)}`;
  const stores = await openStores({ url: await place.newDatabase(), clock: systemClock });
  const logged: string[] = [];
  const log = createLog(systemClock, (line) => void logged.push(line));
  const signingKey = newSigningKey();
  const cards = createCards();
  const consent = createPlainConsent(stores);
  const apiAudience = `${issuer}/v1`;
  const tokens = await createTokens({
    stores,
    clock: systemClock,
    log,
    issuer,
    apiAudience,
    emergencyAudience: `${issuer}/v1/emergency-access`,
    signingKey,
    cookieKeys: ['synthetic cookie key'],
    pairwiseSalt: 'synthetic salt',
    cardLogin: cards,
    consent,
  });
  const app = new Koa();
  app.use(createFrontDoor({ issuer, clock: systemClock, log }));
  app.use(tokens.routes.routes());
  app.use(tokens.mountProvider);
  server.on('request', app.callback());

  const register: Stage['register'] = async (clientId, changes = {}, key) => {
    const redirectUri = `http://127.0.0.1:3999/${clientId}/callback`;
    const company = new Company({ issuer, clientId, redirectUri, ...(key ? { key } : {}) });
    await stores.relyingParties.save({ ...draft(clientId, redirectUri, company.key.publicJwk), ...changes });
    return company;
  };
  return {
    issuer,
    stores,
    tokens,
    guard: createResourceGuard({
      issuer,
      audience: apiAudience,
      key: signingKey.publicJwk,
      clock: systemClock,
    }),
    signingKey,
    cards,
    consent,
    company: await register('rail-company'),
    citizen: newIdentifier<CitizenId>(),
    logged,
    register,
    browser: () => new Browser(issuer),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await stores.close();
    },
  };
}

/** Authorization details for the company's one purpose. */
export function details(changes: Record<string, unknown> = {}): string {
  return JSON.stringify([
    { type: 'self-information', purpose: 'discount-ticket', items: [discount, issuerItem], ...changes },
  ]);
}

export interface Asked {
  browser: Browser;
  /** The interaction's path. */
  path: string;
  verifier: string;
  form: Form;
}

/** Pushes a request and opens it in a browser, which then stands at the login page. */
export async function ask(
  stage: Stage,
  wanted: { company?: Company; form?: Form; browser?: Browser } = {},
): Promise<Asked> {
  const { company = stage.company, browser = stage.browser() } = wanted;
  const { form, verifier } = company.request(wanted.form ?? { authorization_details: details() });
  const pushed = await company.push(form);
  if (pushed.status !== 201) throw new Error(`pushed request: ${JSON.stringify(pushed.body)}`);
  const opened = await open(stage, browser, company, String(pushed.body['request_uri']));
  return { browser, path: String(opened.location), verifier, form };
}

export function open(stage: Stage, browser: Browser, company: Company, requestUri: string): Promise<Page> {
  const query = new URLSearchParams({ client_id: company.clientId, request_uri: requestUri });
  return browser.get(`${stage.issuer}/authorize?${query.toString()}`);
}

/** The card logs in and the citizen decides; answers where the browser leaves for. */
export async function decide(
  stage: Stage,
  { browser, path }: Asked,
  form: Record<string, string | string[]> = { decision: 'approve' },
  citizen: CitizenId = stage.citizen,
): Promise<URL> {
  stage.cards.insert(path, citizen);
  await browser.get(path);
  const left = await browser.follow(await browser.post(path, form));
  if (!left.location) throw new Error(`stayed at a page: ${left.status} ${left.text}`);
  return new URL(left.location);
}

/** A code in a company's hands. */
export async function obtainCode(
  stage: Stage,
  wanted: {
    company?: Company;
    form?: Form;
    citizen?: CitizenId;
    decision?: Record<string, string | string[]>;
  } = {},
): Promise<{ code: string; verifier: string }> {
  const asked = await ask(stage, wanted);
  const returned = await decide(stage, asked, wanted.decision, wanted.citizen);
  const code = returned.searchParams.get('code');
  if (!code) throw new Error(`no code: ${returned.search}`);
  return { code, verifier: asked.verifier };
}

function draft(clientId: string, redirectUri: string, key: PublicJwk): RelyingParty {
  const words = { ja: '試験鉄道株式会社', en: 'Synthetic Railways' };
  return {
    clientId: clientId as ClientId,
    legalName: words,
    corporateNumber: '0000000000000',
    domain: `${clientId}.example`,
    contact: 'contact@rail.example',
    redirectUris: [redirectUri],
    jwks: { keys: [key] },
    purposes: [
      {
        id: 'discount-ticket',
        title: words,
        requiredItems: [discount],
        optionalItems: [issuerItem],
        retention: words,
        longestValidityDays: 30,
        mostReads: 10,
      },
    ],
  };
}

export function newSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as unknown as PublicJwk;
  const kid = jwkThumbprint(jwk);
  return {
    kid,
    algorithm: 'ES256',
    publicJwk: { ...jwk, kid, alg: 'ES256', use: 'sig' },
    sign: (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server
      .once('error', reject)
      .listen(0, 'localhost', () => resolve((server.address() as AddressInfo).port));
  });
}
