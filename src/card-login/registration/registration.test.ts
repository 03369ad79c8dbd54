/** 利用者登録 over real HTTP: who is registered by which signature, who stays who they are, and who is refused why. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { CitizenId } from '../../vocabulary/identifiers.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { registrationRefusals } from '../../vocabulary/refusals/registration.ts';
import {
  type Card,
  clock,
  completion,
  createBrowser,
  deliver,
  fetchStatement,
  identities,
  later,
  lines,
  loginIn,
  makeCard,
  makeSignature,
  publish,
  recorded,
  refused,
  residentRegister,
  second,
  sendSignature,
  setStage,
  signing,
  stores,
} from '../rehearsal/stage.ts';
import {
  enter,
  enterPhone,
  issueCard,
  linkCodeOf,
  nextSerial,
  openRegister,
  people,
  renewSignature,
  toAttributes,
} from './rehearsal/people.ts';
import { confirm, goOn, showCode } from '../phone/rehearsal/phone.ts';

setStage();
beforeEach(openRegister);

/** A browser in which the login certificate has just been proved; which page comes next the login says. */
async function logIn(card: Card, path = '/my') {
  const browser = createBrowser();
  const login = loginIn(await browser.get(path));
  await browser.get(completion(login, (await deliver(login, card)).code));
  return { browser, login, page: await browser.get(path), path };
}

/** What the agent sends after its page for the password. */
async function sign(login: string, card: Card) {
  return sendSignature(login, makeSignature(await fetchStatement(login), card));
}

/** The whole of a registration or a step-up: both certificates, one browser. Answers who it is. */
async function enterWith(
  login: Card,
  signature: Card,
  { path = '/my', signer = '' } = {},
): Promise<CitizenId> {
  const started = await logIn(login, path);
  if (signer) await started.browser.get(`${path}?signer=${signer}`);
  const answer = await sign(started.login, signature);
  assert.equal(answer.status, 200, answer.text);
  await started.browser.get(completion(started.login, answer.json['code'] ?? ''));
  return citizenIn(await started.browser.get(path));
}

function citizenIn({ body }: { body: string }): CitizenId {
  return (/^citizen: (.+)$/.exec(body)?.[1] ?? assert.fail('nobody is logged in')) as CitizenId;
}

async function loginOf(card: Card): Promise<CitizenId> {
  return citizenIn((await logIn(card)).page);
}

async function countRows(): Promise<unknown> {
  const count = (table: string) => stores.database.get(`SELECT COUNT(*) AS rows FROM ${table}`, []);
  return Promise.all(['citizens', 'certificates', 'identities'].map(count));
}

/** Refused in a login of its own, and nothing of it stays. */
async function refuses(
  login: Card,
  signature: Card,
  reason: keyof typeof registrationRefusals,
  signer = '',
): Promise<void> {
  const [before, heard] = [await countRows(), recorded.length];
  const started = await logIn(login);
  if (signer) await started.browser.get(`/my?signer=${signer}`);
  await refused(sign(started.login, signature), registrationRefusals[reason].status, reason);
  assert.deepEqual(await countRows(), before, 'nothing is bound');
  assert.equal(recorded.length, heard, 'nobody logged in');
  assert.doesNotMatch((await started.browser.get('/my')).body, /citizen: /);
}

test('the first use registers: one citizen, both certificates, and who they are; then the card alone is enough', async () => {
  const { login, signature, serials } = await issueCard('hanako');
  const { page } = await logIn(login);
  assert.match(page.body, /利用者登録/);
  const citizen = await enterWith(login, signature);
  assert.equal((await stores.citizens.find(citizen))?.linkCode, linkCodeOf('hanako'));
  assert.deepEqual(
    (await stores.citizens.certificatesOf(citizen)).map(({ serial, kind }) => [serial, kind]).sort(),
    [
      [serials[0], 'user_authentication'],
      [serials[1], 'digital_signature'],
    ],
  );
  const identity = await identities.find(citizen);
  assert.ok(identity.state === 'current', `it is \${identity.state}`);
  assert.equal(identity.attributes.name.text, '見本 花子');
  assert.equal(identity.attributes.birthOn, '1985-04-01');
  assert.equal(identity.certificate.serial, serials[1]);
  assert.deepEqual(identity.verifiedAt, clock.time);
  assert.deepEqual(recorded.at(-1)?.authentication.assurance, 'signature');
  assert.equal(await loginOf(login), citizen);
});

