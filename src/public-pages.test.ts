import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import Koa from 'koa';
import { parse } from 'node-html-parser';
import { request } from 'undici';
import { createFrontDoor } from './front-door.ts';
import { createPublicPages } from './public-pages.ts';
import { loadPersonas } from '../stand-ins/personas.ts';
import { categories, holderLabels } from './vocabulary/categories.ts';
import { schemaAnnotations } from './vocabulary/category-schema.ts';
import { codeLists } from './vocabulary/code-lists.ts';
import { recordAnnotations } from './vocabulary/granted-schema.ts';
import type { CategoryName } from './vocabulary/identifiers.ts';
import { itemsOf } from './vocabulary/items.ts';
import { systemClock } from './vocabulary/clock.ts';
import { createLog } from './vocabulary/log.ts';
import { refusals } from './vocabulary/refusals.ts';

let server: Server;
let issuer: string;

before(async () => {
  const app: { answer?: RequestListener } = {};
  server = createServer({ keepAliveTimeout: 120_000 }, (incoming, answer) => app.answer?.(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const koa = new Koa();
  koa.silent = true;
  koa.use(createFrontDoor({ issuer, clock: systemClock, log: createLog(systemClock, () => undefined) }));
  koa.use(createPublicPages({ issuer }).routes());
  app.answer = koa.callback();
});
after(() => server.close().closeAllConnections());

async function open(path: string, headers: Record<string, string> = {}) {
  const answer = await request(`${issuer}${path}`, { headers });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers, text, html: parse(text) };
}

test('the front page leads to my page, to privacy, to the categories, to the API’s description and to the errors, in one click', async () => {
  const { html, status } = await open('/');
  assert.equal(status, 200);
  const links = html.querySelectorAll('main a').map((link) => link.getAttribute('href'));
  assert.deepEqual(links, ['/my', '/privacy', '/categories', '/openapi.yaml', '/problems']);
  for (const path of ['/privacy', '/categories', '/problems', '/openapi.yaml'])
    assert.equal((await open(path)).status, 200, path);
});

test('the address in a problem’s type opens its page: cause, fix, example', async () => {
  for (const [reason, row] of Object.entries(refusals)) {
    if (reason === 'suppression_changed') continue;
    const { status, html } = await open(`/problems/${reason}`, { 'accept-language': 'en' });
    assert.equal(status, 200, reason);
    const text = html.querySelector('main')?.text ?? '';
    for (const words of [reason, row.title, String(row.status), row.operator, row.integrator, row.citizen.en])
      assert.ok(text.includes(words), `${reason}: ${words}`);
    assert.ok(text.includes(`"type": "${issuer}/problems/${reason}"`), 'an example');
  }
});

test('a reason that is named for the inside has no page, and neither has one that does not exist', async () => {
  assert.ok(!(await open('/problems')).text.includes('suppression'), 'it is not listed');
  for (const reason of ['suppression_changed', 'no_such_reason', 'constructor', '__proto__'])
    assert.equal((await open(`/problems/${reason}`)).status, 404, reason);
});

test('the description of the API is served as it stands, readable for everybody’s tools', async () => {
  const { headers, text } = await open('/openapi.yaml');
  assert.equal(headers['content-type'], 'application/yaml; charset=utf-8');
  assert.equal(headers['access-control-allow-origin'], '*');
  assert.match(text, /^openapi: ['"]?3\.1/m);
});

test('the style sheet is one file of ours', async () => {
  const { status, headers, text } = await open('/assets/style.css');
  assert.deepEqual([status, headers['content-type']], [200, 'text/css; charset=utf-8']);
  assert.match(text, /focus-visible/);
});

test('the language is the browser’s, unless one is chosen', async () => {
  const lang = async (path: string, accept: string) =>
    (await open(path, { 'accept-language': accept })).html.querySelector('html')?.getAttribute('lang');
  assert.equal(await lang('/', 'en-GB,en;q=0.9'), 'en');
  assert.equal(await lang('/', 'fr'), 'ja');
  assert.equal(await lang('/?language=ja', 'en'), 'ja');
  assert.equal(await lang('/?language=<script>', 'en'), 'en');
});

test('every category has a page that says of each item what it means, and the list leads to it', async () => {
  const { html: list } = await open('/categories', { 'accept-language': 'en' });
  const links = list.querySelectorAll('main ol a').map((link) => link.getAttribute('href'));
  assert.deepEqual(
    links,
    categories.map(({ name }) => `/categories/${name}`),
  );
  for (const language of ['ja', 'en'] as const)
    for (const { name, label, holder } of categories) {
      const { status, html } = await open(`/categories/${name}`, { 'accept-language': language });
      assert.equal(status, 200, name);
      const text = html.querySelector('main')?.text ?? '';
      for (const words of [label[language], holderLabels[holder][language], name])
        assert.ok(text.includes(words), `${name}: ${words}`);
      for (const { name: item, label: itemLabel, schema } of itemsOf(name)) {
        const heading = html.getElementById(item);
        assert.equal(heading?.text, itemLabel[language], item);
        assert.equal(heading?.nextElementSibling?.text, schema?.['x-meaning'][language], item);
        const facts = heading?.nextElementSibling?.nextElementSibling?.text ?? '';
        const blank = schema?.['x-nullable'];
        assert.ok(facts.includes(item), item);
        if (blank) assert.ok(facts.includes(blank[language]), `${item}: what blank says`);
      }
    }
});

test('the pages are kept for some minutes, one for each language, and show no other', async () => {
  const { headers, html } = await open('/categories/pension', { 'accept-language': 'en' });
  assert.equal(headers['cache-control'], 'public, max-age=300');
  assert.match(String(headers['vary']), /accept-language/i);
  assert.equal(html.querySelector('html')?.getAttribute('lang'), 'en');
  const japanese = await open('/categories/pension', { 'accept-language': 'ja' });
  assert.equal(japanese.html.querySelector('html')?.getAttribute('lang'), 'ja');
  for (const path of ['/categories/no_such', '/categories/__proto__', '/categories/constructor'])
    assert.equal((await open(path)).status, 404, path);
});

test('programs get the list, each category’s JSON Schema and each code list, at stable addresses', async () => {
  const list = await open('/categories.json');
  assert.equal(list.headers['access-control-allow-origin'], '*');
  const { categories: rows } = JSON.parse(list.text) as {
    categories: { scope: string; schema: string; items: string[] }[];
  };
  assert.equal(rows.length, 29);
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addVocabulary([...schemaAnnotations, ...recordAnnotations]);
  const personas = loadPersonas();
  for (const { scope, schema: address, items } of rows) {
    const answer = await open(address.slice(issuer.length));
    assert.equal(answer.headers['content-type'], 'application/schema+json; charset=utf-8');
    const schema = JSON.parse(answer.text) as { $id: string };
    assert.equal(schema.$id, address);
    const isRecord = ajv.compile(schema);
    const records = personas.flatMap(({ records: held }) => held[scope]?.record ?? []);
    assert.ok(records.length > 0, scope);
    for (const record of records) assert.ok(isRecord(record), `${scope}: ${JSON.stringify(isRecord.errors)}`);
    assert.deepEqual(
      items,
      itemsOf(scope as CategoryName).map(({ name }) => name),
    );
  }
  for (const { name, codes, system } of codeLists) {
    const { text } = await open(`/code-lists/${name}.json`);
    const served = JSON.parse(text) as { system: string; codes: { code: string; ja: string }[] };
    assert.equal(served.system, system);
    assert.deepEqual(
      served.codes.map(({ code, ja }) => [code, ja]),
      codes.map(([code, ja]) => [code, ja]),
    );
  }
  for (const path of [
    '/code-lists/no-such.json',
    '/schemas/categories/no_such.json',
    '/schemas/categories/pension',
  ])
    assert.equal((await open(path)).status, 404, path);
});
