/** The consent room on a stage of its own: real HTTP, a real store, requests and readings chosen by the test. */
import { byCard } from '../../vocabulary/rehearsal/authentication.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import { type HTMLElement, parse } from 'node-html-parser';
import { request } from 'undici';
import type { RelyingParty } from '../../stores/relying-parties.ts';
import { migrateStores } from '../../stores/migrate.ts';
import { openStores } from '../../stores/open-stores.ts';
import type { Stores } from '../../stores/stores.ts';
import type { CitizenId, ClientId, ItemName } from '../../vocabulary/identifiers.ts';
import { toLanguage } from '../../vocabulary/language.ts';
import { createLog } from '../../vocabulary/log.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { toAsked } from '../asked.ts';
import { type ConsentRooms, type ConsentScreen, createConsent, type Decided } from '../consent.ts';
import type { Preview } from '../preview.ts';

export const noon = new Date('2026-11-24T03:00:00Z');
export const attestation = 'attestations.rail-disability-discount' as ItemName;
export const issuer = 'disability_welfare.certificates.issuer' as ItemName;
export const number = 'disability_welfare.certificates.number' as ItemName;
export const account = 'public_money_account.account_number' as ItemName;

export const company: RelyingParty = {
  clientId: 'rail-company' as ClientId,
  legalName: { ja: '見本旅客鉄道株式会社', en: 'Mihon Passenger Railway Co., Ltd.' },
  corporateNumber: '8999901000017',
  domain: 'rail.example',
  contact: 'privacy@rail.example',
  redirectUris: ['https://shop.rail.example/callback'],
  jwks: { keys: [] },
  purposes: [
    {
      id: 'discount-ticket',
      title: { ja: '障害者割引のきっぷを販売するため', en: 'To sell tickets at the disability fare' },
      requiredItems: [attestation],
      optionalItems: [issuer, number],
      retention: { ja: '乗車日から30日で消去します。', en: 'Deleted 30 days after the journey.' },
      longestValidityDays: 30,
      mostReads: 10,
    },
  ],
};

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  html: HTMLElement;
}

export interface Stage {
  origin: string;
  stores: Stores;
  lines: string[];
  clock: { time: Date; now(): Date };
  /** What the next request is about; a test changes what it is about. */
  screen: Omit<ConsentScreen, 'formAction' | 'language'>;
  preview: Preview;
  show(interaction: string, query?: string): Promise<Answer>;
  /** Sends exactly these fields. */
  post(
    interaction: string,
    fields: readonly (readonly [string, string])[] | string,
    headers?: Record<string, string>,
  ): Promise<Answer & { decided: Decided | undefined }>;
  /** Everything that is in the database's files. */
  stored(): string;
  close(): Promise<void>;
}

export async function openStage(
  preview: Preview,
  change: (rooms: ConsentRooms) => ConsentRooms = (rooms) => rooms,
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-consent-'));
  const file = join(folder, 'madoguchi.sqlite');
  await migrateStores(`sqlite:${file}`);
  const clock = { time: noon, now: () => clock.time };
  const stores = await openStores({ url: `sqlite:${file}`, clock });
  const lines: string[] = [];
  let decided: Decided | undefined;
  const stage: Pick<Stage, 'screen' | 'preview'> = {
    preview,
    screen: {
      interaction: '',
      citizen: 'citizen-on-stage' as CitizenId,
      authentication: byCard,
      isLoginTooOld: () => false,
      relyingParty: company,
      asked: toAsked(
        company,
        { scopes: ['openid'], authorizationDetails: [details({ items: [attestation, issuer, number] })] },
        noon,
      ),
      returnOrigin: 'https://shop.rail.example',
    },
  };
  const room = createConsent(
    change({
      stores,
      clock,
      log: createLog(clock, (line) => lines.push(line)),
      preview: (citizen, items) => stage.preview(citizen, items),
      formKey: Buffer.alloc(32, 7),
    }),
  );

  const router = new Router();
  router.all('/interaction/:uid', async (ctx) => {
    const screen: ConsentScreen = {
      ...stage.screen,
      interaction: String(ctx['params'].uid),
      formAction: `/interaction/${String(ctx['params'].uid)}`,
      language: toLanguage(ctx),
    };
    if (ctx.method === 'GET') return room.show(ctx, screen);
    const result = await room.decide(ctx, screen);
    decided = result;
    if (result.decision !== 'shown') ctx.body = result.decision;
  });
  const app = new Koa();
  app.silent = true;
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      ctx.status = error instanceof Refusal ? error.row.status : 500;
      ctx.body = error instanceof Refusal ? error.reason : String(error);
    }
  });
  app.use(router.routes());
  // Longer than any pause of a test: a connection closed at the moment it is used again would be a failure of nobody's.
  const server = createServer({ keepAliveTimeout: 120_000 }, app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const send = async (
    path: string,
    options: { method?: 'POST'; body?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const answer = await request(`${origin}${path}`, { headersTimeout: 10_000, ...options });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text, html: parse(text) };
  };

  return Object.assign(stage, {
    origin,
    stores,
    lines,
    clock,
    show: (interaction: string, query = '') => send(`/interaction/${interaction}${query}`),
    async post(
      interaction: string,
      fields: readonly (readonly [string, string])[] | string,
      headers: Record<string, string> = {},
    ) {
      decided = undefined;
      const body =
        typeof fields === 'string' ? fields : new URLSearchParams(fields.map((f) => [...f])).toString();
      const answer = await send(`/interaction/${interaction}`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin,
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
      });
      return { ...answer, decided };
    },
    stored: () =>
      [file, `${file}-wal`].map((each) => readFileSync(each, { flag: 'a+' }).toString('latin1')).join(''),
    async close() {
      server.close().closeAllConnections();
      await stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

export function details(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { type: 'self-information', purpose: 'discount-ticket', ...changes };
}

/** The form token of a page that was shown. */
export function tokenOf(answer: Answer): readonly [string, string] {
  return ['form_token', answer.html.querySelector('input[name=form_token]')?.getAttribute('value') ?? ''];
}

/** Names of the items on a page, as the page lists them. */
export function itemsOn(answer: Answer): { withBox: string[]; labels: string[] } {
  return {
    withBox: answer.html.querySelectorAll('input[name=item]').map((box) => box.getAttribute('value') ?? ''),
    labels: answer.html
      .querySelectorAll('.group dt, .group label[for^="item-"]')
      .map((each) => each.text.trim()),
  };
}