test('the register is told four attributes and two certificates, and no more', async () => {
  const { login, signature, serials } = await issueCard('hanako');
  await enterWith(login, signature);
  const [question, ...more] = residentRegister.questions;
  assert.deepEqual(more, []);
  assert.match(question?.traceId ?? '', /^[0-9a-f]{32}$/);
  assert.deepEqual(
    { ...question, traceId: '' },
    {
      traceId: '',
      registers: 'signer',
      signer: {
        attributes: {
          name: { text: '見本 花子', substituted: [] },
          sex: 'female',
          birthOn: '1985-04-01',
          address: { text: '見本県見本市1番地', substituted: [] },
        },
        certificate: { issuerKeyHash: signing.keyHash, serial: serials[1], kind: 'digital_signature' },
      },
      login: question?.login,
    },
  );
});

test('a renewed card, and one that was reissued under another generation of the authority, are the same citizen', async () => {
  const old = await issueCard('hanako');
  const citizen = await enterWith(old.login, old.signature);
  const renewed = await issueCard('hanako');
  assert.equal(await enterWith(renewed.login, renewed.signature), citizen);
  const reissued = await issueCard('hanako', { authority: second });
  assert.equal(await enterWith(reissued.login, reissued.signature), citizen);
  assert.equal((await stores.citizens.certificatesOf(citizen)).length, 6, 'what was, stays bound');
  const identity = await identities.find(citizen);
  assert.equal(identity.state === 'current' && identity.certificate.serial, reissued.serials[1]);
});

test('a new login certificate with a signature that is known already needs both, and stays the same citizen', async () => {
  const old = await issueCard('hanako');
  const citizen = await enterWith(old.login, old.signature);
  const renewed = await issueCard('hanako');
  assert.equal(await enterWith(renewed.login, old.signature), citizen);
});

test('after a move the card logs in as before, the identity is outdated, and the next signature brings the new one', async () => {
  const { login, signature, serials } = await issueCard('hanako');
  const citizen = await enterWith(login, signature);
  enter('hanako', { address: '例示県例示町2番地', holders: { municipality: 'municipality-990027' } });
  clock.time = later(1200);
  await publish({ signing: [serials[1]] });
  assert.equal(await loginOf(login), citizen);
  const before = await identities.find(citizen);
  assert.ok(before.state === 'outdated', `it is \${before.state}`);
  assert.equal(before.attributes.address.text, '見本県見本市1番地');
  assert.equal(await enterWith(login, await renewSignature('hanako'), { path: '/sensitive' }), citizen);
  const after = await identities.find(citizen);
  assert.ok(after.state === 'current', `it is \${after.state}`);
  assert.equal(after.attributes.address.text, '例示県例示町2番地');
  assert.equal((await stores.citizens.find(citizen))?.holders['municipality'], 'municipality-990027');
});

test('marriage changes the name and not the citizen', async () => {
  const { login, signature, serials } = await issueCard('hanako');
  const citizen = await enterWith(login, signature);
  enter('hanako', { name: '例示 花子' });
  await publish({ signing: [serials[1]] });
  const renewed = await issueCard('hanako');
  assert.equal(await enterWith(renewed.login, renewed.signature), citizen);
  const identity = await identities.find(citizen);
  assert.equal(identity.state !== 'none' && identity.attributes.name.text, '例示 花子');
});

test('a signature certificate that ran out, or whose authority is no longer pinned, leaves an outdated identity', async () => {
  const { login, signature } = await issueCard('hanako');
  const citizen = await enterWith(login, signature);
  clock.time = later(5 * 365 * 86400 + 1);
  assert.equal((await identities.find(citizen)).state, 'outdated');
  const stored = (await stores.identities.find(citizen)) ?? assert.fail();
  const certificate = { ...stored.certificate, issuerKeyHash: 'another authority' };
  await stores.identities.keep(citizen, { ...stored, certificate });
  clock.time = later(0);
  assert.equal((await identities.find(citizen)).state, 'outdated');
});

test('a signature that is bound already asks nobody, so a silent register stops no one who is known', async () => {
  const { login, signature } = await issueCard('hanako');
  const citizen = await enterWith(login, signature);
  residentRegister.questions.length = 0;
  residentRegister.answer = () => assert.fail('the register was asked');
  assert.equal(await enterWith(login, signature, { path: '/sensitive' }), citizen);
});

test('while the register is silent nobody is registered, and the same login goes on once it speaks', async () => {
  const { login, signature } = await issueCard('hanako');
  const before = await countRows();
  const started = await logIn(login);
  const answer = residentRegister.answer;
  residentRegister.answer = () => {
    throw new Refusal('register_unavailable', 'budget_spent', { retryAfterSeconds: 30 });
  };
  const { headers } = await refused(sign(started.login, signature), 503, 'register_unavailable');
  assert.equal(headers['retry-after'], '30');
  assert.deepEqual(await countRows(), before);
  residentRegister.answer = answer;
  const { json } = await sign(started.login, signature);
  await started.browser.get(completion(started.login, json['code'] ?? ''));
  citizenIn(await started.browser.get('/my'));
});

