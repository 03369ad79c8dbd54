/** The network's answers, bent in every way a real HTTP server can bend them. */
import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Inquirer, openInquirer, untiring } from '../../stand-ins/inquirer.ts';
import { loadPersonas } from '../../stand-ins/personas.ts';
import { openStagedNetwork, stagedMadoguchi, type StagedNetwork } from '../../stand-ins/staged-network.ts';
import type { CitizenId, LinkCode } from '../vocabulary/identifiers.ts';

const agency = 'municipality-131016';
const category = 'disability_welfare';
const record = loadPersonas().find(({ records }) => records[category])?.records[category]?.record as Record<
  string,
  unknown
>;
/** Fresh whenever this runs. */
const asOf = new Date().toISOString();
const secret = 'SECRET-VALUE-OF-A-PERSON';

let respond: (request: IncomingMessage, response: ServerResponse, asked: Record<string, string>) => void;
let network: StagedNetwork;
let inquirer: Inquirer;
let citizen: CitizenId;
let requests: {
  headers: IncomingMessage['headers'];
  url: string | undefined;
  asked: Record<string, string>;
}[] = [];

before(async () => {
  network = await openStagedNetwork(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const asked = JSON.parse(text) as Record<string, string>;
    requests.push({ headers: request.headers, url: request.url, asked });
    respond(request, response, asked);
  });
  inquirer = await openInquirer({
    networkUrl: network.url,
    identity: await stagedMadoguchi(),
    agencies: { [agency]: 'municipality' },
    budgetMilliseconds: 5000,
    circuit: untiring,
  });
  citizen = await inquirer.register('hanako', Buffer.alloc(16, 1).toString('base64url') as LinkCode, {
    municipality: agency,
  });
});

after(async () => {
  await inquirer.close();
  await network.close();
});

beforeEach(() => {
  requests = [];
  inquirer.log.length = 0;
});

test('a good answer becomes a reading with record, source, date and process number', async () => {
  respond = (_, response, asked) => answer(response, good(asked));
  const reading = await inquirer.ask(citizen);
  assert.deepEqual(reading, {
    category,
    outcome: 'ok',
    record,
    asOf,
    source: { agency, name: { ja: `機関 ${agency}`, en: `Agency ${agency}` } },
    retryAfterSeconds: null,
    processNumber: '20261101090000000000',
  });
  assert.deepEqual(inquirer.log, []);
});

test('an inquiry is one request that says who is asked about, where, what, and nothing of who wants to know', async () => {
  respond = (_, response, asked) => answer(response, good(asked));
  await inquirer.ask(citizen);
  assert.equal(requests.length, 1);
  const [{ headers, url, asked }] = requests as [(typeof requests)[0]];
  assert.equal(url, '/inquiries', 'nobody is named in the address');
  assert.deepEqual(Object.keys(asked).sort(), ['agency', 'category', 'code', 'inquiry_id', 'trace_id']);
  assert.deepEqual(Object.keys(headers).sort(), [
    'accept',
    'accept-encoding',
    'connection',
    'content-length',
    'content-type',
    'host',
  ]);
  assert.equal(headers['accept-encoding'], 'identity');
});

type Bend = (response: ServerResponse, asked: Record<string, string>) => void;
const changed =
  (change: Record<string, unknown>): Bend =>
  (response, asked) =>
    answer(response, { ...good(asked), ...change });
const typed =
  (headers: Record<string, string>, status = 200): Bend =>
  (response, asked) => {
    response.writeHead(status, headers).end(JSON.stringify(good(asked)));
  };
const spelt =
  (from: RegExp | string, to: string): Bend =>
  (response, asked) => {
    const text = JSON.stringify(good(asked));
    assert.notEqual(text.replace(from, to), text, 'the answer is bent');
    response.writeHead(200, { 'content-type': 'application/json' }).end(text.replace(from, to));
  };
const json = { 'content-type': 'application/json' };

