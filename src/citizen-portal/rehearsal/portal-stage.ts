import assert from 'node:assert/strict';
/** My page over real agencies, a real network and a real ledger; the card login alone is played. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa, { type Context } from 'koa';
import { Browser, type Page } from '../../../sandbox/browser.ts';
import { type Inquirer, openInquirer } from '../../../stand-ins/inquirer.ts';
import { openTown, type Town } from '../../../stand-ins/town.ts';
import type { RecordedPerson } from '../../../stand-ins/agencies/provision.ts';
import { type AgencyCorrections, createAgencyCorrections } from '../../agencies/agency-corrections.ts';
import { createExchangeRecords } from '../../agencies/exchange-records.ts';
import { type Corrections, createCorrections } from '../../corrections/corrections.ts';
import { createLedger, type DisclosureLedger } from '../../disclosures/ledger.ts';
import { createFrontDoor } from '../../front-door.ts';
import { jwkThumbprint } from '../../key-custody/thumbprint.ts';
import { type Clock, systemClock } from '../../vocabulary/clock.ts';
import type { HolderKind } from '../../vocabulary/categories.ts';
import type { CitizenId } from '../../vocabulary/identifiers.ts';
import { createLog } from '../../vocabulary/log.ts';
import { byCard, bySignature } from '../../vocabulary/rehearsal/authentication.ts';
import { createCitizenPortal } from '../citizen-portal.ts';

export interface PortalStage {
  origin: string;
  town: Town;
  inquirer: Inquirer;
  ledger: DisclosureLedger;
  corrections: Corrections;
  line: AgencyCorrections;
  /** Lines that the portal's rooms logged. */
  lines: string[];
  register(person: RecordedPerson): Promise<CitizenId>;
  /** A browser of this citizen at their own page. */
  logIn(citizen: CitizenId, language?: string): Promise<{ browser: Browser; page: Page }>;
  /** Completes the login that a page asked for with the signature too. */
  sign(browser: Browser, citizen: CitizenId): Promise<void>;
  close(): Promise<void>;
}

export async function openPortalStage(options: {
  people: readonly RecordedPerson[];
  agencies: Readonly<Record<string, HolderKind>>;
  clock?: Clock;
}): Promise<PortalStage> {
  const { people, agencies, clock = systemClock } = options;
  const town = await openTown({ people, agencies: Object.keys(agencies) });
  const inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies,
  });
  const { stores } = inquirer;
  const app: { answer?: RequestListener } = {};
  const server: Server = createServer((incoming, answer) => app.answer?.(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lines: string[] = [];
  const log = createLog(clock, (line) => lines.push(line));
  const ledger = createLedger({ stores, clock, log, key: newKey(), origin });
  const line = createAgencyCorrections({
    stores,
    clock,
    log,
    networkUrl: town.networkUrl,
    networkIdentity: town.identity,
    directory: inquirer.directory,
    decoyKey: inquirer.decoyKey,
    budgetMilliseconds: 1500,
  });
  const exchangeRecords = createExchangeRecords({
    stores,
    clock,
    log,
    networkUrl: town.networkUrl,
    networkIdentity: town.identity,
    decoyKey: inquirer.decoyKey,
    budgetMilliseconds: 1500,
  });
  const corrections = createCorrections({
    stores,
    clock,
    log,
    line,
    toEntry: (taken) => ledger.toCorrectionEntry(taken),
  });
  const portal = createCitizenPortal({
    offerCredential: () => assert.fail('nobody asks for a wallet here'),
    stores,
    clock,
    log,
    secureCookies: false,
    cardLogin: {
      // Played: a completed login waits in a cookie, and is taken once, where it is strong enough.
      async takeLogin(ctx, { assurance }) {
        const [citizen, by] = (ctx.cookies.get('completed_login', { signed: false }) ?? '').split('.');
        if (!citizen || (assurance === 'signature' && by !== 'signature')) return undefined;
        ctx.cookies.set('completed_login', null, { signed: false });
        return {
          citizen: citizen as CitizenId,
          authentication: by === 'signature' ? bySignature : byCard,
        };
      },
      async showLoginPage(ctx, ask) {
        ctx.body = `log in for ${ask.returnPath} by ${ask.assurance}`;
      },
    },
    agencies: inquirer.agencies,
    ledger,
    corrections,
    exchangeRecords,
    directory: inquirer.directory,
    endGrant: async () => undefined,
    formKey: Buffer.alloc(32, 5),
  });
  const koa = new Koa();
  koa.silent = true;
  koa.use(createFrontDoor({ issuer: origin, clock, log }));
  koa.use(async (ctx: Context, next) => {
    if (ctx.path !== '/play/login') return next();
    ctx.cookies.set('completed_login', String(ctx.query['as']), { signed: false });
    ctx.body = 'ok';
  });
  koa.use(portal.routes());
  app.answer = koa.callback();
  const play = (browser: Browser, citizen: CitizenId, by: string) =>
    browser.open(`${origin}/play/login?as=${citizen}.${by}`);
  return {
    origin,
    town,
    inquirer,
    ledger,
    corrections,
    line,
    lines,
    register: (person) =>
      inquirer.register(
        person.persona,
        town.linkCodeOf(person),
        person.holders as Readonly<Record<string, string>>,
      ),
    async logIn(citizen, language = 'ja') {
      const browser = new Browser({ language });
      await play(browser, citizen, 'card');
      return { browser, page: await browser.open(`${origin}/my`) };
    },
    async sign(browser, citizen) {
      await play(browser, citizen, 'signature');
    },
    async close() {
      server.close().closeAllConnections();
      await corrections.stop();
      await line.close();
      await exchangeRecords.close();
      await ledger.stop();
      await inquirer.close();
      await town.close();
    },
  };
}

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as { kty: string };
  return {
    kid: jwkThumbprint(jwk),
    algorithm: 'ES256' as const,
    publicJwk: jwk,
    sign: (data: Buffer) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' as const }),
  };
}
