/** A proof in one's own wallet: from my page, over the real counter, to a verifier, and back when it is ended. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { headingOf, logIn } from '../../sandbox/citizen.ts';
import type { World } from '../../sandbox/world.ts';
import { type Carried, collect, type Post, present } from '../credentials/rehearsal/wallet.ts';
import { type Expected, verifyPresentation } from '../credentials/rehearsal/verifier.ts';
import { openWorld } from './open-world.ts';
import { personaOf } from './shop.ts';

describe('a proof for my wallet', { concurrency: false }, () => {
  let world: World;
  const citizen = new Browser();
  let page: Page;
  let carried: Carried[];
  before(async () => {
    world = await openWorld({ card: 'class-1' });
  });
  after(() => world?.stop());

  const post: Post = async (path, body, headers) => {
    const answer = await fetch(world.addresses.issuer + path, { method: 'POST', body, headers });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  async function expected(aud: string): Promise<Expected> {
    const { issuer } = world.addresses;
    const keys = (await (await fetch(`${issuer}/.well-known/jwt-vc-issuer`)).json()) as {
      jwks: { keys: Expected['keys'] };
    };
    return {
      aud,
      nonce: 'the gate drew this',
      issuer,
      vct: `${issuer}/credentials/types/rail-disability-discount`,
      keys: keys.jwks.keys,
      fetchStatus: async (uri) => (await fetch(uri)).text(),
    };
  }
  test('my page leads there, and shows what would be carried before it is', async () => {
    const { issuer, cardAgent } = world.addresses;
    const { pin } = personaOf('class-1').card;
    const myPage = await logIn(citizen, await citizen.open(`${issuer}/my`), cardAgent, pin);
    page = await citizen.follow(myPage, 'a[href^="/my/wallet"]');
    assert.equal(headingOf(page), 'ウォレットで持ち歩く証明');
    const offered = await citizen.submit(page, {}, undefined, '#carry-rail-disability-discount');
    const text = offered.html.querySelector('main')?.text ?? '';
    assert.match(text, /第1種/);
    assert.ok(offered.html.querySelector('svg.qr-code'));
    const address =
      offered.html.querySelector('a[href^="openid-credential-offer:"]')?.getAttribute('href') ?? '';
    const transactionCode =
      /[0-9]{6}/.exec(offered.html.querySelector('.compare-number')?.text ?? '')?.[0] ?? '';
    carried = await collect(post, { address, transactionCode }, 2);
    assert.equal(carried.length, 2);
  });

  test('two verifiers see the class and the companion, each a proof of its own, and no record', async () => {
    for (const [at, aud] of ['https://gate.rail.example', 'https://bus.example'].entries()) {
      const verifier = await expected(aud);
      const shown = present(carried[at] ?? assert.fail(), ['class', 'companion'], verifier);
      assert.deepEqual(await verifyPresentation(shown, verifier), { class: 1, companion: true });
    }
  });

  test('it stands on my page, and one click there ends both', async () => {
    page = await citizen.open(`${world.addresses.issuer}/my/wallet`);
    assert.match(page.html.querySelector('main')?.text ?? '', /2枚/);
    const receipt = await citizen.follow(page, 'a[href^="/my/receipts/"]');
    assert.match(
      receipt.html.querySelector('main')?.text ?? '',
      /ウォレットへの証明の発行.*障害者割引.*2枚/s,
    );
    page = await citizen.submit(page, {}, undefined, 'form[action$="/end"]');
    assert.match(page.html.querySelector('main')?.text ?? '', /無効にしました/);
    const verifier = await expected('https://gate.rail.example');
    const shown = present(carried[0] ?? assert.fail(), ['class'], verifier);
    const deadline = Date.now() + 15_000;
    for (;;) {
      const ended = await verifyPresentation(shown, verifier).then(
        () => false,
        (error: Error) => /no longer valid/.test(error.message),
      );
      if (ended) break;
      assert.ok(Date.now() < deadline, 'the status list says so within seconds');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });

  test('what cannot be attested is said, and nothing is offered', async () => {
    const { issuer } = world.addresses;
    page = await citizen.open(`${issuer}/my/wallet`);
    page = await citizen.submit(page, {}, undefined, '#carry-single-parent-support');
    assert.match(page.html.querySelector('[role=status]')?.text ?? '', /お渡しできる証明はありません/);
    assert.equal(page.html.querySelector('svg.qr-code'), null);
  });

  test('a form that is not of my page, or names no question, makes no offer', async () => {
    const wallet = await citizen.open(`${world.addresses.issuer}/my/wallet`);
    const set = (name: string, value: string): void =>
      void wallet.html
        .querySelector(`#carry-health-insurance-valid [name=${name}]`)
        ?.setAttribute('value', value);
    const submit = (): Promise<Page> =>
      citizen.submit(wallet, {}, undefined, '#carry-health-insurance-valid');
    set('item', 'household.address');
    assert.equal((await submit()).status, 404);
    set('item', 'attestations.health-insurance-valid');
    set('form_token', 'x');
    assert.equal((await submit()).status, 403);
  });

  test('no code, token, credential or number of the way is in any log', () => {
    const logs = world.logs();
    assert.match(logs, /"event":"credentials_issued"/);
    for (const { credential } of carried)
      for (const part of credential.split('~').filter((each) => each !== '')) assert.ok(!logs.includes(part));
  });
});
