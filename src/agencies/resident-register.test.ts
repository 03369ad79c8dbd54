/** The way to the register of residents: the real network program's answers, and every way in which one can be wrong. */
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { after, test } from 'node:test';
import { toLinkCodeOf } from '../../stand-ins/provision-network/codes.ts';
import { openNetworkFolder } from '../../stand-ins/provision-network/network-folder.ts';
import { changeResident, writeResidents } from '../../stand-ins/provision-network/residents.ts';
import { openStagedNetwork, stagedMadoguchi } from '../../stand-ins/staged-network.ts';
import { openTown } from '../../stand-ins/town.ts';
import { systemClock } from '../vocabulary/clock.ts';
import type { TraceId } from '../vocabulary/identifiers.ts';
import { createLog } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { ResidentQuestion } from '../vocabulary/residents.ts';
import { createResidentRegister, type ResidentRegister } from './resident-register.ts';

const lines: string[] = [];
const log = createLog(systemClock, (line) => lines.push(line));
const staged = await stagedMadoguchi();
const closing: (() => unknown)[] = [];
after(async () => {
  for (const close of closing.reverse()) await close();
});

const question: ResidentQuestion = {
  traceId: 'ab'.repeat(16) as TraceId,
  registers: 'signer',
  signer: {
    attributes: {
      name: { text: '辺見本 花子', substituted: [0] },
      sex: 'female',
      birthOn: '1985-04-00',
      address: { text: '見本県見本市1番地', substituted: [] },
    },
    certificate: { issuerKeyHash: 'S'.repeat(43), serial: '51', kind: 'digital_signature' },
  },
  login: { issuerKeyHash: 'A'.repeat(43), serial: 'a1', kind: 'user_authentication' },
};

function open(networkUrl: string, networkIdentity = staged, budgetMilliseconds = 1000): ResidentRegister {
  const register = createResidentRegister({
    ...{ clock: systemClock, log, networkUrl, networkIdentity, budgetMilliseconds },
  });
  closing.push(() => register.close());
  return register;
}

test('the network’s register names the person by our own code, whatever changes there meanwhile', async () => {
  const town = await openTown({ people: [], agencies: [] });
  closing.push(() => town.close());
  const register = open(town.networkUrl, town.identity);
  assert.deepEqual(await register.match(question), { outcome: 'none' });
  const id = Buffer.alloc(16, 7).toString('base64url');
  writeResidents(town.networkFolder, [
    {
      id,
      name: '邉󠄄見本 花子',
      sex: 'female',
      birth_on: '1985-04-00',
      address: '見本県見本市1番地',
      holders: { municipality: 'municipality-990019' },
      certificates: [
        { issuer_key_hash: 'S'.repeat(43), serial: '51', kind: 'digital_signature' },
        { issuer_key_hash: 'A'.repeat(43), serial: 'a1', kind: 'user_authentication' },
      ],
      deceased_on: null,
      representatives: [],
    },
  ]);
  assert.deepEqual(await register.match(question), {
    outcome: 'found',
    linkCode: toLinkCodeOf(openNetworkFolder(town.networkFolder).keys(), id),
    holders: { municipality: 'municipality-990019' },
  });
  assert.deepEqual(await register.match({ ...question, registers: 'represented' }), {
    outcome: 'not_represented',
    representation: 'self',
  });
  changeResident(town.networkFolder, id, (resident) => ({ ...resident, deceased_on: '2026-11-20' }));
  assert.deepEqual(await register.match(question), { outcome: 'deceased' });
});

const found = {
  trace_id: question.traceId,
  outcome: 'found',
  representation: null as string | null,
  link_code: 'L'.repeat(22) as string | null,
  holders: { municipality: 'municipality-990019' } as Record<string, string> | null,
};

async function serve(answer: RequestListener): Promise<string> {
  const network = await openStagedNetwork(answer);
  closing.push(() => network.close());
  return network.url;
}

let body: unknown = found;
const lying = await serve((request, response) => {
  request.resume();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json' }).end(text);
});

