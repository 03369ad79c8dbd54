/**
 * What an agency may send by mistake or on purpose: input → outcome → what the network's record and our log say of it.
 * While each arrives, others are under way at another agency, and are answered right.
 */
import assert from 'node:assert/strict';
import type { TLSSocket } from 'node:tls';
import { after, before, beforeEach, describe, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { RecordedPerson } from '../../stand-ins/agencies/provision.ts';
import { type Inquirer, openInquirer, untiring } from '../../stand-ins/inquirer.ts';
import { openRawParty, type StagedNetwork } from '../../stand-ins/staged-network.ts';
import { openTown, type Town } from '../../stand-ins/town.ts';
import type { CitizenId } from '../vocabulary/identifiers.ts';
import type { Reading } from '../vocabulary/reading.ts';
import { networkNames } from './network-names.ts';

const city = 'municipality-990019';
const elsewhere = 'municipality-990027';
const category = 'public_assistance';
const secret = 'SECRET-VALUE-OF-A-PERSON';
const asOf = '2026-11-01T09:00:00+09:00';
const record = { assistances: [{ started_on: '2024-04-01', monthly_jpy: 80_000, office: '見本福祉事務所' }] };
const person = (persona: string, number: number, municipality: string): RecordedPerson => ({
  persona,
  person_number: String(990_000_001_000 + number),
  holders: { municipality },
  records: { [category]: { as_of: asOf, record } },
});
const [hanako, other] = [person('hanako', 1, city), person('other', 2, elsewhere)];

type Question = Record<string, unknown>;
type Say = (question: Question, socket: TLSSocket) => void;
let say: Say;
let town: Town;
let agency: StagedNetwork;
let inquirer: Inquirer;
const citizens: Record<string, CitizenId> = {};

before(async () => {
  town = await openTown({
    people: [hanako, other],
    agencies: [city, elsewhere],
    networkBudgetMilliseconds: 1500,
  });
  agency = await openRawParty(networkNames.agency(city), (text, socket) =>
    say(JSON.parse(text) as Question, socket),
  );
  town.move(city, agency.url);
  inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: { [city]: 'municipality', [elsewhere]: 'municipality' },
    budgetMilliseconds: 6000,
    circuit: untiring,
  });
  for (const each of [hanako, other])
    citizens[each.persona] = await inquirer.register(each.persona, town.linkCodeOf(each), {
      municipality: each.holders['municipality'] ?? '',
    });
});
after(async () => {
  await inquirer.close();
  await town.close();
  await agency.close();
});
beforeEach(() => void (inquirer.log.length = 0));

const good = (question: Question, change: object = {}): string =>
  JSON.stringify({ ...question, outcome: 'ok', as_of: asOf, record, ...change });
