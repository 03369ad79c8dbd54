/** Who somebody is, asked for by scopes and by claims, with a client that we did not write. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { decide, headingOf } from '../../sandbox/citizen.ts';
import type { RelyingParty, Tokens } from '../../sandbox/relying-party.ts';
import type { World } from '../../sandbox/world.ts';
import { openWorld } from './open-world.ts';
import { boxesOf, companyOrigin, openRelyingParty } from './sandbox-company.ts';
import { logInAs, personaOf } from './shop.ts';

interface Asking {
  scope?: string;
  claims?: object;
  /** Of the boxes on the screen; all where it does not say. */
  tick?: (item: string) => boolean;
}

describe('name, address, birth date and sex from the signature certificate', { concurrency: false }, () => {
  let world: World;
  let relyingParty: RelyingParty;
  before(async () => {
    world = await openWorld();
    relyingParty = await openRelyingParty(world);
  });
  after(() => world?.stop());

  const ask = async (
    persona: string,
    { scope, claims, tick = () => true }: Asking,
  ): Promise<{ screen: Page; tokens: Tokens }> => {
    const browser = new Browser({ stopsAt: [companyOrigin] });
    const pending = await relyingParty.ask({
      scope: scope ?? 'openid',
      ...(claims && { further: { claims: JSON.stringify(claims) } }),
    });
    const screen = await logInAs(world, browser, await browser.open(pending.address), persona);
    assert.equal(headingOf(screen), '情報を提供しますか');
    const boxes = boxesOf(screen);
    const unseen = screen.html
      .querySelectorAll('input[name=unseen]')
      .map((box) => box.getAttribute('value') ?? '');
    const decided = await decide(browser, screen, 'approve', { ticked: boxes.filter(tick), unseen });
    return { screen, tokens: await relyingParty.redeem(decided.url, pending) };
  };

  const { name, address, birth_on: birthdate, sex: gender } = personaOf('class-1');

  test('by scopes: the screen shows the very values, and the claims are of the subject of the ID token', async () => {
    const { screen, tokens } = await ask('class-1', { scope: 'openid name address birthdate gender' });
    const text = screen.html.querySelector('main')?.text ?? '';
    for (const shown of [name.ja, address, birthdate]) assert.ok(text.includes(shown), shown);
    const said = await relyingParty.userinfo(tokens);
    assert.deepEqual(
      [said.name, said['birthdate'], said['gender'], said['address']],
      [name.ja, birthdate, gender, { formatted: address, country: 'JP' }],
    );
    assert.equal(said['verified_claims'], undefined, 'nobody asked for that');
    for (const token of [tokens.accessToken, String(tokens.answer.id_token)]) {
      const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
      assert.ok(!payload.includes(name.ja) && !payload.includes(address), 'no token carries a value');
    }
  });

  test('what was not ticked is absent: screen, token, list and answer name the same', async () => {
    const { tokens } = await ask('class-1', {
      scope: 'openid name address gender',
      tick: (item) => item !== 'identity.address',
    });
    const granted = ['identity.gender', 'identity.name'];
    const [details] = tokens.answer['authorization_details'] as unknown as { items: string[] }[];
    assert.deepEqual([...(details?.items ?? [])].sort(), granted);
    assert.deepEqual(String(tokens.answer.scope).split(' ').sort(), ['gender', 'name', 'openid']);
    const list = await relyingParty.read(tokens, '/self-information');
    assert.deepEqual((list.body?.['identity'] as { items: string[] }).items, granted);
    assert.deepEqual(list.body?.['categories'], []);
    const said = await relyingParty.userinfo(tokens);
    assert.deepEqual(Object.keys(said).sort(), ['gender', 'name', 'reads_left', 'receipt', 'sub']);
  });

  test('by claims, vouched for: the conditions that hold are met, and a set whose do not is left out', async () => {
    const verification = {
      trust_framework: { value: 'madoguchi_stand_in_jpki' },
      time: { max_age: 31_536_000 },
    };
    const { tokens } = await ask('class-1', {
      claims: {
        userinfo: {
          verified_claims: [
            { verification, claims: { name: { essential: true }, birthdate: null } },
            { verification: { trust_framework: { value: 'jp_aml' } }, claims: { address: null } },
          ],
        },
      },
    });
    const said = await relyingParty.userinfo(tokens);
    const vouchedFor = said['verified_claims'] as unknown as Record<string, Record<string, string>>;
    assert.deepEqual(vouchedFor['claims'], { name: name.ja, birthdate });
    assert.equal(vouchedFor['verification']?.['trust_framework'], 'madoguchi_stand_in_jpki');
    assert.match(String(vouchedFor['verification']?.['time']), /^\d{4}-\d\d-\d\dT00:00:00/);
  });

  test('as a JWT it is signed with a key of the provider’s set', async () => {
    const { tokens } = await ask('class-1', { scope: 'openid name' });
    const answer = await relyingParty.read(tokens, '/userinfo', { accept: 'application/jwt' });
    assert.equal(answer.headers.get('content-type'), 'application/jwt');
    const [header = '', claims = ''] = answer.text
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString());
    const { keys } = (await (await fetch(`${world.addresses.issuer}/jwks`)).json()) as {
      keys: { kid: string }[];
    };
    assert.ok(keys.some(({ kid }) => kid === (JSON.parse(header) as { kid: string }).kid));
    assert.equal((JSON.parse(claims) as { name: string }).name, name.ja);
  });

  test('somebody who is suppressed has nothing to hand out, like somebody without a signature certificate', async () => {
    for (const persona of ['suppressed', 'child']) {
      const { tokens } = await ask(persona, { scope: 'openid name address' });
      const said = await relyingParty.userinfo(tokens);
      assert.deepEqual(Object.keys(said).sort(), ['reads_left', 'receipt', 'sub'], persona);
    }
  });

  test('who moved is told that the certificate no longer holds, shares unseen or not at all, and nothing false leaves', async () => {
    const { screen, tokens } = await ask('moved', { scope: 'openid name address' });
    const text = screen.html.querySelector('main')?.text ?? '';
    assert.match(text, /署名用電子証明書が、引っ越し・改姓や期限切れなどで無効/);
    assert.doesNotMatch(text, /元町|駅前/, 'neither the old address nor the new one');
    const said = await relyingParty.userinfo(tokens);
    assert.deepEqual(Object.keys(said).sort(), ['reads_left', 'receipt', 'sub']);
  });

  test('at the first use the signature registers, and rare characters and an unknown day are told as what they are', async () => {
    const { screen, tokens } = await ask('rare-characters', { scope: 'openid name birthdate' });
    assert.match(screen.html.querySelector('main')?.text ?? '', /代替文字/);
    const said = await relyingParty.userinfo(tokens);
    assert.equal(said.name, '辺見本 葛之介');
    assert.equal(said['birthdate'], '1952');
    assert.deepEqual(said['substituted_characters'], { name: [0, 4] });
    assert.equal(tokens.answer.claims()?.['acr'], 'urn:madoguchi:acr:signature');
  });

  test('no name and no address is in any log', () => {
    const logs = world.logs();
    assert.match(logs, /"event":"released","category":"identity"/);
    for (const value of [name.ja, address]) assert.ok(!logs.includes(value));
  });
});
