/** The API over HTTP with everything real behind it: stores on SQLite, guard, ledger, agencies through a network. */
import { byCard } from '../../vocabulary/rehearsal/authentication.ts';
import { generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { type Agencies, createAgencies, type Inquiry } from '../../agencies/agencies.ts';
import type { Agency } from '../../agencies/directory.ts';
import type { NetworkIdentityFiles } from '../../agencies/network-identity.ts';
import { type LedgerPlace, makeKey, openLedgerPlace } from '../../disclosures/rehearsal/ledger-place.ts';
import type { SigningKey } from '../../key-custody/signing-key.ts';
import { signJwt } from '../../key-custody/sign-jwt.ts';
import { jwkThumbprint } from '../../key-custody/thumbprint.ts';
import type { Citizen } from '../../stores/citizens.ts';
import type { Consent } from '../../stores/consents.ts';
import type { RelyingParty } from '../../stores/relying-parties.ts';
import type { Stores } from '../../stores/stores.ts';
import type { Suppression } from '../../stores/suppressions.ts';
import { createResourceGuard } from '../../tokens/resource-guard.ts';
import { toNumericDate } from '../../vocabulary/clock.ts';
import {
  type CategoryName,
  type CitizenId,
  type ClientId,
  type ConsentId,
  type ItemName,
  type LinkCode,
  newIdentifier,
} from '../../vocabulary/identifiers.ts';
import { createLog } from '../../vocabulary/log.ts';
import type { JsonObject } from '../../vocabulary/reading.ts';
import type { SuppressionFlag } from '../../vocabulary/suppression-table.ts';
import { openIdentities, type StagedIdentities } from './identities.ts';
import { type RequestLimits, requestLimits } from '../requests/request-limits.ts';
import { createRequestWorker, type RequestWorker } from '../requests/request-worker.ts';
import { createResultSeal } from '../requests/result-seal.ts';
import { createSelfInformation, type SelfInformationRooms } from '../self-information.ts';
import { checkContract, isDescribed, type Method, type RealAnswer } from './contract.ts';

/** The outside world, handed in by the test: this room knows no stand-in. */
export interface World {
  people: readonly Person[];
  agencies: readonly Agency[];
  relyingParties: readonly Omit<RelyingParty, 'jwks'>[];
  openTown(options: { people: World['people']; agencies: readonly string[] }): Promise<Town>;
}
interface Person {
  persona: string;
  person_number: string;
  holders: Citizen['holders'];
  flags: Suppression['flags'];
  records: Readonly<Record<string, { as_of: string; record: JsonObject }>>;
}
interface Town {
  networkUrl: string;
  identity: NetworkIdentityFiles;
  linkCodeOf(person: Person): LinkCode;
  hold(person: Person, agency: string, category: string, held: { as_of: string; record: JsonObject }): void;
  behave(agency: string, behaviour: 'answers' | 'down' | 'slow' | 'nonsense' | 'not_connected'): void;
  close(): Promise<void>;
}

export const issuer = 'http://localhost:3000';
export const discount = 'attestations.rail-disability-discount' as ItemName;
export const issuerOfCertificate = 'disability_welfare.certificates.issuer' as ItemName;

export interface Answer extends RealAnswer {
  json: Record<string, unknown>;
}

export interface CallOptions {
  consent?: Consent;
  method?: string;
  accept?: string;
  idempotencyKey?: string;
  /** Claims of the proof or token that a test wants to be different. */
  proof?: Record<string, unknown>;
  token?: Record<string, unknown>;
  /** What is sent as JSON. */
  json?: unknown;
  /** Instead of all that: exactly these headers, name and value in turn. */
  rawHeaders?: string[];
  body?: string;
  /** Which of two nodes is called. */
  node?: 0 | 1;
}

export interface ApiPlace {
  ledgerPlace: LedgerPlace;
  stores: Stores;
  town: Town;
  clock: { now(): Date };
  /** What the API wrote into its log. */
  log: string[];
  /** The provider's. */
  issuerKey: SigningKey;
  /** Who people are; a test says it of each. */
  identities: StagedIdentities;
  /** As the gate has them. */
  agencies: Pick<Agencies, 'inquire'>;
  /** Work on requests in the background, one for each node. */
  workers: readonly RequestWorker[];
  /** Whether workers find anything to do. */
  work(isWorking: boolean): void;
  /** Which categories agencies were asked for. */
  asked: CategoryName[];
  /** Runs after the agency has answered and before the gate has its answer. */
  meanwhile(work: (() => Promise<unknown>) | undefined): void;
  citizenOf(persona: string): CitizenId;
  addConsent(persona: string, changes?: Partial<Consent>): Promise<Consent>;
  headersFor(path: string, options: CallOptions): string[];
  /** Calls, and holds whatever comes back against openapi.yaml. */
  call(path: string, options?: CallOptions): Promise<Answer>;
  /** What the ledger says, oldest first. */
  entries(consent: Consent): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function openApiPlace(
  world: World,
  changes: Partial<SelfInformationRooms> = {},
  wantedLimits: Partial<Record<keyof RequestLimits, number>> = {},
): Promise<ApiPlace> {
  const ledgerPlace = await openLedgerPlace();
  const { stores } = ledgerPlace;
  const clock = { now: () => new Date() };
  const log: string[] = [];
  const town = await world.openTown({ people: world.people, agencies: world.agencies.map(({ id }) => id) });
  const citizens = new Map<string, CitizenId>();
  for (const persona of world.people) {
    const id = newIdentifier<CitizenId>();
    citizens.set(persona.persona, id);
    await stores.citizens.save({ id, linkCode: town.linkCodeOf(persona), holders: persona.holders });
    for (const [flag, value] of Object.entries(persona.flags))
      if (value !== 0) await stores.suppressions.set(id, flag as SuppressionFlag, value);
  }
  for (const relyingParty of world.relyingParties)
    await stores.relyingParties.save({ ...relyingParty, jwks: { keys: [] } });
  const directory = new Map(world.agencies.map((agency) => [agency.id, agency]));
  const write = createLog(clock, (line) => log.push(line));
  const agencies = createAgencies({
    stores,
    clock,
    log: write,
    networkUrl: town.networkUrl,
    networkIdentity: town.identity,
    directory: { find: (id) => directory.get(id) },
    decoyKey: Buffer.alloc(32, 7),
    budgetMilliseconds: 800,
  });
  let meanwhile: (() => Promise<unknown>) | undefined;
  const asked: CategoryName[] = [];
  const [issuerKey, answersKey] = [makeKey(ledgerPlace.folder), makeKey(ledgerPlace.folder)];
  const watched: Pick<Agencies, 'inquire'> = {
    async inquire(...given): Promise<Inquiry> {
      asked.push(given[0].category);
      const inquiry = await agencies.inquire(...given);
      await meanwhile?.();
      return inquiry;
    },
  };
  const identities = openIdentities(() => meanwhile?.());
  const limits = { ...requestLimits, ...wantedLimits };
  const seal = createResultSeal(Buffer.alloc(32, 9));
  let isWorking = true;
  const informationRequests: Stores['informationRequests'] = {
    ...stores.informationRequests,
    claim: async (...given) => (isWorking ? stores.informationRequests.claim(...given) : undefined),
  };
  const newWorker = (): RequestWorker =>
    createRequestWorker({
      stores: { ...stores, informationRequests },
      agencies: watched,
      seal,
      toEvent: async () => null,
      onEvent: () => undefined,
      limits,
      clock,
      log: write,
    });
  const workers = [newWorker(), newWorker()];
  const startNode = async (worker: RequestWorker): Promise<Server> => {
    const api = createSelfInformation({
      guard: createResourceGuard({ issuer, audience: `${issuer}/v1`, key: issuerKey.publicJwk, clock }),
      consents: stores.consents,
      relyingParties: stores.relyingParties,
      agencies: watched,
      identity: { identities, suppressions: stores.suppressions },
      ledger: ledgerPlace.ledgerWith({ clock }),
      clock,
      log: write,
      issuer,
      answersKey,
      userinfoKey: issuerKey,
      ledgerKey: ledgerPlace.key.publicJwk,
      requests: {
        informationRequests: stores.informationRequests,
        seal,
        limits,
        onAccepted: () => worker.wake(),
      },
      ...changes,
    });
    const server = createServer(new Koa().use(api.routes()).callback());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  // As two processes would: one store, and each its own memory.
  const nodes = await Promise.all(workers.map(startNode));

  const proofKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const proofJwk = proofKey.publicKey.export({ format: 'jwk' }) as Record<string, unknown>;
  const headersFor = (path: string, options: CallOptions): string[] => {
    const now = toNumericDate(clock.now());
    const { consent, accept, idempotencyKey } = options;
    const token = signJwt(issuerKey, 'at+jwt', {
      iss: issuer,
      aud: `${issuer}/v1`,
      sub: `subject-of-${hash('sha256', consent?.citizen ?? '', 'base64url').slice(0, 22)}`,
      client_id: consent?.client,
      consent: consent?.id,
      scope: '',
      jti: newIdentifier(),
      iat: now,
      exp: now + 300,
      cnf: { jkt: jwkThumbprint(proofJwk) },
      ...options.token,
    });
    const proof = signProof(proofKey.privateKey, proofJwk, {
      htm: options.method ?? 'GET',
      htu: `${issuer}${path}`,
      iat: now,
      jti: newIdentifier(),
      ath: hash('sha256', token, 'base64url'),
      ...options.proof,
    });
    return [
      ...(consent ? ['Authorization', `DPoP ${token}`, 'DPoP', proof] : []),
      ...(accept ? ['Accept', accept] : []),
      ...(idempotencyKey ? ['Idempotency-Key', idempotencyKey] : []),
    ];
  };

  return {
    ledgerPlace,
    stores,
    town,
    clock,
    log,
    issuerKey,
    identities,
    agencies: watched,
    asked,
    workers,
    work: (now) => void (isWorking = now),
    meanwhile: (work) => void (meanwhile = work),
    citizenOf,
    headersFor,
    async addConsent(persona, consentChanges = {}) {
      const consent: Consent = {
        id: newIdentifier<ConsentId>(),
        decision: 'approved',
        citizen: citizenOf(persona),
        client: 'rail-company' as ClientId,
        purpose: 'discount-ticket',
        items: [discount, issuerOfCertificate],
        unseenItems: [],
        verifiedClaims: [],
        authentication: byCard,
        decidedAt: clock.now(),
        validUntil: new Date(clock.now().getTime() + 3600_000),
        readsGranted: 10,
        readsUsed: 0,
        withdrawnAt: null,
        ...consentChanges,
      };
      await stores.consents.add(consent);
      return consent;
    },
    async call(path, options = {}) {
      const headers = options.rawHeaders ?? headersFor(path, options);
      if ('json' in options) headers.push('Content-Type', 'application/json');
      const answer = await send(
        nodes[options.node ?? 0] as Server,
        options.method ?? 'GET',
        path,
        headers,
        'json' in options ? JSON.stringify(options.json) : options.body,
      );
      const method = (options.method ?? 'GET').toLowerCase() as Method;
      const where = path.split('?', 1)[0] ?? '';
      if (options.method === undefined || (method === 'post' && isDescribed(where, method)))
        checkContract(where, answer, method);
      return answer;
    },
    async entries(consent) {
      const rows = await stores.ledger.listByCitizen(consent.citizen, 1000);
      return rows
        .filter((row) => row.consent === consent.id)
        .map((row) => JSON.parse(row.body) as Record<string, unknown>)
        .reverse();
    },
    async close() {
      for (const server of nodes) {
        server.close();
        server.closeAllConnections();
      }
      for (const worker of workers) await worker.stop();
      await agencies.close();
      await town.close();
      await ledgerPlace.close();
    },
  };

  function citizenOf(persona: string): CitizenId {
    const citizen = citizens.get(persona);
    if (!citizen) throw new Error(`no persona ${persona}`);
    return citizen;
  }
}

export function signProof(
  key: KeyObject,
  jwk: Record<string, unknown>,
  claims: Record<string, unknown>,
): string {
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ typ: 'dpop+jwt', alg: 'ES256', jwk })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function send(
  server: Server,
  method: string,
  path: string,
  headers: string[],
  body?: string,
): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = /json/.test(incoming.headers['content-type'] ?? '') && text !== '';
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Answer['headers'],
          text,
          json: isJson ? (JSON.parse(text) as Answer['json']) : claimsOf(text),
        });
      });
    });
    outgoing.on('error', reject);
    for (let at = 0; at < headers.length; at += 2)
      outgoing.appendHeader(headers[at] as string, headers[at + 1] as string);
    outgoing.end(body);
  });
}

function claimsOf(text: string): Answer['json'] {
  const [, claims, ...others] = text.split('.');
  // Of five parts it is encrypted.
  if (others.length !== 1) return {};
  return claims ? (JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Answer['json']) : {};
}