test('a phone is registered by its holder’s card: one citizen, whichever of the two logs in', async () => {
  const { login, signature } = await issueCard('hanako');
  const citizen = await enterWith(login, signature);
  const phone = await enterPhone('hanako');
  const shown = await showCode();
  await confirm(shown, phone);
  await goOn(shown);
  const { json } = await sign(shown.login, signature);
  await shown.browser.get(completion(shown.login, json['code'] ?? ''));
  assert.equal(citizenIn(await shown.browser.get('/anyhow')), citizen);
  const { authentication } = recorded.at(-1) ?? assert.fail();
  assert.deepEqual(
    authentication.used.map(({ kind }) => kind),
    ['phone_authentication', 'digital_signature'],
  );
  const next = await showCode();
  await confirm(next, phone);
  assert.equal(await goOn(next), `citizen: ${citizen}`, 'from now on the phone is enough');
  assert.equal(recorded.at(-1)?.authentication.assurance, 'cross_device');
});

test('relayed: a victim’s new phone is not bound to the attacker who sits at the computer, card and all', async () => {
  const attacker = await issueCard('ichiro');
  enter('ichiro', { name: '例示 一郎', sex: 'male' });
  const signature = await renewSignature('ichiro');
  await enterWith(attacker.login, signature);
  const before = await countRows();
  const shown = await showCode();
  await confirm(shown, await enterPhone('hanako'));
  await goOn(shown);
  await refused(sign(shown.login, signature), 403, 'signature_of_another');
  assert.deepEqual(await countRows(), before);
  assert.doesNotMatch((await shown.browser.get('/anyhow')).body, /citizen: /);
});

test('a parent’s signature registers a child, who gets no attributes of their own, and no assurance of a signature', async () => {
  enter('boko', { name: '例示 母子' });
  enter('tsubomi', {
    name: '例示 つぼみ',
    birth_on: '2021-05-05',
    representatives: [{ id: 'boko', right: 'parental_authority' }],
  });
  const [child, parent] = [await issueCard('tsubomi'), await issueCard('boko')];
  const citizen = await enterWith(child.login, parent.signature, { signer: 'representative' });
  assert.equal((await stores.citizens.find(citizen))?.linkCode, linkCodeOf('tsubomi'));
  assert.deepEqual(await identities.find(citizen), { state: 'none' });
  assert.deepEqual(
    (await stores.citizens.certificatesOf(citizen)).map(({ serial }) => serial),
    [child.serials[0]],
    'the parent’s certificate is bound to nobody',
  );
  assert.equal(await stores.citizens.findByLinkCode(linkCodeOf('boko')), undefined);
  const { authentication } = recorded.at(-1) ?? assert.fail();
  assert.equal(authentication.assurance, 'card');
  assert.deepEqual(
    authentication.used.map(({ kind }) => kind),
    ['user_authentication', 'digital_signature'],
    'that somebody signed is in the audit trail',
  );
  assert.equal(await loginOf(child.login), citizen);
  // Old enough for a certificate of their own one day: the same citizen, now with attributes.
  const own = await issueCard('tsubomi');
  assert.equal(await enterWith(own.login, own.signature), citizen);
  assert.equal((await identities.find(citizen)).state, 'current');
});

test('a child who was registered for what needs the holder’s own signature is told so', async () => {
  enter('tsubomi', {
    birth_on: '2021-05-05',
    representatives: [{ id: 'boko', right: 'parental_authority' }],
  });
  enter('boko', { name: '例示 母子' });
  const [child, parent] = [await issueCard('tsubomi'), await issueCard('boko')];
  const started = await logIn(child.login, '/sensitive');
  await started.browser.get('/sensitive?signer=representative');
  const { json } = await sign(started.login, parent.signature);
  await started.browser.get(completion(started.login, json['code'] ?? ''));
  const page = await started.browser.get('/sensitive', { accept: 'text/html' });
  assert.equal(page.status, 403);
  assert.match(page.body, /利用者登録は完了しました/);
  assert.equal(
    lines.some((line) => line.includes('signature_certificate_needed')),
    true,
  );
});

