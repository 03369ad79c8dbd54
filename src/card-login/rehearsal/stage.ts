/**
 * The stage of this room's tests over HTTP: a real server, a store on SQLite, a list server, certificates of the
 * stand-in JPKI, and a browser's cookies.
 */
import assert from 'node:assert/strict';
import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach } from 'node:test';
import Koa from 'koa';
import { request } from 'undici';
import { type Authority, makeAuthority } from '../../../certs/authority.ts';
import { type CardCertificateOptions, issueCardCertificate } from '../../../certs/card-certificate.ts';
import type { CardAttributes } from '../../../certs/signature-attributes.ts';
import { issueRevocationList } from '../../../certs/revocation-list.ts';
import { createFrontDoor } from '../../front-door.ts';
import { migrateStores } from '../../stores/migrate.ts';
import { openStores } from '../../stores/open-stores.ts';
import type { CompletedLogin } from '../../stores/card-logins.ts';
import type { Stores } from '../../stores/stores.ts';
import type { Assurance } from '../../vocabulary/authentication.ts';
import type { AgencyId, CitizenId, LinkCode } from '../../vocabulary/identifiers.ts';
import { toLanguage } from '../../vocabulary/language.ts';
import {
  type SignatureStatement,
  type StatementPurpose,
  toSignatureStatement,
} from '../../vocabulary/signature-statement.ts';
import type { Words } from '../../vocabulary/words.ts';
import { createLog } from '../../vocabulary/log.ts';
import type { ResidentAnswer, ResidentQuestion } from '../../vocabulary/residents.ts';
import { createCardLogin } from '../card-login.ts';
import { createCrlSource } from '../crl-source.ts';
import { createIdentities, type Identities } from '../registration/identities.ts';
import { createResidentRegistrar } from '../registration/resident-registrar.ts';
import { createIdentitySeal } from '../registration/seal.ts';
import { loadCardTrust } from '../trust.ts';

export const noon = new Date('2026-11-24T03:00:00Z');
let today = noon;
export const later = (seconds: number): Date => new Date(today.getTime() + seconds * 1000);
export const clock = { time: noon, now: () => clock.time };
export const agent = 'http://127.0.0.1:24727';
export const lines: string[] = [];
/** What came into the audit trail. */
export const recorded: CompletedLogin[] = [];
export const sameSerial = '5a17c0ffee2b91d7';
let folder = '';
const servers: Server[] = [];
export const citizenOf = {
  first: 'citizen-of-generation-1' as CitizenId,
  second: 'citizen-of-generation-2' as CitizenId,
};

/** What a signature certificate says where a test does not care. */
export const someAttributes: CardAttributes = {
  name: '見本 花子',
  sex: 'female',
  birthOn: '1985-04-01',
  address: '見本県見本市1番地',
};

/** The register of residents as a test has it: what it was asked, and what it answers. */
export const residentRegister = {
  questions: [] as ResidentQuestion[],
  answer: (_question: ResidentQuestion): ResidentAnswer | Promise<ResidentAnswer> => ({ outcome: 'none' }),
};

async function askRegister(question: ResidentQuestion): Promise<ResidentAnswer> {
  residentRegister.questions.push(question);
  return residentRegister.answer(question);
}

const seal = createIdentitySeal(Buffer.alloc(32, 3));
export let identities: Identities;

export let stores: Stores;
export let origin: string;
export let first: Authority;
export let second: Authority;
/** The authority of the certificates on phones. */
export let phoneAuthority: Authority;
/** The authority of the certificates for digital signature. */
export let signing: Authority;
export let card: Card;
/** What is asked for at some paths; at all others a card. */
export const wanted = new Map<string, Assurance>();
/** Of whom the operator knows where they are. */
export const places = new Map<string, Words>();
export const lists = new Map<string, Buffer | undefined>();

