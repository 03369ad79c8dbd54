/** Whether a card was taken back, with the authority's real servers: asked, out of reach, back again, and never asked before. */
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, hash, sign } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import { judgeOcspEvidenceByOpenssl, withoutOpenssl } from '../../certs/judged-by-openssl.ts';
import { loadAuthority } from '../../certs/make-jpki.ts';
import { portOf } from '../../sandbox/addresses.ts';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { headingOf, openCardAgent, typePin } from '../../sandbox/citizen.ts';
import { type Program, startProgram } from '../../sandbox/program.ts';
import { insertCard } from '../../sandbox/reader.ts';
import type { World } from '../../sandbox/world.ts';
import { openStores } from '../stores/open-stores.ts';
import { openWorld } from './open-world.ts';
import { orderTicket, personaOf, reachConsent } from './shop.ts';

describe('a card that may have been taken back', { concurrency: false }, () => {
  let world: World;
  let again: Program | undefined;
  before(async () => {
    world = await openWorld();
  });
  after(async () => {
    await world?.stop();
    await again?.stop();
  });

  test('what the authority answered is kept for an auditor, and found by its hash', async () => {
    await reachConsent(world, new Browser(), 'class-1');
    const clock = { now: () => new Date() };
    const stores = await openStores({ url: `sqlite:${world.folders.database}`, clock });
    try {
      const rows = await stores.database.all<{ sha256: string }>('SELECT sha256 FROM revocation_evidence');
      assert.equal(rows.length, 1);
      const kept = await stores.revocationEvidence.find(rows[0]?.sha256 ?? '');
      assert.equal(kept?.kind, 'ocsp');
      assert.equal(kept.authority, 'authentication-g1');
      assert.equal(hash('sha256', kept.der ?? '', 'base64url'), kept.sha256);
      const { certificate } = await loadAuthority(world.folders.jpki, kept.authority);
      const { serial } = personaOf('class-1').card;
      if (!withoutOpenssl)
        assert.match(
          judgeOcspEvidenceByOpenssl({ issuer: certificate, serial, answer: kept.der ?? Buffer.alloc(0) }),
          /: good[^]*Response verify OK|Response verify OK[^]*: good/,
          'and says the same to others, long after',
        );
    } finally {
      await stores.close();
    }
  });

  test('a certificate that a stolen key of the authority signed, and the authority never issued, is refused', async () => {
    const { status, body, retryAfter } = await forgeLogin();
    assert.deepEqual([status, body.reason], [503, 'revocation_unknown']);
    assert.match(body.detail ?? '', /the authority does not know this certificate/);
    assert.equal(retryAfter, '5');
  });

  test('with responder and lists out of reach nobody gets in, and everybody does within seconds of their return', async () => {
    await world.programs['jpki']?.stop();
    const citizen = new Browser();
    const loginPage = await orderTicket(world, citizen);
    // Nobody asked for this card before: there is nothing to rely on.
    insertCard(world.folders, 'class-2');
    const refused = await tryLogin(citizen, loginPage);
    assert.equal(refused.refresh, null);
    assert.match(refused.html.querySelector('main')?.text ?? '', /カードに問題はありません/);
    assert.equal(headingOf(await citizen.open(loginPage.url)), headingOf(loginPage), 'not logged in');
    const { status, body, retryAfter } = await forgeLogin();
    assert.deepEqual([status, body.reason, retryAfter], [503, 'revocation_unknown', '5']);

    again = await startProgram({
      name: 'jpki, again',
      file: 'stand-ins/jpki/main.ts',
      environment: {
        STAND_IN_JPKI_FOLDER: world.folders.jpki,
        STAND_IN_JPKI_PORT: portOf(world.addresses.jpki),
      },
    });
    const back = performance.now();
    let page = await tryLogin(citizen, loginPage);
    for (; !page.refresh && performance.now() - back < 15_000; page = await tryLogin(citizen, loginPage))
      await wait(1000);
    assert.ok(page.refresh, `still refused: ${headingOf(page)}`);
    // Five seconds after the last try that failed; the rest is this machine's own.
    assert.ok(performance.now() - back < 10_000, `it took ${performance.now() - back} ms`);
  });

  async function tryLogin(citizen: Browser, loginPage: Page): Promise<Page> {
    const pinPage = await openCardAgent(citizen, loginPage, world.addresses.cardAgent);
    return typePin(citizen, pinPage, personaOf('class-2').card.pin);
  }

  /** By whoever has the authority's key, and not its register: a card's part in a login, without a card. */
  async function forgeLogin() {
    const stolen = await loadAuthority(world.folders.jpki, 'authentication-g1');
    delete stolen.enter;
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const certificate = await issueCardCertificate(stolen, {
      publicKey,
      serial: '5707e2',
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 86_400_000),
    });
    const loginPage = await orderTicket(world, new Browser());
    const link = loginPage.html
      .querySelector(`a[href^="${world.addresses.cardAgent}"]`)
      ?.getAttribute('href');
    const login = new URL(link ?? '').searchParams.get('login');
    const { body: challenge } = await post('/card-login/challenge', { login });
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    const signed = Buffer.concat([digest(world.addresses.issuer), digest(challenge.nonce ?? '')]);
    return post('/card-login/token', {
      login,
      token: {
        unverifiedCertificate: certificate.toString('base64'),
        algorithm: 'RS256',
        signature: sign('sha256', signed, privateKey).toString('base64'),
        format: 'web-eid:1.0',
        appVersion: 'https://forger.example/1.0.0',
      },
    });
  }

  async function post(path: string, body: unknown) {
    const response = await fetch(new URL(path, world.addresses.issuer), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as { nonce?: string; reason?: string; detail?: string },
    };
  }
});
