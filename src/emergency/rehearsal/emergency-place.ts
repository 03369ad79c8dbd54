/** The emergency door over HTTP with everything real behind it: stores, ledger, authorities with their lists, network and agencies. */
import { generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import { type Authority, makeAuthority } from '../../../certs/authority.ts';
import { type CardCertificateOptions, issueCardCertificate } from '../../../certs/card-certificate.ts';
import { issueRevocationList } from '../../../certs/revocation-list.ts';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../../stand-ins/personas.ts';
import { type CodeKeys, toResidentId } from '../../../stand-ins/provision-network/codes.ts';
import { provisionInsuredNumbers } from '../../../stand-ins/provision-network/insured-numbers.ts';
import { networkFiles } from '../../../stand-ins/provision-network/network-folder.ts';
import { type Resident, writeResidents } from '../../../stand-ins/provision-network/residents.ts';
import { openTown, type Town } from '../../../stand-ins/town.ts';
import { createAgencies } from '../../agencies/agencies.ts';
import { createPersonFinder } from '../../agencies/person-finder.ts';
import type { AuthoritySet } from '../../card-login/authority-set.ts';
import { createCrlSource } from '../../card-login/crl-source.ts';
import { toCardAnchor } from '../../card-login/trust.ts';
import { createLedger } from '../../disclosures/ledger.ts';
import { makeKey } from '../../disclosures/rehearsal/ledger-place.ts';
import { signJwt } from '../../key-custody/sign-jwt.ts';
import type { SigningKey } from '../../key-custody/signing-key.ts';
import { jwkThumbprint } from '../../key-custody/thumbprint.ts';
import { checkContract } from '../../self-information/rehearsal/contract.ts';
import { signProof } from '../../self-information/rehearsal/api-place.ts';
import type { Place } from '../../stores/conformance/places.ts';
import { openStores } from '../../stores/open-stores.ts';
import type { RelyingParty } from '../../stores/relying-parties.ts';
import type { Stores } from '../../stores/stores.ts';
import { createClientGuard } from '../../tokens/client-guard.ts';
import { toNumericDate } from '../../vocabulary/clock.ts';
import type { EmergencyRequest, InsuredNumber } from '../../vocabulary/emergency.ts';
import { type AgencyId, type CitizenId, type ClientId, newIdentifier } from '../../vocabulary/identifiers.ts';
import { createLog } from '../../vocabulary/log.ts';
import { createEmergency, type EmergencyRooms } from '../emergency.ts';

export const issuer = 'http://localhost:3000';
export const path = '/v1/emergency-access';
export const insurer = 'insurer-99000016';
export const otherInsurer = 'insurer-99000024';
export const fire = 'mihon-fire-department' as ClientId;

const records = loadPersonas().find(({ persona }) => persona === 'class-1')?.records ?? {};
type Held = NonNullable<(typeof records)[string]>;

/** Somebody with the records of the fixtures’ class-1 under a number of their own. */
function somebody(
  persona: string,
  place: number,
  changes: { registered?: boolean; records?: boolean; at?: string } = {},
) {
  const card = records['health_insurance_card'] as Held;
  const number = String(5000 + place);
  const medical = ['treatments_medications', 'health_checkups'].map((name) => [name, records[name]] as const);
  return {
    persona,
    person_number: String(990_000_002_000 + place),
    holders: { insurer: (changes.at ?? insurer) as AgencyId },
    birth_on: `1985-04-${String(10 + place)}`,
    registered: changes.registered ?? true,
    serial: `1a${String(place).padStart(4, '0')}`,
    records: (changes.records === false
      ? {}
      : {
          health_insurance_card: { ...card, record: { ...card.record, number } },
          ...Object.fromEntries(medical),
        }) as Record<string, Held>,
  };
}

export const people = {
  hanako: somebody('hanako', 1),
  hidden: somebody('hidden', 2),
  recordless: somebody('recordless', 3, { records: false }),
  stranger: somebody('stranger', 4, { registered: false }),
  elsewhere: somebody('elsewhere', 5, { at: otherInsurer }),
  ichiro: somebody('ichiro', 6),
  jiro: somebody('jiro', 7),
  sabu: somebody('sabu', 8),
};
export type Person = keyof typeof people;

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  text: string;
  json: Record<string, unknown>;
}