test('a guardian registers their ward; an agent by appointment, a stranger and the ward herself do not', async () => {
  for (const id of ['koken', 'dairi', 'stranger']) enter(id, { name: `例示 ${id}` });
  enter('hikoken', {
    name: '見本 被後見',
    representatives: [
      { id: 'koken', right: 'guardian' },
      { id: 'dairi', right: 'appointed_agent' },
    ],
  });
  const ward = await issueCard('hikoken');
  const signatureOf = async (id: string) => (await issueCard(id)).signature;
  await refuses(ward.login, await signatureOf('dairi'), 'appointed_agent_not_accepted', 'representative');
  await refuses(ward.login, await signatureOf('stranger'), 'not_the_legal_representative', 'representative');
  await refuses(ward.login, ward.signature, 'own_card_as_representative', 'representative');
  const citizen = await enterWith(ward.login, await signatureOf('koken'), { signer: 'representative' });
  assert.equal((await stores.citizens.find(citizen))?.linkCode, linkCodeOf('hikoken'));
});

test('a representative who signs as if the card were their own registers nobody', async () => {
  enter('tsubomi', {
    birth_on: '2021-05-05',
    representatives: [{ id: 'boko', right: 'parental_authority' }],
  });
  enter('boko', { name: '例示 母子' });
  const [child, parent] = [await issueCard('tsubomi'), await issueCard('boko')];
  await refuses(child.login, parent.signature, 'signature_of_another');
});

test('the login card of one with the signature card of another is refused, whoever of them is registered', async () => {
  enter('taro', { name: '見本 太郎', sex: 'male' });
  const [hanako, taro] = [await issueCard('hanako'), await issueCard('taro')];
  await refuses(hanako.login, taro.signature, 'signature_of_another');
  await enterWith(taro.login, taro.signature);
  await refuses(hanako.login, taro.signature, 'signature_of_another');
  const citizen = await enterWith(hanako.login, hanako.signature);
  for (const signature of [taro.signature, await renewSignature('taro')]) {
    const before = await countRows();
    const { login } = await logIn(hanako.login, '/sensitive');
    await refused(sign(login, signature), 403, 'signature_of_another');
    assert.deepEqual(await countRows(), before);
  }
  assert.equal(await loginOf(hanako.login), citizen);
});

test('characters that a certificate cannot carry, and a day of birth that nobody knows, still match', async () => {
  enter('kuzu', {
    name: '邉󠄄見本 葛󠄀之介',
    birth_on: '1952-03-00',
    address: '見本県見本市大字𠮷野7番地',
    sex: 'male',
  });
  const attributes = {
    name: '辺見本 葛之介',
    nameSubstitutes: '1000100',
    sex: 'male',
    birthOn: '1952-03-00',
    address: '見本県見本市大字吉野7番地',
    addressSubstitutes: '0000000010000',
  };
  // The same letters without the mark that they are substitutes are another name.
  const unmarked = { ...attributes, nameSubstitutes: '0000000' };
  const wrong = await issueCard('kuzu', { attributes: unmarked });
  await refuses(wrong.login, wrong.signature, 'resident_not_found');
  const { login, signature } = await issueCard('kuzu', { attributes });
  const citizen = await enterWith(login, signature);
  const identity = await identities.find(citizen);
  assert.ok(identity.state === 'current', `it is \${identity.state}`);
  assert.deepEqual(identity.attributes.name, { text: '辺見本 葛之介', substituted: [0, 4] });
  assert.deepEqual(identity.attributes.address.substituted, [8]);
  assert.equal(identity.attributes.birthOn, '1952-03-00');
});

test('what the register does not know, knows twice, or knows to be dead is registered for nobody', async () => {
  const { login, signature } = await issueCard('hanako');
  enter('hanako', { name: '例示 花子' });
  await refuses(login, signature, 'resident_not_found');
  enter('hanako', { name: '見本 花子' });
  await refuses(await makeCard(second, { serial: nextSerial() }), signature, 'resident_not_found');
  enter('twin', { certificates: enter('hanako').certificates });
  await refuses(login, signature, 'resident_ambiguous');
  people.delete('twin');
  enter('hanako', { deceased_on: '2026-11-20' });
  await refuses(login, signature, 'resident_deceased');
  enter('hanako', { deceased_on: null });
  await enterWith(login, signature);
});

test('the dead are registered by nobody else either', async () => {
  enter('boko', { name: '例示 母子' });
  enter('tsubomi', {
    deceased_on: '2026-11-20',
    representatives: [{ id: 'boko', right: 'parental_authority' }],
  });
  const [child, parent] = [await issueCard('tsubomi'), await issueCard('boko')];
  await refuses(child.login, parent.signature, 'resident_deceased', 'representative');
});