async function unavailable(asking: Promise<unknown>, reason: string): Promise<void> {
  await assert.rejects(asking, (error: unknown) => {
    assert.ok(error instanceof Refusal && error.reason === 'register_unavailable', String(error));
    assert.equal(error.detail, reason);
    assert.equal(error.retryAfterSeconds, 30);
    return true;
  });
}

test('a whole answer is taken, for the signer and for whom the signer may represent', async () => {
  const register = open(lying);
  const { link_code: linkCode, holders } = found;
  body = found;
  assert.deepEqual(await register.match(question), { outcome: 'found', linkCode, holders });
  for (const representation of ['parental_authority', 'guardian']) {
    body = { ...found, representation };
    const answer = await register.match({ ...question, registers: 'represented' });
    assert.deepEqual(answer, { outcome: 'found', linkCode, holders });
  }
});

test('an answer that contradicts itself, or the question, registers nobody', async () => {
  const register = open(lying);
  const nobody = { link_code: null, holders: null };
  const cases: [unknown, string, ResidentQuestion['registers']?][] = [
    ['{', 'answer_not_json'],
    [[], 'answer_envelope'],
    [{ ...found, trace_id: 'cd'.repeat(16) }, 'answer_misaddressed'],
    [{ ...found, link_code: null }, 'answer_envelope'],
    [{ ...found, holders: null }, 'answer_envelope'],
    [{ ...found, link_code: 'short' }, 'answer_envelope'],
    [{ ...found, holders: { hairdresser: 'municipality-990019' } }, 'answer_envelope'],
    [{ ...found, holders: { municipality: '../etc' } }, 'answer_envelope'],
    [{ ...found, name: '見本 花子' }, 'answer_envelope'],
    [{ ...found, outcome: 'perhaps' }, 'answer_envelope'],
    // A code beside a no.
    [{ ...found, outcome: 'none' }, 'answer_envelope'],
    [{ ...found, outcome: 'deceased', representation: null, link_code: 'L'.repeat(22) }, 'answer_envelope'],
    // Whoever registers themselves represents nobody; whoever represents must be somebody's representative.
    [{ ...found, representation: 'guardian' }, 'answer_envelope'],
    [{ ...found, ...nobody, representation: 'none' }, 'answer_envelope'],
    [found, 'answer_envelope', 'represented'],
    [{ ...found, representation: 'appointed_agent' }, 'answer_envelope', 'represented'],
    [{ ...found, representation: 'none' }, 'answer_envelope', 'represented'],
    [{ ...found, ...nobody, representation: 'guardian' }, 'answer_envelope', 'represented'],
    [`${JSON.stringify(found).slice(0, -1)},"link_code":"${'M'.repeat(22)}"}`, 'answer_member_twice'],
  ];
  for (const [answer, reason, registers = 'signer'] of cases) {
    body = answer;
    await unavailable(register.match({ ...question, registers }), reason);
  }
});

test('silence, refusal, a redirect or nobody there: unavailable within its time, and said in the log without a value', async () => {
  const silent = await serve(() => undefined);
  const began = performance.now();
  await unavailable(open(silent, staged, 150).match(question), 'budget_spent');
  assert.ok(performance.now() - began < 2000);
  const forbidding = await serve((_, response) => response.writeHead(403).end());
  await unavailable(open(forbidding).match(question), 'network_refused_us');
  const elsewhere = await serve((_, response) => response.writeHead(302, { location: lying }).end());
  await unavailable(open(elsewhere).match(question), 'network_status');
  await unavailable(open('https://127.0.0.1:1').match(question), 'network_unreachable');
  const stopped = open(silent);
  const asking = stopped.match(question);
  await stopped.close();
  await unavailable(asking, 'stopping');
  const said = lines.join('');
  assert.match(said, /"event":"register_unavailable","reason":"budget_spent","trace_id":"(ab){16}"/);
  for (const value of ['見本', '1985', '"51"', 'LLLL']) assert.ok(!said.includes(value), value);
});