const head = (length: number | string, extra = ''): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${extra}\r\n`;
const whole = (body: string | Buffer, extra = ''): Buffer =>
  Buffer.concat([Buffer.from(head(Buffer.byteLength(body), extra)), Buffer.from(body)]);
const chunk = (bytes: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`${Buffer.byteLength(bytes).toString(16)}\r\n`),
    Buffer.from(bytes),
    Buffer.from('\r\n'),
  ]);
const chunkedHead = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n';

const sends =
  (toBytes: (question: Question) => string | Buffer): Say =>
  (question, socket) =>
    void socket.write(toBytes(question));
const body = (toBody: (question: Question) => string | Buffer): Say =>
  sends((question) => whole(toBody(question)));
const held = (change: object): Say => body((question) => good(question, { record: change }));
const assistance = (change: object): Say => held({ assistances: [{ ...record.assistances[0], ...change }] });
const spelt = (from: string, to: string): Say =>
  body((question) => {
    const text = good(question);
    assert.ok(text.includes(from));
    return text.replace(from, to);
  });
const bomb = Buffer.alloc(30_000_000, 0x20);

/** Stopped by the network: its own word for it, as it stands in its record. Ours is always the same. */
const stopped: Record<string, [reason: string, say: Say]> = {
  'an answer about another person': [
    'answer_misaddressed',
    body((q) => good({ ...q, code: 'A'.repeat(22) })),
  ],
  'an answer to another inquiry': [
    'answer_misaddressed',
    body((q) => good({ ...q, process_number: '2'.repeat(20) })),
  ],
  'an answer about another category': [
    'answer_misaddressed',
    body((q) => good({ ...q, category: 'pension' })),
  ],
  'an envelope of another schema': ['answer_envelope', body((q) => good(q, { name: secret }))],
  'an outcome that does not exist': ['answer_envelope', body((q) => good(q, { outcome: 'suppressed' }))],
  'a list': ['answer_envelope', body((q) => `[${good(q)}]`)],
  'too large by a byte': ['answer_too_large', body((q) => good(q).padEnd(1024 * 1024 + 1))],
  'too large, and no length told': [
    'answer_too_large',
    (question, socket) => {
      socket.write(`${chunkedHead}\r\n`);
      for (let part = 0; part < 20; part += 1) socket.write(chunk(good(question).padEnd(65_536)));
    },
  ],
  'a length that is a lie of gigabytes': ['answer_too_large', sends((q) => head('99999999999') + good(q))],
  'one member twice': [
    'answer_member_twice',
    spelt('"outcome":"ok"', '"outcome":"no_record","outcome":"ok"'),
  ],
  'one member twice, once in escapes': [
    'answer_member_twice',
    spelt('"outcome":"ok"', '"outcome":"ok","\\u006futcome":"no_record"'),
  ],
  'two answers in one body': ['answer_not_json', body((q) => good(q) + good(q))],
  'bytes after the answer': ['answer_not_json', body((q) => `${good(q)}\0\0`)],
  'a mark of byte order before it': ['answer_not_json', body((q) => `\ufeff${good(q)}`)],
  'the half of it, with the half’s length': ['answer_not_json', body((q) => good(q).slice(0, 60))],
  'Latin-1': ['answer_not_utf8', body((q) => Buffer.from(good(q).replace('見', 'é'), 'latin1'))],
  'gzip, said': ['answer_compressed', sends((q) => whole(gzipSync(good(q)), 'content-encoding: gzip\r\n'))],
  'br, said': [
    'answer_compressed',
    sends((q) => whole(brotliCompressSync(good(q)), 'content-encoding: br\r\n')),
  ],
  'deflate, said': [
    'answer_compressed',
    sends((q) => whole(deflateSync(good(q)), 'content-encoding: deflate\r\n')),
  ],
  'zstd, said': ['answer_compressed', sends((q) => whole(good(q), 'content-encoding: zstd\r\n'))],
  'a gzip bomb, said': [
    'answer_compressed',
    sends(() => whole(gzipSync(bomb), 'content-encoding: gzip\r\n')),
  ],
  'a gzip bomb, not said': ['answer_not_utf8', body(() => gzipSync(bomb))],
  'a bomb in chunks, said to be gzip inside chunked': [
    'answer_compressed',
    sends(() =>
      Buffer.concat([Buffer.from(`${chunkedHead}content-encoding: gzip\r\n\r\n`), chunk(gzipSync(bomb))]),
    ),
  ],
  'half a character': ['answer_text_broken', spelt('見本福祉事務所', '\\ud842')],
  'a number that no double holds': ['answer_number_inexact', spelt('80000', '9007199254740993')],
  'a number beyond every double': ['answer_number_inexact', spelt('80000', '1e999')],
  'a prototype': ['answer_member_forbidden', spelt('"started_on"', '"__proto__":{"x":1},"started_on"')],
  'a shaft': ['answer_too_deep', spelt('80000', `${'['.repeat(5000)}${']'.repeat(5000)}`)],
  'a page': [
    'answer_media_type',
    sends((q) => whole(good(q)).toString().replace('application/json', 'text/html')),
  ],
  'an error': ['agency_status', sends((q) => whole(good(q)).toString().replace('200 OK', '500 Oh'))],
  'a redirect': [
    'agency_status',
    sends((q) => whole(good(q), 'location: https://127.0.0.1:1/\r\n').toString().replace('200 OK', '307 Go')),
  ],
};

/** Nobody's answer: the connection or the time ended. Counted against the agency, as no person's doing. */
const unanswered: Record<string, [fault: string, say: Say]> = {
  'a hanging up before a word': ['agency_unreachable', (_, socket) => socket.destroy()],
  'less than the length said': [
    'agency_unreachable',
    (question, socket) => void socket.end(head(9999) + good(question)),
  ],
  'two lengths': ['agency_unreachable', sends((q) => head(10, 'content-length: 400\r\n') + good(q))],
  'a length and chunks': [
    'agency_unreachable',
    sends((q) => head(5, 'transfer-encoding: chunked\r\n') + chunk(good(q)).toString() + '0\r\n\r\n'),
  ],
  'a negative length': ['agency_unreachable', sends((q) => head(-1) + good(q))],
  'chunks whose length is no number': [
    'agency_unreachable',
    sends((q) => `${chunkedHead}\r\nxyz\r\n${good(q)}\r\n0\r\n\r\n`),
  ],
  'a header split in two': ['agency_unreachable', sends((q) => whole(good(q), 'x: a\r b\r\n'))],
  'no HTTP at all': ['agency_unreachable', sends((q) => good(q))],
  nothing: ['agency_silent', () => undefined],
  'a head and no body': ['agency_silent', sends(() => head(100))],
  'a byte at a time, without end': [
    'agency_silent',
    (_, socket) => {
      socket.write(`${chunkedHead}\r\n`);
      const drip = setInterval(() => void socket.write(chunk(' ')), 20);
      socket.once('close', () => clearInterval(drip));
    },
  ],
};

/** Whole answers of an agency, whose record the category's schema does not have: judged here, by Madoguchi. */
const misheld: Record<string, Say> = {
  'another schema': held({ assistances: secret }),
  'an item that does not exist': assistance({ diagnosis: secret }),
  'a member that every object has': assistance({ constructor: secret }),
  'the 30th of February': assistance({ started_on: '2026-02-30' }),
  'month 00': assistance({ started_on: '2026-00-01' }),
  'day 00': assistance({ started_on: '2026-04-00' }),
  'month 13': assistance({ started_on: '2026-13-01' }),
  'the 29th of February of no leap year': assistance({ started_on: '2100-02-29' }),
  'a date of an era': assistance({ started_on: '令和6年4月1日' }),
  'a date of an era in letters': assistance({ started_on: 'R06-04-01' }),
  'a date in full-width digits': assistance({ started_on: '２０２４-０４-０１' }),
  'a moment for a day': assistance({ started_on: '2024-04-01T00:00:00Z' }),
  'negative yen': assistance({ monthly_jpy: -1 }),
  'half a yen': assistance({ monthly_jpy: 0.5 }),
  'yen as a text': assistance({ monthly_jpy: '80000' }),
  'a name of 201 characters': assistance({ office: '見'.repeat(201) }),
  'a name of 201 characters outside the basic plane': assistance({ office: '𠮷'.repeat(201) }),
  'more elements than the list takes': held({ assistances: Array(51).fill(record.assistances[0]) }),
};

const foldedIvs = '葛\u{e0100}飾区'; // A variation sequence: 葛 as the city writes it.
const taken: Record<string, object> = {
  'a name of 200 characters': { office: '見'.repeat(200) },
  'a name of 200 characters that UTF-16 writes in 400': { office: '𠮷'.repeat(200) },
  'a private use character (外字)': { office: '\ue000島\u{f0000}' },
  'a variation sequence': { office: foldedIvs },
  'characters that only look alike': { office: '髙橋・高橋・濵・濱' },
  'a pair written in two escapes': { office: '𠮷野' },
  'the largest amount that is exact': { monthly_jpy: Number.MAX_SAFE_INTEGER },
  'a leap day': { started_on: '2024-02-29' },
};

/** Asks about her, and meanwhile about others at another agency. */
async function askAmongOthers(): Promise<Reading> {
  const others = Array.from({ length: 4 }, () => inquirer.ask(citizens['other'] as CitizenId, category));
  const reading = await inquirer.ask(citizens['hanako'] as CitizenId, category);
  for (const each of await Promise.all(others))
    assert.deepEqual([each.outcome, each.record], ['ok', record], 'others are answered right');
  return reading;
}

function lastExchange(): Record<string, unknown> {
  const lines = town
    .exchanges()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return lines.filter(({ provider }) => provider === city).at(-1) ?? {};
}

function checkUnavailable(reading: Reading, ourReason: string): void {
  const { outcome, record: told, asOf: date, retryAfterSeconds } = reading;
  assert.deepEqual([outcome, told, date, retryAfterSeconds], ['agency_unavailable', null, null, 30]);
  assert.deepEqual(
    inquirer.log.map(({ event, reason }) => [event, reason]),
    [['agency_unavailable', ourReason]],
  );
  const written = JSON.stringify(inquirer.log) + town.exchanges();
  for (const value of [
    secret,
    '見本福祉',
    'monthly_jpy',
    town.linkCodeOf(hanako),
    town.agencyCodeOf(hanako, city),
  ])
    assert.ok(!written.includes(value), 'no log has a value or a code');
}

describe('stopped by the network, agency_unavailable, agency_answer_unusable', () => {
  for (const [input, [reason, bend]] of Object.entries(stopped))
    test(`${input} → ${reason}`, async () => {
      say = bend;
      checkUnavailable(await askAmongOthers(), 'agency_answer_unusable');
      assert.deepEqual([lastExchange()['outcome'], lastExchange()['reason']], ['agency_unavailable', reason]);
    });
});

describe('no answer, agency_unavailable', () => {
  for (const [input, [reason, bend]] of Object.entries(unanswered))
    test(`${input} → ${reason}`, async () => {
      say = bend;
      checkUnavailable(await askAmongOthers(), reason);
      assert.equal(lastExchange()['outcome'], 'agency_unavailable');
    });
});

describe('a record that its schema does not have, agency_unavailable, answer_record', () => {
  for (const [input, bend] of Object.entries(misheld))
    test(input, async () => {
      say = bend;
      checkUnavailable(await askAmongOthers(), 'answer_record');
      assert.deepEqual([lastExchange()['outcome'], lastExchange()['reason']], ['ok', null]);
    });
});

describe('unusual and right: handed on as it is, to the last code unit', () => {
  for (const [input, change] of Object.entries(taken))
    test(input, async () => {
      const unusual = { assistances: [{ ...record.assistances[0], ...change }] };
      say = (question, socket) => {
        // Escaped in ASCII half of the time: both are the same text.
        const text = good(question, { record: unusual });
        const ascii = text.replace(
          /[^\0-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
        socket.write(whole(input.includes('escapes') ? ascii : text));
      };
      const reading = await askAmongOthers();
      assert.deepEqual([reading.outcome, reading.record], ['ok', unusual]);
      assert.deepEqual(inquirer.log, []);
    });
});

test('a second answer, sent after the first, is nobody’s: the next inquiry gets its own', async () => {
  const lie = { assistances: [{ ...record.assistances[0], office: secret }] };
  say = (question, socket) => {
    const first = whole(good(question));
    const second = whole(good(question, { record: lie }));
    socket.write(Buffer.concat([first, second]));
  };
  for (let turn = 0; turn < 6; turn += 1) {
    const { outcome, record: told } = await askAmongOthers();
    assert.ok(outcome === 'agency_unavailable' || outcome === 'ok');
    if (outcome === 'ok') assert.deepEqual(told, record);
    assert.ok(!JSON.stringify(told).includes(secret));
  }
});

test('an answer that comes after the time is heard by nobody', async () => {
  let late: (() => void) | undefined;
  say = (question, socket) => {
    late = () => void (socket.destroyed || socket.write(whole(good(question))));
  };
  checkUnavailable(await askAmongOthers(), 'agency_silent');
  late?.();
  inquirer.log.length = 0;
  say = body((question) => good(question, { outcome: 'no_record', as_of: null, record: null }));
  assert.equal((await askAmongOthers()).outcome, 'no_record');
});

test('after all of that a good answer is read as ever', async () => {
  say = body((question) => good(question));
  const reading = await askAmongOthers();
  assert.deepEqual([reading.outcome, reading.record], ['ok', record]);
  assert.equal(({} as Record<string, unknown>)['x'], undefined, 'no prototype was touched');
});
