/** The founding example, from the shop to the withdrawal, over HTTP, with every real part in its place. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { decide, headingOf, logIn } from '../../sandbox/citizen.ts';
import { repository } from '../../sandbox/folders.ts';
import type { World } from '../../sandbox/world.ts';
import { openWorld } from './open-world.ts';
import { personaOf, reachConsent } from './shop.ts';

describe('a rail company checks a discount and never sees a diagnosis', { concurrency: false }, () => {
  let world: World;
  const citizen = new Browser();
  let consentPage: Page;
  let quotePage: Page;
  before(async () => {
    world = await openWorld({ card: 'class-1' });
  });
  after(() => world?.stop());

  test('the card signs, and the consent screen shows who asks, why, and the very answer they would get', async () => {
    consentPage = await reachConsent(world, citizen, 'class-1');
    const text = consentPage.html.querySelector('main')?.text ?? '';
    assert.equal(consentPage.status, 200);
    assert.match(text, /見本旅客鉄道/);
    assert.match(text, /第1種/);
    assert.equal(consentPage.html.querySelectorAll('main form').length, 1);
    assert.deepEqual(
      consentPage.html
        .querySelectorAll('button[name=decision]')
        .map((button) => button.getAttribute('value'))
        .sort(),
      ['approve', 'refuse'],
    );
    assert.equal(
      consentPage.html.querySelectorAll('input[name=item][checked]').length,
      0,
      'optional items start unticked',
    );
  });

  test('the consent screen’s policy lets the form lead to us and to this one company, nowhere else', () => {
    const policy = consentPage.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, new RegExp(`form-action 'self' ${world.addresses.railCompany}(;|$)`));
    assert.doesNotMatch(policy, /unsafe|script-src/);
  });

  test('no value stands in a hidden field, an address or a stored interaction', () => {
    const hidden = consentPage.html
      .querySelectorAll('input[type=hidden]')
      .map((input) => input.getAttribute('value') ?? '');
    const number = certificateNumber();
    for (const text of [...hidden, ...hidden.map(decoded), ...consentPage.hops.map(String)]) {
      assert.ok(!text.includes(number) && !text.includes('第1種'), 'a value was found outside the screen');
    }
    const database = readFileSync(world.folders.database).toString('latin1') + wal();
    assert.ok(database.includes('attestations.rail-disability-discount'), 'the interaction is in there');
    assert.ok(!database.includes(number), 'the certificate number is not');
  });

  test('after the consent the company quotes half a fare for two', async () => {
    quotePage = await decide(citizen, consentPage, 'approve');
    assert.equal(headingOf(quotePage), 'お見積り');
    // 6,930 yen halved and rounded down to 10 yen, 4,510 yen express fee, for two: worked out by hand.
    assert.equal(
      quotePage.html.querySelector('[data-total]')?.getAttribute('data-total'),
      String((3460 + 4510) * 2),
    );
  });

  test('the company receives none of our cookies, and our pages none of its', () => {
    assert.ok(citizen.cookieNames('localhost').length > 0, 'we did set cookies');
    const ours = citizen.cookieNames('localhost');
    for (const { cookie = '' } of world.railCompanyRequests) {
      for (const name of ours) assert.ok(!cookie.includes(name), `${name} reached the company`);
    }
    for (const { url, headers } of citizen.sent) {
      if (url.hostname === 'localhost') assert.doesNotMatch(headers['cookie'] ?? '', /rail_order/);
    }
  });

  test('the receipt is proved offline with the ledger’s key, and an altered one is not', async () => {
    const receipt = await completeReceipt(quotePage);
    const file = join(world.folders.data, 'receipt.json');
    writeFileSync(file, receipt);
    const verdict = verify(file, world.folders.ledgerKey);
    assert.equal(verdict.status, 0, verdict.output);
    assert.match(receipt, /attestations\.rail-disability-discount/);
    assert.ok(!receipt.includes(certificateNumber()));
    writeFileSync(file, receipt.replaceAll('"released"', '"no_record"'));
    assert.equal(verify(file, world.folders.ledgerKey).status, 1);
    writeFileSync(file, receipt);
    const otherKey = join(world.folders.data, 'other-key.json');
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(otherKey, JSON.stringify(publicKey.export({ format: 'jwk' })));
    assert.equal(verify(file, otherKey).status, 1, 'another key proves nothing');
  });

  test('my page tells who read what, and two clicks withdraw it', async () => {
    const { cardAgent, issuer } = world.addresses;
    const myPage = await logIn(
      citizen,
      await citizen.open(`${issuer}/my`),
      cardAgent,
      personaOf('class-1').card.pin,
    );
    assert.equal(headingOf(myPage), 'マイページ');
    assert.match(myPage.html.querySelector('.timeline')?.text ?? '', /見本旅客鉄道/);
    const first = await citizen.follow(myPage, 'a[href$="/withdraw"]');
    const second = await citizen.submit(first, {}, undefined, 'form[action$="/withdraw"]');
    assert.equal(headingOf(second), '同意を取り消しました');
  });

  test('the next call is refused at once, though its token is still young', async () => {
    const again = await citizen.submit(quotePage);
    assert.notEqual(again.status, 200);
    assert.match(again.text, /consent_withdrawn/);
  });

  test('the refused call stands in the history too', async () => {
    const myPage = await citizen.open(`${world.addresses.issuer}/my`);
    assert.match(myPage.html.querySelector('.timeline li')?.text ?? '', /提供(され|し)|断/);
    assert.ok(myPage.html.querySelectorAll('.timeline li').length >= 2);
  });

  test('no PIN, token, code, certificate, serial or personal value is in any log of the whole journey', () => {
    const logs = world.logs();
    assert.ok(
      logs.includes('"event":"released"') && logs.includes('"event":"request"'),
      'the logs were read',
    );
    assert.match(logs, /"event":"card_login","outcome":"ocsp"/, 'the responder was asked, and answered');
    const { card, name, address, person_number: personNumber, birth_on: birthOn } = personaOf('class-1');
    const never = [
      name.ja,
      name.en,
      address,
      personNumber,
      birthOn,
      card.serial,
      card.signature_password,
      certificateNumber(),
    ];
    for (const value of never) assert.ok(!logs.includes(value), 'a personal value is in the logs');
    assert.doesNotMatch(logs, /eyJ[\w-]{10,}\./, 'a token is in the logs');
    assert.doesNotMatch(logs, new RegExp(`"[^"]*pin[^"]*":"?${card.pin}`, 'i'));
    assert.doesNotMatch(logs, /MII[A-Za-z0-9+/]{40}/, 'a certificate is in the logs');
    assert.doesNotMatch(logs, /\bat .+\.ts:\d+/, 'a stack trace is in the logs');
    for (const { url } of citizen.sent) {
      const code = url.searchParams.get('code');
      if (code) assert.ok(!logs.includes(code), 'a code is in the logs');
    }
  });

  const certificateNumber = (): string => {
    const { record } = personaOf('class-1').records['disability_welfare'] as unknown as {
      record: { certificates: { number: string }[] };
    };
    return record.certificates[0]?.number ?? assert.fail('the persona has no certificate');
  };

  const wal = (): string => {
    try {
      return readFileSync(`${world.folders.database}-wal`).toString('latin1');
    } catch {
      return '';
    }
  };

  const decoded = (value: string): string => Buffer.from(value, 'base64url').toString('utf8');

  const completeReceipt = async (page: Page): Promise<string> => {
    const url =
      page.html.querySelector('a[href*="/v1/receipts/"]')?.getAttribute('href') ?? assert.fail('no receipt');
    for (let tries = 0; tries < 40; tries += 1) {
      const text = await (await fetch(url)).text();
      if (text.includes('"complete"')) return text;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    assert.fail('the receipt got no proof within ten seconds');
  };

  const verify = (file: string, key: string): { status: number | null; output: string } => {
    const { status, stdout, stderr } = spawnSync(
      'npm',
      ['run', '--silent', 'verify-receipt', '--', file, '--key', key],
      {
        cwd: repository,
        encoding: 'utf8',
      },
    );
    return { status, output: stdout + stderr };
  };
});