const bends: Record<string, [string, Bend]> = {
  'an error of the network': ['network_status', typed(json, 500)],
  'an empty success': ['network_status', typed(json, 204)],
  'a partial answer': ['network_status', typed(json, 206)],
  'a refusal of our certificate': ['network_refused_us', typed(json, 403)],
  'a redirect to itself': ['network_status', typed({ ...json, location: '/inquiries' }, 307)],
  'a redirect elsewhere': ['network_status', typed({ ...json, location: 'http://127.0.0.1:9/steal' }, 302)],
  'a page': ['answer_media_type', typed({ 'content-type': 'text/html' })],
  'no media type': ['answer_media_type', typed({})],
  'JSON of another kind': ['answer_media_type', typed({ 'content-type': 'application/json-seq' })],
  'another charset': ['answer_media_type', typed({ 'content-type': 'application/json; charset=shift_jis' })],
  'a claim of compression': ['answer_compressed', typed({ ...json, 'content-encoding': 'gzip' })],
  'a compressed bomb': [
    'answer_compressed',
    (response) =>
      response
        .writeHead(200, { ...json, 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(50_000_000, 0x20))),
  ],
  'a bomb of another make': [
    'answer_compressed',
    (response) =>
      response
        .writeHead(200, { ...json, 'content-encoding': 'br' })
        .end(brotliCompressSync(Buffer.alloc(9_000_000))),
  ],
  'a body announced as too large': [
    'answer_too_large',
    (response) =>
      response.writeHead(200, { ...json, 'content-length': 2_000_000 }).end(' '.repeat(2_000_000)),
  ],
  'a body that does not end': [
    'answer_too_large',
    (response) => {
      response.writeHead(200, json);
      const more = (): void => {
        if (response.closed) return;
        response.write(' '.repeat(65_536), () => setImmediate(more));
      };
      more();
    },
  ],
  'a body over the limit by its last byte': [
    'answer_too_large',
    (response, asked) => {
      const text = JSON.stringify(good(asked));
      response.writeHead(200, json).end(text + ' '.repeat(1024 * 1024 + 1 - text.length));
    },
  ],
  'a body cut off': [
    'network_unreachable',
    (response) => {
      response.writeHead(200, { ...json, 'content-length': 1000 }).write('{"outcome":');
      setTimeout(() => response.destroy(), 20);
    },
  ],
  'a connection that ends': ['network_unreachable', (response) => response.destroy()],
  'bytes that are no text': [
    'answer_not_utf8',
    (response) => response.writeHead(200, json).end(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
  ],
  'an empty body': ['answer_not_json', (response) => response.writeHead(200, json).end()],
  'half of the answer': ['answer_not_json', spelt(/.{20}$/, '')],
  'two answers': ['answer_not_json', spelt(/$/, '{}')],
  'a deep shaft': ['answer_too_deep', spelt(/"record":\{/, `"record":{"a":${'['.repeat(300_000)},`)],
  'a member twice': ['answer_member_twice', spelt(/"outcome":"ok"/, '"outcome":"no_record","outcome":"ok"')],
  'a record twice': ['answer_member_twice', spelt(/"record":/, '"record":{},"record":')],
  'a prototype': ['answer_member_forbidden', spelt(/"record":\{/, '"record":{"__proto__":{"x":1},')],
  'a number that no double holds': [
    'answer_number_inexact',
    spelt(/"record":\{/, '"record":{"a":9007199254740993,'),
  ],
  'a list': ['answer_envelope', (response, asked) => answer(response, [good(asked)])],
  null: ['answer_envelope', (response) => answer(response, null)],
  'an unknown member beside the record': ['answer_envelope', changed({ name: secret })],
  'a prototype’s method as member': ['answer_envelope', changed({ constructor: secret })],
  'an outcome that does not exist': ['answer_envelope', changed({ outcome: 'suppressed' })],
  'a process number of another shape': ['answer_envelope', changed({ process_number: '2026-1101' })],
  'a process number as a number': ['answer_envelope', changed({ process_number: 20261101 })],
  'no process number': ['answer_envelope', changed({ process_number: undefined })],
  'a date without offset': ['answer_envelope', changed({ as_of: '2026-11-01T09:00:00' })],
  'a day that does not exist': ['answer_envelope', changed({ as_of: '2026-02-30T09:00:00+09:00' })],
  'a record without a date': ['answer_envelope', changed({ as_of: null })],
  'a success without a record': ['answer_envelope', changed({ record: null })],
  'no record, with one': ['answer_envelope', changed({ outcome: 'no_record', as_of: null })],
  'no record, with a date': ['answer_envelope', changed({ outcome: 'no_record', record: null })],
  'not connected, with a record': ['answer_envelope', changed({ outcome: 'not_connected', as_of: null })],
  'an answer to another inquiry': ['answer_misaddressed', changed({ trace_id: 'f'.repeat(32) })],
  'an answer about another category': ['answer_misaddressed', changed({ category: 'medical_expenses' })],
  'an answer of another agency': ['answer_misaddressed', changed({ agency: 'municipality-999999' })],
  'a record of another category': ['answer_record', changed({ record: { months: [{}] } })],
  'a value where a list belongs': ['answer_record', changed({ record: { certificates: secret } })],
  'a record with a member too many': ['answer_record', changed({ record: { ...record, diagnosis: secret } })],
  'a list where an object belongs': ['answer_record', changed({ record: { certificates: [[secret]] } })],
};

for (const [name, [reason, bend]] of Object.entries(bends)) {
  test(`${name} reads as the agency being unavailable`, async () => {
    respond = (_, response, asked) => bend(response, asked);
    const reading = await inquirer.ask(citizen);
    assert.equal(reading.outcome, 'agency_unavailable');
    assert.equal(reading.record, null);
    assert.equal(reading.asOf, null);
    assert.equal(reading.retryAfterSeconds, 30);
    // Only where not a byte of an answer came, and then as the same inquiry.
    assert.equal(requests.length, name === 'a connection that ends' ? 2 : 1, 'redirected nowhere');
    assert.equal(new Set(requests.map(({ asked }) => JSON.stringify(asked))).size, 1);
    assert.equal(inquirer.log.length, 1);
    const [line] = inquirer.log as [Record<string, unknown>];
    assert.equal(line['event'], 'agency_unavailable');
    assert.equal(line['reason'], reason);
    assert.equal(line['trace_id'], requests[0]?.asked['trace_id']);
    const written = JSON.stringify(inquirer.log);
    for (const value of [secret, requests[0]?.asked['code'] ?? 'code'])
      assert.ok(!written.includes(value), 'the log holds neither value nor code');
  });
}

test('a connection that ends before an answer is tried once more, as the same inquiry, and never a third time', async () => {
  let broken = 1;
  respond = (_, response, asked) => {
    if ((broken -= 1) >= 0) response.destroy();
    else answer(response, good(asked));
  };
  assert.equal((await inquirer.ask(citizen)).outcome, 'ok');
  const [first, second, ...more] = requests;
  assert.deepEqual([second?.asked, more.length], [first?.asked, 0]);
  assert.deepEqual(inquirer.log, []);
  broken = 2;
  assert.equal((await inquirer.ask(citizen)).outcome, 'agency_unavailable');
  assert.equal(requests.length, 4);
  assert.notEqual(requests[2]?.asked['inquiry_id'], first?.asked['inquiry_id']);
});

test('the second try stays inside the budget', async () => {
  respond = (_, response) => void setTimeout(() => response.destroy(), 150);
  const began = performance.now();
  assert.equal((await inquirer.ask(citizen, category, 180)).outcome, 'agency_unavailable');
  assert.ok(performance.now() - began < 1000);
  assert.equal(inquirer.log[0]?.['reason'], 'budget_spent');
});

test('after all of that the next good answer is read as ever', async () => {
  respond = (_, response, asked) => answer(response, good(asked));
  assert.equal((await inquirer.ask(citizen)).outcome, 'ok');
  assert.equal(({} as Record<string, unknown>)['x'], undefined, 'no prototype was touched');
});

test('a record that its schema forbids still tells the operator its process number', async () => {
  respond = (_, response, asked) => answer(response, { ...good(asked), record: { diagnosis: secret } });
  const { outcome, processNumber } = await inquirer.ask(citizen);
  assert.deepEqual([outcome, processNumber], ['agency_unavailable', '20261101090000000000']);
});

test('an answer is given up when the time is spent, at every stage of a slow network', async () => {
  const stages: ((response: ServerResponse) => void)[] = [
    () => undefined,
    (response) => response.writeHead(200, json).flushHeaders(),
    (response) => response.writeHead(200, json).write('{"outcome":"ok",'),
    (response) => {
      response.writeHead(200, json);
      const drip = setInterval(() => response.write(' '), 10);
      response.once('close', () => clearInterval(drip));
    },
  ];
  for (const stage of stages) {
    respond = (_, response) => stage(response);
    const began = performance.now();
    const reading = await inquirer.ask(citizen, category, 200);
    const took = performance.now() - began;
    assert.equal(reading.outcome, 'agency_unavailable');
    assert.ok(took >= 195 && took < 2500, `${took} ms`);
    assert.equal(inquirer.log.pop()?.['reason'], 'budget_spent');
  }
});

test('an answer that comes too late is heard by nobody', async () => {
  respond = (_, response, asked) => {
    setTimeout(() => answer(response, good(asked)), 250);
  };
  const late = inquirer.ask(citizen, category, 100);
  respond = (_, response, asked) =>
    answer(response, { ...good(asked), outcome: 'no_record', record: null, as_of: null });
  assert.equal(
    (await late).outcome,
    'no_record',
    'the second behaviour answers: it was set before the request arrived',
  );
  respond = (_, response, asked) => {
    setTimeout(() => answer(response, good(asked)), 250);
  };
  assert.equal((await inquirer.ask(citizen, category, 100)).outcome, 'agency_unavailable');
  const asked = requests.length;
  await new Promise((resolve) => setTimeout(resolve, 250));
  respond = (_, response, now) =>
    answer(response, { ...good(now), outcome: 'no_record', record: null, as_of: null });
  assert.equal((await inquirer.ask(citizen)).outcome, 'no_record', 'the next inquiry gets its own answer');
  assert.equal(requests.length, asked + 1);
});

test('a network that accepts connections and says nothing, or is not there, costs the budget and no more', async () => {
  const mute = createTcpServer((socket) => socket.resume());
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  const other = await openInquirer({
    networkUrl: `https://127.0.0.1:${port}`,
    identity: await stagedMadoguchi(),
    agencies: { [agency]: 'municipality' },
    budgetMilliseconds: 200,
  });
  const who = await other.register('hanako', 'AAAAAAAAAAAAAAAAAAAAAA' as LinkCode, { municipality: agency });
  const began = performance.now();
  assert.equal((await other.ask(who)).outcome, 'agency_unavailable');
  assert.ok(performance.now() - began < 350);
  await other.close();
  await new Promise((resolve) => mute.close(resolve));

  const gone = await openInquirer({
    networkUrl: `https://127.0.0.1:${port}`,
    identity: await stagedMadoguchi(),
    agencies: { [agency]: 'municipality' },
  });
  const whoElse = await gone.register('hanako', 'AAAAAAAAAAAAAAAAAAAAAA' as LinkCode, {
    municipality: agency,
  });
  const reading = await gone.ask(whoElse);
  assert.equal(reading.outcome, 'agency_unavailable');
  assert.equal(reading.processNumber, null);
  assert.equal(gone.log[0]?.['reason'], 'network_unreachable');
  assert.equal(gone.log[0]?.['error'], 'Error:ECONNREFUSED');
  await gone.close();
});

function good(asked: Record<string, string>): Record<string, unknown> {
  return {
    trace_id: asked['trace_id'],
    agency: asked['agency'],
    category: asked['category'],
    outcome: 'ok',
    process_number: '20261101090000000000',
    as_of: asOf,
    record,
    fault: null,
  };
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, json).end(JSON.stringify(body));
}
