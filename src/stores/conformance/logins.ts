/** What every store promises about card logins and my page's sessions: each step is taken once, by one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CitizenId, LoginId } from '../../vocabulary/identifiers.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import { byCard, bySignature } from '../../vocabulary/rehearsal/authentication.ts';
import { later, noon } from './drafts.ts';
import { race } from './race.ts';
import type { Stage } from './records.ts';

const citizen = newIdentifier<CitizenId>();
const certificate = { issuerKeyHash: 'g1', serial: '0a', kind: 'user_authentication' } as const;
const proved = { citizen, certificate, authentication: byCard };
const completed = { citizen, authentication: byCard };

export function testLogins(on: string, stage: () => Stage): void {
  const start = async (): Promise<LoginId> => {
    const id = newIdentifier<string>().replace(/^-/, 'l') as LoginId;
    await stage().stores.cardLogins.start({
      id,
      cookieHash: 'cookie',
      returnPath: '/interaction/1',
      createdAt: noon,
      expiresAt: later(600),
    });
    return id;
  };
  const deliver = async (): Promise<LoginId> => {
    const id = await start();
    assert.equal(
      await stage().stores.cardLogins.deliver(id, 'authentication', proved, 'code', later(60)),
      true,
    );
    return id;
  };
  const inParallel = <Result>(
    act: (cardLogins: Stage['stores']['cardLogins']) => Promise<Result>,
  ): Promise<Result[]> => {
    const { handles } = stage();
    return Promise.all(
      Array.from({ length: 4 }, () => handles)
        .flat()
        .map((handle) => act(handle.cardLogins)),
    );
  };

  test(`${on}: a login's whole way, step by step`, async () => {
    const { cardLogins } = stage().stores;
    const id = await start();
    assert.equal((await cardLogins.find(id))?.state, 'started');
    assert.equal(await cardLogins.setChallenge(id, 'authentication', 'nonce', later(120), noon), true);
    assert.equal(await cardLogins.takeChallenge(id, 'authentication', later(1)), 'nonce');
    assert.equal(await cardLogins.deliver(id, 'authentication', proved, 'code', later(60)), true);
    assert.deepEqual(await cardLogins.find(id), {
      id,
      cookieHash: 'cookie',
      retiredCookieHash: null,
      returnPath: '/interaction/1',
      createdAt: noon,
      expiresAt: later(600),
      step: 'authentication',
      state: 'delivered',
      purpose: null,
      proved,
      codeHash: 'code',
      codeExpiresAt: later(60),
    });
    assert.equal(await cardLogins.complete(id, 'code', { held: 'cookie', fresh: 'fresh' }, later(2)), true);
    const { codeHash, cookieHash, retiredCookieHash } = (await cardLogins.find(id)) ?? {};
    assert.deepEqual([codeHash, cookieHash, retiredCookieHash], [null, 'fresh', 'cookie']);
    assert.equal(await cardLogins.takeCompleted(id, 'cookie', '/interaction/1', later(3)), undefined);
    assert.deepEqual(await cardLogins.takeCompleted(id, 'fresh', '/interaction/1', later(3)), completed);
    assert.equal(await cardLogins.find(id), undefined);
  });

  test(`${on}: a challenge serves one delivery of many that arrive at once`, async () => {
    const id = await start();
    await stage().stores.cardLogins.setChallenge(id, 'authentication', 'nonce', later(120), noon);
    const taken = await inParallel((cardLogins) => cardLogins.takeChallenge(id, 'authentication', later(1)));
    assert.deepEqual(
      taken.filter((nonce) => nonce !== undefined),
      ['nonce'],
    );
  });

  test(`${on}: two processes that take the same challenges get each once between them`, async () => {
    const { address, stores } = stage();
    const ids: LoginId[] = [];
    for (let count = 0; count < 30; count += 1) {
      const id = await start();
      await stores.cardLogins.setChallenge(id, 'authentication', `nonce ${count}`, later(120), noon);
      ids.push(id);
    }
    assert.deepEqual((await race(address, 'takeChallenge', ids)).sort(), [...ids].sort());
  });

  test(`${on}: a challenge that expired, was replaced or was taken is of no use`, async () => {
    const { cardLogins } = stage().stores;
    const id = await start();
    assert.equal(await cardLogins.takeChallenge(id, 'authentication', noon), undefined);
    await cardLogins.setChallenge(id, 'authentication', 'old', later(120), noon);
    await cardLogins.setChallenge(id, 'authentication', 'new', later(120), noon);
    assert.equal(await cardLogins.takeChallenge(id, 'authentication', later(120)), undefined);
    assert.equal(await cardLogins.takeChallenge(id, 'authentication', later(119)), 'new');
    assert.equal(await cardLogins.takeChallenge(id, 'authentication', later(119)), undefined);
  });

  test(`${on}: no challenge is given for a login that is unknown, over, or past its delivery`, async () => {
    const { cardLogins } = stage().stores;
    assert.equal(
      await cardLogins.setChallenge(newIdentifier<LoginId>(), 'authentication', 'n', later(9), noon),
      false,
    );
    assert.equal(
      await cardLogins.setChallenge(await start(), 'authentication', 'n', later(999), later(600)),
      false,
    );
    assert.equal(
      await cardLogins.setChallenge(await deliver(), 'authentication', 'n', later(9), noon),
      false,
    );
  });

  test(`${on}: of many deliveries for one login one counts`, async () => {
    const id = await start();
    const delivered = await inParallel((cardLogins) =>
      cardLogins.deliver(id, 'authentication', proved, newIdentifier<string>(), later(60)),
    );
    assert.equal(delivered.filter(Boolean).length, 1);
  });

  test(`${on}: of many completions with the right code and cookie one counts`, async () => {
    const id = await deliver();
    const completed = await inParallel((cardLogins) =>
      cardLogins.complete(id, 'code', { held: 'cookie', fresh: 'fresh' }, later(1)),
    );
    assert.equal(completed.filter(Boolean).length, 1);
  });

  test(`${on}: a completed login is handed out once`, async () => {
    const id = await deliver();
    await stage().stores.cardLogins.complete(id, 'code', { held: 'cookie', fresh: 'fresh' }, later(1));
    const taken = await inParallel((cardLogins) =>
      cardLogins.takeCompleted(id, 'fresh', '/interaction/1', later(2)),
    );
    assert.deepEqual(
      taken.filter((who) => who !== undefined),
      [completed],
    );
  });

  test(`${on}: a login completes only with its own code, in its own browser, in time`, async () => {
    const { cardLogins } = stage().stores;
    const id = await deliver();
    assert.equal(
      await cardLogins.complete(id, 'other code', { held: 'cookie', fresh: 'fresh' }, later(1)),
      false,
    );
    assert.equal(
      await cardLogins.complete(id, 'code', { held: 'other cookie', fresh: 'fresh' }, later(1)),
      false,
    );
    assert.equal(await cardLogins.complete(id, 'code', { held: 'cookie', fresh: 'fresh' }, later(60)), false);
    assert.equal(
      await cardLogins.complete(await start(), 'code', { held: 'cookie', fresh: 'fresh' }, later(1)),
      false,
    );
    assert.equal(await cardLogins.complete(id, 'code', { held: 'cookie', fresh: 'fresh' }, later(59)), true);
  });

  test(`${on}: a completed login is for one browser and one page only`, async () => {
    const { cardLogins } = stage().stores;
    const id = await deliver();
    const take = (cookie: string, path: string, at = later(2)) =>
      cardLogins.takeCompleted(id, cookie, path, at);
    assert.equal(await take('cookie', '/interaction/1'), undefined);
    await cardLogins.complete(id, 'code', { held: 'cookie', fresh: 'fresh' }, later(1));
    assert.equal(await take('cookie', '/interaction/1'), undefined, 'the cookie from before');
    assert.equal(await take('other cookie', '/interaction/1'), undefined);
    assert.equal(await take('fresh', '/interaction/2'), undefined);
    assert.equal(await take('fresh', '/interaction/1', later(600)), undefined);
    assert.deepEqual(await take('fresh', '/interaction/1'), completed);
  });

  test(`${on}: a killed login is of no use at any step, and remembers nobody`, async () => {
    const { cardLogins } = stage().stores;
    const id = await deliver();
    await cardLogins.kill(id);
    assert.equal(await cardLogins.complete(id, 'code', { held: 'cookie', fresh: 'fresh' }, later(1)), false);
    assert.equal(await cardLogins.setChallenge(id, 'authentication', 'n', later(9), noon), false);
    assert.equal(await cardLogins.deliver(id, 'authentication', proved, 'code', later(60)), false);
    assert.deepEqual(await cardLogins.takeCompleted(id, 'cookie', '/interaction/1', later(2)), undefined);
    const dead = await cardLogins.find(id);
    assert.deepEqual([dead?.state, dead?.proved, dead?.codeHash], ['dead', null, null]);
  });

  test(`${on}: the signature step follows a completed login, in its own browser, and keeps what was proved`, async () => {
    const { cardLogins } = stage().stores;
    const id = await start();
    const ask = (cookie = 'fresh', at = later(3)) => cardLogins.askSignature(id, cookie, 'registration', at);
    assert.equal(await ask(), false, 'before the card logged in');
    const unknown = { ...proved, citizen: null };
    assert.equal(await cardLogins.deliver(id, 'authentication', unknown, 'code', later(60)), true);
    assert.equal(await ask(), false, 'before the browser came with the code');
    assert.equal(await cardLogins.complete(id, 'code', { held: 'cookie', fresh: 'fresh' }, later(2)), true);
    assert.equal(
      await cardLogins.takeCompleted(id, 'fresh', '/interaction/1', later(2)),
      undefined,
      'nobody is known yet',
    );
    assert.equal(await ask('other cookie'), false);
    assert.equal(await ask('fresh', later(600)), false, 'after its time');
    assert.equal(await ask(), true);
    assert.equal(await cardLogins.setChallenge(id, 'authentication', 'n', later(9), later(3)), false);
    assert.equal(await cardLogins.deliver(id, 'authentication', proved, 'code', later(60)), false);
    assert.equal(await cardLogins.setChallenge(id, 'signature', 'old', later(120), later(3)), true);
    assert.equal(
      await cardLogins.askSignature(id, 'fresh', 'representative_registration', later(3)),
      true,
      'asked for another purpose',
    );
    assert.equal(await cardLogins.takeChallenge(id, 'signature', later(4)), undefined, 'the old one is gone');
    assert.equal(await cardLogins.setChallenge(id, 'signature', 'new', later(120), later(4)), true);
    assert.equal(await cardLogins.takeChallenge(id, 'authentication', later(4)), undefined);
    assert.equal(await cardLogins.takeChallenge(id, 'signature', later(4)), 'new');
    const { purpose, step, proved: kept } = (await cardLogins.find(id)) ?? {};
    assert.deepEqual([purpose, step, kept], ['representative_registration', 'signature', unknown]);
    const signed = { ...proved, authentication: bySignature };
    assert.equal(await cardLogins.deliver(id, 'signature', signed, 'second', later(60)), true);
    assert.equal(
      await cardLogins.complete(id, 'second', { held: 'fresh', fresh: 'fresher' }, later(5)),
      true,
    );
    assert.equal(await ask('fresher'), false, 'asked once');
    assert.deepEqual(await cardLogins.takeCompleted(id, 'fresher', '/interaction/1', later(6)), {
      citizen,
      authentication: bySignature,
    });
  });

  test(`${on}: of a delivery and a change of purpose at once, one counts`, async () => {
    const { cardLogins } = stage().stores;
    const id = await start();
    await cardLogins.deliver(id, 'authentication', proved, 'code', later(60));
    await cardLogins.complete(id, 'code', { held: 'cookie', fresh: 'fresh' }, later(1));
    await cardLogins.askSignature(id, 'fresh', 'step_up', later(1));
    const [delivered, asked] = await Promise.all([
      cardLogins.deliver(id, 'signature', proved, 'second', later(60)),
      cardLogins.askSignature(id, 'fresh', 'registration', later(1)),
    ]);
    const login = await cardLogins.find(id);
    assert.ok(delivered || asked);
    assert.equal(login?.state, delivered ? 'delivered' : 'started');
  });

  test(`${on}: a session at my page is found until it expires or ends`, async () => {
    const { citizenSessions } = stage().stores;
    const session = {
      secretHash: 'secret',
      citizen,
      assurance: 'signature' as const,
      createdAt: noon,
      expiresAt: later(60),
    };
    await citizenSessions.start(session);
    await assert.rejects(citizenSessions.start(session));
    assert.deepEqual(await citizenSessions.find('secret', later(59)), session);
    assert.equal(await citizenSessions.find('secret', later(60)), undefined);
    await citizenSessions.end('secret');
    assert.equal(await citizenSessions.find('secret', noon), undefined);
  });
}