/** A key and the certificate for it, as a card holds them. */
export interface Card {
  privateKey: KeyObject;
  algorithm: string;
  certificate: Buffer;
}

let tests = 0;

/** Sets the stage for the tests of the file that calls it, and clears it after them. */
export function setStage(): void {
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'madoguchi-card-login-'));
    [first, second, signing, phoneAuthority] = await Promise.all([
      makeAuthority({ purpose: 'authentication', generation: 1, now: noon }),
      makeAuthority({ purpose: 'authentication', generation: 2, now: noon }),
      makeAuthority({ purpose: 'signature', generation: 1, now: noon }),
      makeAuthority({ purpose: 'phone-authentication', generation: 1, now: noon }),
    ]);
    const anchors = pin('anchors', [first, second]);
    const database = `sqlite:${join(folder, 'madoguchi.sqlite')}`;
    await migrateStores(database);
    stores = await openStores({ url: database, clock });
    for (const [citizen, authority, link] of [
      [citizenOf.first, first, 'AAAAAAAAAAAAAAAAAAAAAA'],
      [citizenOf.second, second, 'BBBBBBBBBBBBBBBBBBBBBB'],
    ] as const) {
      const holders = { municipality: 'municipality-131016' as AgencyId };
      await stores.citizens.save({ id: citizen, linkCode: link as LinkCode, holders });
      await stores.citizens.bindCertificate(
        { issuerKeyHash: authority.keyHash, serial: sameSerial, kind: 'user_authentication' },
        citizen,
      );
    }
    for (const [serial, citizen] of [
      ['b1', citizenOf.first],
      ['b2', citizenOf.second],
    ] as const)
      await stores.citizens.bindCertificate(
        { issuerKeyHash: signing.keyHash, serial, kind: 'digital_signature' },
        citizen,
      );
    const listServer = await listen((incoming, answer) => {
      const list = lists.get(incoming.url ?? '');
      answer.writeHead(list ? 200 : 500).end(list);
    });
    // The origin is what cards sign, so the port comes first.
    const app: { answer?: RequestListener } = {};
    origin = await listen((incoming, answer) => app.answer?.(incoming, answer));
    app.answer = createApp(anchors, `${listServer}/crl`);
    card = await makeCard(first, { serial: sameSerial });
  });

  after(async () => {
    for (const server of servers) server.close().closeAllConnections();
    await stores.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    // Every test on a day of its own, so that none sees the list that another one fetched.
    for (const path of ['/anyhow', '/anyhow/company']) wanted.set(path, 'cross_device');
    wanted.set('/sensitive', 'signature');
    clock.time = today = new Date(noon.getTime() + (tests += 1) * 86400_000);
    await publish({});
  });
}

export async function refused(answering: ReturnType<typeof post>, status: number, reason: string | RegExp) {
  const answer = await answering;
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  if (typeof reason === 'string') assert.equal(answer.json['reason'], reason);
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.json['trace_id'] ?? '', /^[0-9a-f]{32}$/);
  return answer;
}

/** A refused completion leaves the address with the code at once, and ends on one page for all of them. */
export async function notCompleted(answer: Page, browser: ReturnType<typeof createBrowser>): Promise<void> {
  assert.equal(answer.status, 303);
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  const location = String(answer.headers['location']);
  assert.match(location, /^\/card-login\/not-completed\?reference=[0-9a-f]{32}$/);
  const page = await browser.get(location);
  assert.equal(page.status, 403);
  const reference = location.slice(-32);
  assert.ok(page.body.includes(reference));
  assert.ok(
    lines.some((line) => line.includes(reference)),
    'the reference finds the line in the log',
  );
}

