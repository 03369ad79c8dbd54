/** Decisions that nobody of ours made, and values that want to be more than text. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import type { CitizenId, ItemName } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { toAsked } from './asked.ts';
import type { Preview } from './preview.ts';
import {
  attestation,
  company,
  details,
  issuer,
  noon,
  number,
  openStage,
  type Stage,
  tokenOf,
} from './rehearsal/stage.ts';

const approve = ['decision', 'approve'] as const;
const refuse = ['decision', 'refuse'] as const;

/** Both records of this person say whatever the test wants. */
const saying =
  (value: string, sourceName = value): Preview =>
  async (_, items) => [
    {
      group: 'disability_welfare',
      items: items.filter((item) => item !== attestation),
      outcome: 'ok',
      values: new Map(items.map((item) => [item, [value]])),
      asOf: value,
      source: { ja: sourceName, en: sourceName },
    },
    {
      group: 'attestations',
      items: [attestation],
      outcome: 'ok',
      values: new Map([[attestation, [{ class: value, companion: value, valid_until: value, more: value }]]]),
      asOf: null,
      source: null,
    },
  ];

let stage: Stage;
let original: Pick<Stage, 'screen' | 'preview'>;
let requests = 0;
const newRequest = (): string => `attacked-${(requests += 1)}`;
const count = async (): Promise<number> =>
  (await stage.stores.database.get<{ count: number }>('SELECT COUNT(*) AS count FROM consents'))?.count ?? -1;

before(async () => {
  stage = await openStage(saying('見本'));
  original = { screen: stage.screen, preview: stage.preview };
});
after(() => stage.close());
beforeEach(() => {
  Object.assign(stage, original);
  stage.clock.time = noon;
});

/** The form is refused with this reason, and nothing was stored. */
async function refused(
  reason: string,
  fields: Parameters<Stage['post']>[1],
  { request = newRequest(), headers = {} }: { request?: string; headers?: Record<string, string> } = {},
): Promise<void> {
  const before = await count();
  const answer = await stage.post(request, fields, headers);
  assert.equal(answer.text, reason);
  assert.equal(answer.decided, undefined);
  assert.equal(await count(), before, 'nothing is stored');
}

test('another site’s page cannot decide: neither its origin, nor a hidden one, nor a neighbour’s port', async () => {
  const request = newRequest();
  const token = tokenOf(await stage.show(request));
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'https://127.0.0.1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ])
    await refused('form_not_ours', [token, approve], { request, headers });
  assert.equal((await stage.post(request, [token, approve])).text, 'approved', 'the page itself can');
});

test('a form without its token, with a torn one or with one that somebody made up decides nothing', async () => {
  const request = newRequest();
  const [, token] = tokenOf(await stage.show(request));
  const [payload = '', mac = ''] = token.split('.');
  const other = Buffer.from(JSON.stringify({ at: noon.getTime(), unseen: [] })).toString('base64url');
  const guessed = createHmac('sha256', '').update(payload).digest('base64url');
  for (const forged of [
    undefined,
    '',
    '.',
    payload,
    `${payload}.`,
    `.${mac}`,
    `${payload}.${mac}.`,
    `${payload}.${mac.slice(0, -4)}`,
    `${payload}.${guessed}`,
    `${other}x.${mac}`,
    `${payload}.${Buffer.alloc(32).toString('base64url')}`,
  ])
    await refused(
      'form_not_ours',
      [...(forged === undefined ? [] : [['form_token', forged] as const]), approve],
      {
        request,
      },
    );
});