export interface CallOptions {
  client?: ClientId;
  /** Claims that a test wants to be different. */
  token?: Record<string, unknown>;
  tokenType?: string;
  proof?: Record<string, unknown>;
  proofKey?: { privateKey: KeyObject; publicKey: KeyObject };
  scheme?: string;
  method?: string;
  /** Exactly these headers beside the type. */
  headers?: Record<string, string>;
  query?: string;
  /** As it is sent. */
  rawBody?: string;
  node?: 0 | 1;
}

export interface EmergencyPlace {
  stores: Stores;
  town: Town;
  log: string[];
  issuerKey: SigningKey;
  ledgerKey: SigningKey;
  ledger: ReturnType<typeof createLedger>;
  clock: { shift: number; now(): Date };
  authorities: Record<'card' | 'phone' | 'signature' | 'stranger', Authority>;
  citizenOf(person: Person): Promise<CitizenId>;
  insuredOf(person: Person): InsuredNumber;
  /** A certificate of this person's card, as a reader gives it. */
  certificateOf(person: Person, changes?: Partial<CardCertificateOptions>, by?: Authority): Promise<string>;
  revoke(person: Person): Promise<void>;
  /** Whether the authorities' lists can be had. */
  serveLists(serve: boolean): void;
  register(clientId: ClientId, changes: Partial<RelyingParty>): Promise<void>;
  headersFor(options: CallOptions): Record<string, string>;
  call(body: unknown, options?: CallOptions): Promise<Answer>;
  /** The same with a body that names somebody. */
  ask(
    who: EmergencyRequest['person'],
    changes?: Partial<EmergencyRequest>,
    options?: CallOptions,
  ): Promise<Answer>;
  entriesOf(person: Person): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function openEmergencyPlace(
  place: Place,
  changes: Partial<EmergencyRooms> = {},
): Promise<EmergencyPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-emergency-'));
  const clock = { shift: 0, now: () => new Date(Date.now() + clock.shift) };
  const address = await place.newDatabase();
  // As two processes would: each its own connection.
  const handles = [
    await openStores({ url: address, clock }),
    await openStores({ url: address, clock }),
  ] as const;
  const [stores] = handles;
  const log: string[] = [];
  const write = createLog(clock, (line) => log.push(line));
  const [issuerKey, ledgerKey] = [makeKey(folder), makeKey(folder)];
  const ledgers = handles.map((each) =>
    createLedger({ stores: each, clock, log: write, key: ledgerKey, origin: issuer }),
  );
  const town = await openTown({
    people: Object.values(people),
    agencies: loadAgencies().map(({ id }) => id),
  });
  const files = networkFiles(town.networkFolder);
  const codeKeys = JSON.parse(readFileSync(files.registerKey, 'utf8')) as Pick<CodeKeys, 'register'>;
  provisionInsuredNumbers({ folder: town.networkFolder, personas: Object.values(people), codeKeys });