test('a certificate without attributes, or with damaged ones, registers nobody, and the register is not asked', async () => {
  const none = await issueCard('hanako', { attributes: null });
  await refuses(none.login, none.signature, 'signature_attributes_malformed');
  const wrong = await issueCard('hanako', {
    attributes: { ...toAttributes('hanako'), nameSubstitutes: '0' },
  });
  await refuses(wrong.login, wrong.signature, 'signature_attributes_malformed');
  assert.deepEqual(residentRegister.questions, []);
});

test('where the register means another person by a certificate than we do, nobody is mixed up', async () => {
  enter('taro', { name: '見本 太郎', sex: 'male' });
  const [hanako, taro] = [await issueCard('hanako'), await issueCard('taro')];
  await enterWith(hanako.login, hanako.signature);
  await enterWith(taro.login, taro.signature);
  // A slip at a counter: Hanako’s certificates were entered for Taro.
  const wrong = enter('hanako').certificates;
  enter('hanako', { certificates: [] });
  enter('taro', { certificates: [...enter('taro').certificates, ...wrong] });
  const renewed = await renewSignature('taro');
  const { login } = await logIn(hanako.login, '/sensitive');
  await refused(sign(login, renewed), 409, 'registration_conflict');
  const fresh = await issueCard('taro');
  await refuses(fresh.login, await signatureEnteredFor('taro', hanako), 'registration_conflict');

  /** Hanako’s own signature certificate, which says what the register now says of Taro. */
  async function signatureEnteredFor(id: string, { serials }: { serials: [string, string] }): Promise<Card> {
    return makeCard(signing, { serial: serials[1], attributes: toAttributes(id) });
  }
});

test('two browsers that register the same person at once make one citizen', async () => {
  const [one, other] = [await issueCard('hanako'), await issueCard('hanako')];
  const started = await Promise.all([one, other, one, other].map(({ login }) => logIn(login)));
  const cards = [one, other, one, other];
  const answers = await Promise.all(
    started.map(async ({ login }, index) => sign(login, (cards[index] ?? one).signature)),
  );
  const citizens = await Promise.all(
    started.map(async ({ browser, login }, index) => {
      await browser.get(completion(login, answers[index]?.json['code'] ?? ''));
      return citizenIn(await browser.get('/my'));
    }),
  );
  assert.equal(new Set(citizens).size, 1);
});

test('a signature certificate from before the one that is known brings no old name back', async () => {
  const { login, signature } = await issueCard('hanako');
  const citizen = await enterWith(login, signature);
  enter('hanako', { name: '例示 花子' });
  clock.time = later(10);
  const serial = nextSerial();
  const newer = await makeCard(signing, {
    serial,
    notBefore: clock.time,
    attributes: toAttributes('hanako'),
  });
  const { certificates } = enter('hanako');
  const kind = 'digital_signature';
  enter('hanako', { certificates: [...certificates, { kind, issuer_key_hash: signing.keyHash, serial }] });
  await enterWith(login, newer, { path: '/sensitive' });
  await enterWith(login, signature, { path: '/sensitive' });
  const identity = await identities.find(citizen);
  assert.equal(identity.state !== 'none' && identity.attributes.name.text, '例示 花子');
});

test('nothing of a person is in the log, and nothing of them can be read in the database', async () => {
  const { login, signature, serials } = await issueCard('hanako');
  const citizen = await enterWith(login, signature);
  // Random digits and times hold any four digits now and then.
  const log = lines.join('\n').replaceAll(/"(time|trace_id)":"[^"]*"|"duration_ms":[\d.]+/g, '');
  for (const said of ['見本', '花子', '1985', ...serials, citizen, linkCodeOf('hanako')])
    assert.ok(!log.includes(said), said);
  const rows = (await stores.database.all<{ sealed: Buffer }>('SELECT sealed FROM identities', [])).map(
    ({ sealed }) => sealed.toString('utf8'),
  );
  assert.notEqual(rows.length, 0);
  assert.doesNotMatch(rows.join('\n'), /見本|1985|female/);
});

// Last: the list’s server is remembered as silent at a time that the tests above have not reached.
test('whether an identity is current is not guessed while the authority cannot be asked', async () => {
  const { login, signature } = await issueCard('hanako');
  const citizen = await enterWith(login, signature);
  clock.time = later(3 * 86400);
  await assert.rejects(
    identities.find(citizen),
    (error: unknown) => error instanceof Refusal && error.reason === 'revocation_unknown',
  );
});

test('each refusal of a registration was reached by a test above', () => {
  const seen = new Set(lines.map((line) => (JSON.parse(line) as { reason?: string }).reason));
  assert.deepEqual(
    Object.keys(registrationRefusals).filter((reason) => !seen.has(reason)),
    [],
  );
});