test('a page shown for another request, to another citizen or for other terms decides nothing here', async () => {
  const request = newRequest();
  const token = tokenOf(await stage.show(request));
  await refused('form_not_ours', [token, approve], { request: newRequest() });
  stage.screen = { ...original.screen, citizen: 'somebody-else' as CitizenId };
  await refused('form_not_ours', [token, approve], { request });
  const asking = (changes: Record<string, unknown>) =>
    toAsked(
      company,
      { scopes: [], authorizationDetails: [details({ items: [attestation, issuer, number], ...changes })] },
      noon,
    );
  for (const changes of [
    { reads: 9 },
    { items: [attestation, number] },
    { valid_until: '2026-12-01T00:00:00Z' },
  ]) {
    stage.screen = { ...original.screen, asked: asking(changes) };
    await refused('form_not_ours', [token, approve], { request });
  }
  const [purpose] = company.purposes;
  const changed = {
    ...company,
    purposes: [{ ...purpose, retention: { ja: '永久に保存します。', en: 'Kept forever.' } }],
  };
  stage.screen = { ...original.screen, relyingParty: changed as never };
  await refused('form_not_ours', [token, approve], { request });
  for (const told of ['corporateNumber', 'domain', 'contact'] as const) {
    stage.screen = { ...original.screen, relyingParty: { ...company, [told]: 'another' } };
    await refused('form_not_ours', [token, approve], { request });
  }
  stage.screen = { ...original.screen, returnOrigin: 'https://another.example' };
  await refused('form_not_ours', [token, approve], { request });
});

test('a decision that no page of ours can send is refused: none, two, unknown, or with foreign fields', async () => {
  const request = newRequest();
  const token = tokenOf(await stage.show(request));
  for (const fields of [
    [],
    [approve, refuse],
    [approve, approve],
    [['decision', 'APPROVE']],
    [['decision', '']],
    [['decision', 'constructor']],
    [approve, ['approve', 'yes']],
    [approve, ['stay', 'yes']],
    [
      ['stay', 'yes'],
      ['stay', 'yes'],
    ],
    [approve, ['scope', 'everything']],
  ] as (readonly [string, string])[][])
    await refused('decision_malformed', [token, ...fields], { request });
});

test('an item that is unknown, was not asked for or comes twice is refused, and so is “unseen” of what was seen', async () => {
  const request = newRequest();
  const token = tokenOf(await stage.show(request));
  for (const fields of [
    [['item', 'tax_income.total_income_jpy']],
    [['item', 'disability_welfare.certificates.grade']],
    [['item', 'no.such.item']],
    [['item', '']],
    [['item', '__proto__']],
    [['item', `${number} `]],
    [
      ['item', number],
      ['item', number],
    ],
    [['item', `${number},${issuer}`]],
    [['unseen', number]],
    [['unseen', 'no.such.item']],
  ] as (readonly [string, string])[][])
    await refused('decision_malformed', [token, approve, ...fields], { request });
});

test('any form at all is decided by the rules or refused; what is stored was asked for', async () => {
  const names = fc.constantFrom('decision', 'item', 'unseen', 'form_token', 'x');
  const values = fc.oneof(
    fc.constantFrom('approve', 'refuse', 'look_again', number, issuer, attestation),
    fc.string({ maxLength: 20 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(names, values), { maxLength: 6 }), async (fields) => {
      const request = newRequest();
      const token = tokenOf(await stage.show(request));
      const answer = await stage.post(request, [token, ...fields]);
      assert.ok([200, 400, 403, 422].includes(answer.status), String(answer.status));
      if (answer.decided?.decision !== 'approved') return;
      const ticked = fields.filter(([name]) => name === 'item').map(([, value]) => value);
      assert.deepEqual(answer.decided.consent.items, [...new Set([attestation, ...ticked])].sort());
    }),
    { numRuns: 150 },
  );
});

test('a form of another type, too large or broken off is refused, and the server goes on', async () => {
  const request = newRequest();
  const token = tokenOf(await stage.show(request));
  const body = new URLSearchParams([[...token], [...approve]]).toString();
  for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain'])
    await refused('media_type_not_supported', body, { request, headers: { 'content-type': type } });
  await refused('request_too_large', `${body}&x=${'x'.repeat(300 * 1024)}`, { request });
  await breakOff(request);
  assert.equal((await stage.post(request, [token, approve])).text, 'approved');
});

