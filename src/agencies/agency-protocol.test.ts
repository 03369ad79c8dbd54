/** The protocol's document: valid, with examples, and what Madoguchi, network and agencies really say. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { RecordedPerson } from '../../stand-ins/agencies/provision.ts';
import { openInquirer } from '../../stand-ins/inquirer.ts';
import { openCaller, openStagedNetwork } from '../../stand-ins/staged-network.ts';
import { openTown, type Town } from '../../stand-ins/town.ts';
import { request } from 'undici';
import { systemClock } from '../vocabulary/clock.ts';
import { newTraceId } from '../vocabulary/identifiers.ts';
import { createLog } from '../vocabulary/log.ts';
import { networkNames } from './network-names.ts';
import { createPersonFinder } from './person-finder.ts';
import { faultsOf, isAnswer, isQuestion, protocol, type Said } from './rehearsal/protocol.ts';
import { createResidentRegister } from './resident-register.ts';

const city = 'municipality-990019';
const hanako: RecordedPerson = {
  persona: 'hanako',
  person_number: '990000001001',
  holders: { municipality: city },
  records: {
    disability_welfare: { as_of: '2026-11-01T09:00:00+09:00', record: { certificates: [] } },
  },
};
let town: Town;
before(async () => {
  town = await openTown({ people: [hanako], agencies: [city] });
});
after(() => town.close());

test('it is a valid OpenAPI 3.1 document, and says that it is a stand-in', async () => {
  const copy = JSON.parse(JSON.stringify(protocol)) as Record<string, unknown>;
  const { valid, errors } = await new Validator().validate(copy);
  assert.deepEqual([valid, errors], [true, undefined]);
  assert.match(JSON.stringify(protocol), /conforms to no\s*\\nofficial|conforms to no official/);
});

test('every operation has a summary, an id of its own, its callers, and examples that fit', () => {
  const ids = new Set<string>();
  for (const [path, { post }] of Object.entries(protocol.paths)) {
    const { operationId, summary } = post as unknown as Record<string, string>;
    assert.ok(operationId && summary && !ids.has(operationId), path);
    ids.add(operationId);
    assert.ok(post['x-callers'].every((caller) => ['madoguchi', 'network', 'agency'].includes(caller)));
    const { examples } = post.requestBody.content['application/json'];
    assert.ok(Object.keys(examples).length > 0, path);
    for (const [name, { value }] of Object.entries(examples)) assert.ok(isQuestion(path, value), name);
    for (const [status, described] of Object.entries(post.responses)) {
      const response =
        '$ref' in described
          ? (protocol.components as { responses: Record<string, (typeof post)['requestBody']> }).responses[
              described.$ref.split('/').at(-1) ?? ''
            ]
          : described;
      const shown = response?.content['application/json'].examples ?? {};
      assert.ok(Object.keys(shown).length > 0, `${path} ${status}`);
      for (const [name, { value }] of Object.entries(shown))
        assert.ok(isAnswer(path, Number(status), value), `${path} ${status} ${name}`);
    }
  }
});

test('the network answers what is described, and nothing else', () => {
  const described = Object.keys(protocol.paths).filter((path) => !path.startsWith('/agency/'));
  assert.deepEqual([...town.routes].sort(), described.sort());
});

test('what Madoguchi really sends is described, whatever it asks for', async () => {
  const sent: Said[] = [];
  const staged = await openStagedNetwork(async (question, response) => {
    let text = '';
    for await (const chunk of question) text += chunk;
    sent.push({
      method: 'POST',
      path: question.url ?? '',
      question: JSON.parse(text),
      status: 0,
      answer: '',
    });
    response.writeHead(500).end();
  });
  const parts = {
    ...{ clock: systemClock, log: createLog(systemClock, () => undefined), budgetMilliseconds: 2000 },
    ...{ networkUrl: staged.url, networkIdentity: town.identity },
  };
  const inquirer = await openInquirer({
    networkUrl: staged.url,
    identity: town.identity,
    agencies: { [city]: 'municipality' },
  });
  await inquirer.ask(await inquirer.register('hanako', town.linkCodeOf(hanako), { municipality: city }));
  const register = createResidentRegister(parts);
  const finder = createPersonFinder(parts);
  const login = { issuerKeyHash: 'A'.repeat(43), serial: 'a1', kind: 'user_authentication' } as const;
  const signed = { ...login, kind: 'digital_signature' } as const;
  await assert.rejects(
    register.match({
      traceId: newTraceId(),
      registers: 'signer',
      signer: {
        attributes: {
          name: { text: '見本　花子', substituted: [0] },
          sex: 'female',
          birthOn: '1985-04-00',
          address: { text: '見本県見本市1番地', substituted: [] },
        },
        certificate: signed,
      },
      login,
    }),
  );
  await assert.rejects(finder.findHolder(login, newTraceId()));
  for (const { path, question } of sent) assert.ok(isQuestion(path, question), path);
  assert.deepEqual([...new Set(sent.map(({ path }) => path))].sort(), [
    '/inquiries',
    '/residents/certificate',
    '/residents/match',
  ]);
  await Promise.all([inquirer.close(), register.close(), finder.close(), staged.close()]);
});

test('every described status of an inquiry is really given, by the network and by an agency', async () => {
  const inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: { [city]: 'municipality' },
  });
  const citizen = await inquirer.register('hanako', town.linkCodeOf(hanako), { municipality: city });
  for (const behaviour of ['answers', 'down', 'slow', 'nonsense', 'not_connected'] as const) {
    town.behave(city, behaviour);
    await inquirer.ask(citizen);
    await inquirer.ask(citizen, 'household');
  }
  town.behave(city, 'answers');
  const send = async (party: string, url: string, path: string, body: unknown) => {
    const caller = await openCaller(party);
    const { statusCode, body: answer } = await request(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      dispatcher: caller,
      body: JSON.stringify(body),
    });
    await answer.dump();
    await caller.destroy();
    return statusCode;
  };
  const { madoguchi, network, agency } = networkNames;
  const good =
    protocol.paths['/inquiries']?.post.requestBody.content['application/json'].examples['disability'];
  assert.equal(await send(madoguchi, town.networkUrl, '/inquiries', good?.value), 200);
  const other = { ...(good?.value as object), category: 'household' };
  assert.equal(await send(madoguchi, town.networkUrl, '/inquiries', other), 409);
  assert.equal(await send(madoguchi, town.networkUrl, '/inquiries', {}), 400);
  assert.equal(await send(agency(city), town.networkUrl, '/inquiries', good?.value), 403);
  assert.equal(await send(network, town.addressOf(city), '/agency/inquiries', {}), 400);
  assert.equal(await send(madoguchi, town.addressOf(city), '/agency/inquiries', {}), 403);
  await inquirer.close();
  for (const path of ['/inquiries', '/agency/inquiries'])
    for (const status of Object.keys(protocol.paths[path]?.post.responses ?? {}))
      assert.ok(
        town.said.some((said) => said.path === path && said.status === Number(status)),
        `${path} ${status}`,
      );
});

test('drift is seen in both directions, and told without a value', () => {
  const said = town.said.find(({ path, status }) => path === '/inquiries' && status === 200) as Said;
  assert.deepEqual(faultsOf(said), []);
  const asked = said.question as Record<string, unknown>;
  const answered = said.answer as Record<string, unknown>;
  const drifts: Said[] = [
    { ...said, question: { ...asked, relying_party: 'SECRET' } },
    { ...said, question: { ...asked, inquiry_id: undefined } },
    { ...said, answer: { ...answered, name: 'SECRET' } },
    { ...said, answer: { ...answered, as_of: null } },
    { ...said, status: 201 },
    { ...said, status: 400, answer: { error: 'inquiry_malformed' } },
    { ...said, path: '/corrections/undescribed' },
  ];
  for (const drift of drifts) {
    const faults = faultsOf(drift);
    assert.ok(faults.length > 0, JSON.stringify(drift));
    assert.ok(!faults.join().includes('SECRET'));
  }
});
