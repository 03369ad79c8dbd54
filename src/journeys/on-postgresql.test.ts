/** The founding story with the real server on a real PostgreSQL, and a second server process on the same database. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { findFreeAddresses, portOf } from '../../sandbox/addresses.ts';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { decide, headingOf, logIn } from '../../sandbox/citizen.ts';
import { type Program, startProgram } from '../../sandbox/program.ts';
import { serverSettings, type World } from '../../sandbox/world.ts';
import { openPostgresqlPlace, type Place, whyNoPostgresql } from '../stores/conformance/places.ts';
import { openWorld } from './open-world.ts';
import { personaOf, reachConsent } from './shop.ts';

describe('the founding story on PostgreSQL', { skip: await whyNoPostgresql(), concurrency: false }, () => {
  let place: Place;
  let world: World;
  let second: Program;
  let secondPort: string;
  const citizen = new Browser();
  let quote: Page;
  before(async () => {
    place = await openPostgresqlPlace();
    const databaseUrl = await place.newAddress();
    world = await openWorld({ databaseUrl });
    // The file that a sandbox has by default: whoever opened it would show.
    rmSync(world.folders.database);
    secondPort = portOf((await findFreeAddresses()).issuer);
    second = await startProgram({
      name: 'second server',
      file: 'src/main.ts',
      environment: {
        ...serverSettings(world.folders, world.addresses),
        MADOGUCHI_DATABASE_URL: databaseUrl,
        MADOGUCHI_LISTEN_HOSTS: '127.0.0.1',
        MADOGUCHI_LISTEN_PORT: secondPort,
      },
    });
  });
  after(async () => {
    await second?.stop();
    await world?.stop();
    await place?.close();
  });

  test('card, consent, token, answer, fare', async () => {
    quote = await decide(citizen, await reachConsent(world, citizen, 'class-1'), 'approve');
    assert.equal(headingOf(quote), 'お見積り', quote.text);
    assert.equal(
      quote.html.querySelector('[data-total]')?.getAttribute('data-total'),
      String((3460 + 4510) * 2),
    );
  });

  test('either process proves the receipt, whichever of them gave the entry its place in the tree', async () => {
    const address =
      quote.html.querySelector('a[href*="/v1/receipts/"]')?.getAttribute('href') ?? assert.fail('no receipt');
    const path = new URL(address).pathname;
    let one = '';
    for (let tries = 0; tries < 40 && !one.includes('"complete"'); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      one = (await get(portOf(world.addresses.issuer), path)).text;
    }
    const other = (await get(secondPort, path)).text;
    const { promise, ...proof } = JSON.parse(one) as Record<string, unknown>;
    const { promise: otherPromise, ...otherProof } = JSON.parse(other) as Record<string, unknown>;
    assert.equal(proof['state'], 'complete');
    assert.deepEqual(otherProof, proof);
    assert.ok(promise && otherPromise);
  });

  test('two clicks withdraw, and the next read is refused at once', async () => {
    const { cardAgent, issuer } = world.addresses;
    const login = await citizen.open(`${issuer}/my`);
    const myPage = await logIn(citizen, login, cardAgent, personaOf('class-1').card.pin);
    const first = await citizen.follow(myPage, 'a[href$="/withdraw"]');
    const done = await citizen.submit(first, {}, undefined, 'form[action$="/withdraw"]');
    assert.equal(headingOf(done), '同意を取り消しました');
    assert.match((await citizen.submit(quote)).text, /consent_withdrawn/);
  });

  test('both processes stop cleanly and neither met an error', async () => {
    assert.equal(await second.stop(), 0);
    assert.equal(await world.programs['server']?.stop(), 0);
    for (const output of [second.output(), world.programs['server']?.output() ?? ''])
      assert.doesNotMatch(output, /"level":"error"|\n {4}at /);
  });

  /** From one of the two processes, by the issuer's own name. */
  function get(port: string, path: string): Promise<{ text: string }> {
    const { host } = new URL(world.addresses.issuer);
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.once('end', () => resolve({ text }));
      })
        .once('error', reject)
        .end();
    });
  }
});