/** A body without a length, as a client that hides its size sends it; answers what came back. */
export function postInPieces(path: string, body: string): Promise<string> {
  const { port } = new URL(origin);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ port: Number(port), host: '127.0.0.1' }, () => {
      const head = `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n`;
      const piece = Buffer.from(body);
      socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n${piece.length.toString(16)}\r\n`);
      socket.write(piece);
      socket.write('\r\n0\r\n\r\n');
    });
    socket.on('data', (data) => (answer += data.toString())).on('error', reject);
    socket.on('close', () => resolve(answer)).setTimeout(5000, () => socket.destroy());
  });
}

export function createApp(anchors: string, listUrl: string): RequestListener {
  const log = createLog(clock, (line) => lines.push(line));
  const authoritiesIn = (anchors: string) => {
    const trust = loadCardTrust(anchors);
    return { trust, revocation: createCrlSource({ url: listUrl, trust, clock, log }) };
  };
  const signature = authoritiesIn(pin('signature-anchors', [signing]));
  identities = createIdentities({ stores, seal, authorities: signature, clock });
  const cardLogin = createCardLogin({
    stores,
    clock,
    log,
    origin,
    cardAgentOrigin: agent,
    secureCookies: false,
    authorities: {
      card: authoritiesIn(anchors),
      signature,
      phone: authoritiesIn(pin('phone-anchors', [phoneAuthority])),
    },
    places: { find: (address) => places.get(address.replace('::ffff:', '')) },
    registrar: createResidentRegistrar({ stores, register: { match: askRegister }, seal, clock }),
    async recordLogin(login) {
      recorded.push(login);
    },
  });
  const app = new Koa();
  app.use(createFrontDoor({ issuer: origin, clock, log }));
  app.use(cardLogin.routes.routes());
  // Stands for my page or an interaction: whoever asks for a login does it this way.
  app.use(async (ctx) => {
    const assurance = wanted.get(ctx.path) ?? 'card';
    const login = await cardLogin.takeLogin(ctx, { returnPath: ctx.path, assurance });
    if (login) ctx.body = `citizen: ${login.citizen}`;
    else
      await cardLogin.showLoginPage(ctx, {
        returnPath: ctx.path,
        assurance,
        expiresAt: new Date(clock.now().getTime() + 1800_000),
        stop: null,
        asker: ctx.path === '/anyhow/company' ? { ja: '見本会社', en: 'Sample Company' } : null,
        language: toLanguage(ctx),
      });
  });
  return app.callback();
}

function pin(name: string, authorities: readonly Authority[]): string {
  const anchors = join(folder, name);
  mkdirSync(anchors, { recursive: true });
  for (const authority of authorities)
    writeFileSync(join(anchors, `${authority.name}.cer`), authority.certificate);
  return anchors;
}

export async function listen(answer: RequestListener): Promise<string> {
  // Longer than any pause of a test: a connection closed at the moment it is used again would be a failure of nobody's.
  const server = createServer({ keepAliveTimeout: 120_000 }, answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

export type Page = Awaited<ReturnType<ReturnType<typeof createBrowser>['get']>>;

/** Keeps cookies, follows nothing. */
export function createBrowser() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async get(path: string, headers: Record<string, string> = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await request(new URL(path, origin), {
        headers: { ...headers, ...(cookie && { cookie }) },
      });
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value) cookies.set(name, value);
        else cookies.delete(name);
      }
      return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
    },
  };
}

export function loginIn({ body }: { body: string }): string {
  return /[?&;]login=([\w-]{22})"/.exec(body)?.[1] ?? assert.fail('the page has no link to the card agent');
}

export async function startLogin(): Promise<string> {
  return loginIn(await createBrowser().get('/my'));
}

export function completion(login: string, code: string): string {
  return `/card-login/complete?login=${login}&code=${code}`;
}

export async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const answer = await request(new URL(path, origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await answer.body.text();
  const type = String(answer.headers['content-type']);
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text,
    json: (/json/.test(type) ? JSON.parse(text) : {}) as Record<string, string>,
  };
}

export async function fetchNonce(login: string): Promise<string> {
  const { status, json } = await post('/card-login/challenge', JSON.stringify({ login }));
  assert.equal(status, 200);
  assert.match(json['nonce'] ?? '', /^[A-Za-z0-9+/]{43}=$/);
  return json['nonce'] ?? '';
}

export function makeToken(nonce: string, { by = card, site = origin }: { by?: Card; site?: string } = {}) {
  const name = `sha${by.algorithm.slice(2)}`;
  const hash = (text: string): Buffer => createHash(name).update(text).digest();
  const key = by.algorithm.startsWith('PS')
    ? {
        key: by.privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      }
    : { key: by.privateKey, dsaEncoding: 'ieee-p1363' as const };
  return {
    unverifiedCertificate: by.certificate.toString('base64'),
    algorithm: by.algorithm,
    signature: sign(name, Buffer.concat([hash(site), hash(nonce)]), key).toString('base64'),
    format: 'web-eid:1.0',
    appVersion: 'https://madoguchi.example/card-agent/0.1.0',
  };
}

export async function send(login: string, token: unknown) {
  return post('/card-login/token', JSON.stringify({ login, token }));
}

/** The whole of the agent's part. */
export async function deliver(login: string, by: Card = card): Promise<{ code: string }> {
  const answer = await send(login, makeToken(await fetchNonce(login), { by }));
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.json['code'] ?? '', /^[\w-]{43}$/);
  return { code: answer.json['code'] ?? '' };
}

export async function makeCard(
  authority: Authority,
  options: Partial<CardCertificateOptions> = {},
  algorithm = 'RS256',
): Promise<Card> {
  const { publicKey, privateKey } = /^ES/.test(algorithm)
    ? generateKeyPairSync('ec', { namedCurve: algorithm === 'ES256' ? 'P-256' : 'P-384' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = await issueCardCertificate(authority, {
    publicKey,
    serial: sameSerial,
    notBefore: later(-86400),
    notAfter: later(5 * 365 * 86400),
    ...options,
  });
  return { privateKey, algorithm, certificate };
}

/** What the list server gives out for every authority. */
export async function publish(revoked: {
  first?: string[];
  second?: string[];
  signing?: string[];
  phone?: string[];
}): Promise<void> {
  for (const [authority, serials] of [
    [first, revoked.first],
    [second, revoked.second],
    [signing, revoked.signing],
    [phoneAuthority, revoked.phone],
  ] as const) {
    const list = await issueRevocationList(authority, {
      revoked: (serials ?? []).map((serial) => ({ serial, at: later(-7200) })),
      thisUpdate: later(-3600),
      nextUpdate: later(86400),
    });
    lists.set(`/crl/${authority.name}.crl`, list);
  }
}

/** A card with a certificate for digital signature: `b1` is bound to the first citizen, `b2` to the second. */
export async function makeSignatureCard(options: Partial<CardCertificateOptions> = {}): Promise<Card> {
  return makeCard(signing, { serial: 'b1', attributes: someAttributes, ...options });
}

export async function fetchStatement(login: string): Promise<SignatureStatement> {
  const { status, json, text } = await post('/card-login/statement', JSON.stringify({ login }));
  assert.equal(status, 200, text);
  return { purpose: json['purpose'] as StatementPurpose, site: origin, nonce: json['nonce'] ?? '' };
}

export function makeSignature(
  statement: SignatureStatement,
  by: Card,
  text = toSignatureStatement(statement),
) {
  const name = `sha${by.algorithm.slice(2)}`;
  const key = { key: by.privateKey, dsaEncoding: 'ieee-p1363' as const };
  return {
    format: 'madoguchi-signature:1',
    unverifiedCertificate: by.certificate.toString('base64'),
    algorithm: by.algorithm,
    signature: sign(name, Buffer.from(text, 'utf8'), key).toString('base64'),
  };
}

export async function sendSignature(login: string, signature: unknown) {
  return post('/card-login/signature', JSON.stringify({ login, signature }));
}