  const authorities = {
    card: await makeAuthority({ purpose: 'authentication', generation: 1, now: clock.now() }),
    phone: await makeAuthority({ purpose: 'phone-authentication', generation: 1, now: clock.now() }),
    signature: await makeAuthority({ purpose: 'signature', generation: 1, now: clock.now() }),
    stranger: await makeAuthority({ purpose: 'authentication', generation: 1, now: clock.now() }),
  };
  const lists = new Map<string, Buffer>();
  let servesLists = true;
  const listServer = createServer((incoming, answer) => {
    const list = servesLists ? lists.get(incoming.url ?? '') : undefined;
    answer.writeHead(list ? 200 : 500).end(list);
  });
  listServer.listen(0, '127.0.0.1');
  await once(listServer, 'listening');
  const listUrl = `http://127.0.0.1:${(listServer.address() as AddressInfo).port}/crl`;
  const revoked: { serial: string; at: Date }[] = [];
  const publish = async (): Promise<void> => {
    for (const authority of [authorities.card, authorities.phone])
      lists.set(
        `/crl/${authority.name}.crl`,
        await issueRevocationList(authority, {
          revoked,
          thisUpdate: new Date(clock.now().getTime() - 60_000),
          nextUpdate: new Date(clock.now().getTime() + 3600_000),
        }),
      );
  };
  await publish();
  const authoritiesOf = (authority: Authority): AuthoritySet => {
    const trust = { anchors: [toCardAnchor(authority.name, authority.certificate)] };
    // A list is kept for hours, and a test that revokes must not wait for the next one: each check has a source of its own.
    const source = () => createCrlSource({ url: listUrl, trust, clock, log: write });
    return { trust, revocation: { check: (...given) => source().check(...given) } };
  };

  const residents: Resident[] = [];
  for (const person of Object.values(people)) {
    const bound = {
      issuerKeyHash: authorities.card.keyHash,
      serial: person.serial,
      kind: 'user_authentication',
    } as const;
    const { holders } = person;
    if (person.registered)
      await stores.registrations.register({
        newId: newIdentifier<CitizenId>(),
        linkCode: town.linkCodeOf(person),
        holders,
        certificates: [
          bound,
          { ...bound, issuerKeyHash: authorities.phone.keyHash, kind: 'phone_authentication' },
        ],
        toIdentity: null,
      });
    residents.push({
      id: toResidentId(codeKeys, person.person_number),
      name: '見本 花子',
      sex: 'female',
      birth_on: person.birth_on,
      address: '見本県見本市1番地',
      holders,
      certificates: [{ kind: bound.kind, issuer_key_hash: bound.issuerKeyHash, serial: bound.serial }],
      deceased_on: null,
      representatives: [],
    });
  }
  writeResidents(town.networkFolder, residents);
  for (const relyingParty of loadRelyingParties())
    await stores.relyingParties.save({ ...relyingParty, jwks: { keys: [] } });

  const directory = new Map(loadAgencies().map((agency) => [agency.id, agency]));
  const network = { clock, log: write, networkUrl: town.networkUrl, networkIdentity: town.identity };
  const open = handles.map((own) => ({
    agencies: createAgencies({
      ...network,
      stores: own,
      directory: { find: (id) => directory.get(id) },
      decoyKey: Buffer.alloc(32, 7),
      budgetMilliseconds: 1500,
    }),
    finder: createPersonFinder({ ...network, budgetMilliseconds: 1500 }),
  }));
  const servers: Server[] = [];
  for (const [index, own] of handles.entries()) {
    const { agencies, finder } = open[index] as (typeof open)[number];
    const router = createEmergency({
      stores: own,
      clock,
      log: write,
      issuer,
      guard: createClientGuard({ issuer, audience: `${issuer}${path}`, key: issuerKey.publicJwk, clock }),
      authorities: { card: authoritiesOf(authorities.card), phone: authoritiesOf(authorities.phone) },
      finder,
      agencies,
      ledger: ledgers[index] as (typeof ledgers)[number],
      numberKey: Buffer.alloc(32, 9),
      pause: async () => undefined,
      ...changes,
    });
    const server = createServer(new Koa().use(router.routes()).callback());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
  }