/** Announces a body, sends half of it, and hangs up. */
async function breakOff(request: string): Promise<void> {
  const { hostname, port, host } = new URL(stage.origin);
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const head = `POST /interaction/${request} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 999\r\n\r\ndecision=app`;
      socket.write(head, () => socket.destroy());
    });
    socket.once('close', () => resolve()).once('error', reject);
  });
}

test('values, names and texts of agencies and companies stay text', async () => {
  const hostile = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    'javascript:alert(1)',
    '</title></main></form><form action="https://evil.example">',
    '&lt;script&gt;',
    '\u202Etxt.exe',
    ']]><!--',
  ];
  for (const value of hostile) {
    stage.preview = saying(value);
    const [purpose] = company.purposes;
    stage.screen = {
      ...original.screen,
      relyingParty: {
        ...company,
        legalName: { ja: value, en: value },
        domain: value,
        contact: value,
        corporateNumber: value,
        purposes: [
          { ...purpose, title: { ja: value, en: value }, retention: { ja: value, en: value } } as never,
        ],
      },
    };
    for (const query of ['', '?language=en']) {
      const { html } = await stage.show(newRequest(), query);
      assert.equal(
        html.querySelectorAll('script, img, iframe, [onerror], [onfocus], [autofocus]').length,
        0,
        value,
      );
      assert.equal(html.querySelectorAll('form').length, 1);
      for (const link of html.querySelectorAll('[href], [action]'))
        assert.match(link.getAttribute('href') ?? link.getAttribute('action') ?? '', /^[/#]/);
      const shown = html.querySelectorAll('bdi').map((each) => each.text);
      assert.ok(shown.includes(value), `it is shown as it stands: ${value}`);
    }
  }
});

test('any text an agency may send stays text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (value) => {
      stage.preview = saying(value, '見本市');
      const page = await stage.show(newRequest());
      assert.equal(page.html.querySelectorAll('form, main, html').length, 3);
      assert.equal(page.html.querySelectorAll('input[name=item]').length, 2);
      assert.equal(page.html.querySelectorAll('button[name=decision]').length, 2);
    }),
    { numRuns: 60 },
  );
});

test('a structure where a value should be is not taken apart into markup', async () => {
  stage.preview = async (_, items) => [
    {
      group: 'disability_welfare',
      items,
      outcome: 'ok',
      values: new Map(
        items.map((item): [ItemName, never[]] => [
          item,
          [{ type: 'script', props: { children: 'alert(1)' } } as never],
        ]),
      ),
      asOf: null,
      source: null,
    },
  ];
  const { html } = await stage.show(newRequest());
  assert.equal(html.querySelectorAll('script').length, 0);
});

test('a decision that cannot be stored is no decision: the form is refused and can be sent again', async () => {
  let full = true;
  const failing = await openStage(saying('見本'), (rooms) => ({
    ...rooms,
    stores: {
      consents: {
        ...rooms.stores.consents,
        add: (consent) =>
          full ? Promise.reject(new Refusal('store_unavailable')) : rooms.stores.consents.add(consent),
      },
    },
  }));
  try {
    const token = tokenOf(await failing.show('full'));
    for (const decision of [approve, refuse]) {
      const answer = await failing.post('full', [token, decision]);
      assert.deepEqual([answer.status, answer.text, answer.decided], [503, 'store_unavailable', undefined]);
    }
    full = false;
    assert.equal((await failing.post('full', [token, approve])).text, 'approved');
  } finally {
    await failing.close();
  }
});

test('a return origin that would be another directive never reaches the policy', async () => {
  for (const returnOrigin of [
    "https://shop.example; script-src 'unsafe-inline'",
    'javascript:alert(1)',
    'data:,x',
  ]) {
    stage.screen = { ...original.screen, returnOrigin };
    const { status, headers } = await stage.show(newRequest());
    assert.equal(status, 500);
    assert.doesNotMatch(String(headers['content-security-policy'] ?? ''), /unsafe|javascript|data/);
  }
});