  // Nobody signs with it: one key for every card is enough.
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ownKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const headersFor = (options: CallOptions): Record<string, string> => {
    const now = toNumericDate(clock.now());
    const client = options.client ?? fire;
    const boundJwk = ownKey.publicKey.export({ format: 'jwk' }) as Record<string, unknown>;
    const token = signJwt(issuerKey, options.tokenType ?? 'at+jwt', {
      iss: issuer,
      aud: `${issuer}${path}`,
      sub: client,
      client_id: client,
      scope: 'emergency_access',
      jti: newIdentifier(),
      iat: now,
      exp: now + 180,
      cnf: { jkt: jwkThumbprint(boundJwk) },
      ...options.token,
    });
    const key = options.proofKey ?? ownKey;
    const jwk = key.publicKey.export({ format: 'jwk' }) as Record<string, unknown>;
    const proof = signProof(key.privateKey, jwk, {
      htm: 'POST',
      htu: `${issuer}${path}`,
      iat: now,
      jti: newIdentifier(),
      ath: hash('sha256', token, 'base64url'),
      ...options.proof,
    });
    return { Authorization: `${options.scheme ?? 'DPoP'} ${token}`, DPoP: proof };
  };

  const api: EmergencyPlace = {
    stores,
    town,
    log,
    issuerKey,
    ledgerKey,
    ledger: ledgers[0] as (typeof ledgers)[number],
    clock,
    authorities,
    async citizenOf(person) {
      const found = await stores.citizens.findByLinkCode(town.linkCodeOf(people[person]));
      if (!found) throw new Error(`${person} is not registered`);
      return found.id;
    },
    insuredOf(person) {
      const { birth_on, records: held } = people[person];
      const {
        insurer: of,
        symbol,
        number,
        branch_number,
      } = held['health_insurance_card']?.record as unknown as {
        insurer: { number: string };
        symbol: string;
        number: string;
        branch_number: string;
      };
      return { insurer_number: of.number, symbol, number, branch_number, birth_on };
    },
    async certificateOf(person, wanted = {}, by = authorities.card) {
      const der = await issueCardCertificate(by, {
        publicKey,
        serial: people[person].serial,
        notBefore: new Date(clock.now().getTime() - 86_400_000),
        notAfter: new Date(clock.now().getTime() + 86_400_000),
        ...wanted,
      });
      return der.toString('base64');
    },
    async revoke(person) {
      revoked.push({ serial: people[person].serial, at: clock.now() });
      await publish();
    },
    serveLists: (serve) => void (servesLists = serve),
    async register(clientId, wanted) {
      const found = await stores.relyingParties.find(fire);
      if (found) await stores.relyingParties.save({ ...found, clientId, ...wanted });
    },
    headersFor,
    async call(body, options = {}) {
      const headers = options.headers ?? headersFor(options);
      const answer = await send(servers[options.node ?? 0] as Server, {
        method: options.method ?? 'POST',
        path: `${path}${options.query ?? ''}`,
        headers: { 'Content-Type': 'application/json', ...headers },
        body: options.rawBody ?? JSON.stringify(body),
      });
      if ((options.method ?? 'POST') === 'POST') checkContract(path, answer, 'post');
      return answer;
    },
    ask: (who, wanted = {}, options = {}) =>
      api.call(
        {
          person: who,
          reason: 'unconscious',
          incident: 'F2026-004711',
          operator: 'A12',
          categories: ['health_insurance_card', 'treatments_medications', 'health_checkups'],
          ...wanted,
        },
        options,
      ),
    async entriesOf(person) {
      const rows = await stores.ledger.listByCitizen(await api.citizenOf(person), 1000);
      return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>).reverse();
    },
    async close() {
      for (const server of [...servers, listServer]) {
        server.close();
        server.closeAllConnections();
      }
      for (const { agencies, finder } of open) {
        await agencies.close();
        await finder.close();
      }
      await town.close();
      for (const ledger of ledgers) await ledger.stop();
      for (const handle of handles) await handle.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return api;
}

function send(
  server: Server,
  d: { method: string; path: string; headers: Record<string, string>; body: string },
): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const { body, ...rest } = d;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, agent: false, ...rest }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = /json/.test(incoming.headers['content-type'] ?? '');
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Answer['headers'],
          text,
          json: isJson ? (JSON.parse(text) as Answer['json']) : {},
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(d.method === 'GET' ? undefined : body);
  });
}
