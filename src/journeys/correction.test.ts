/** "This is wrong", "this is not mine": from my page to the official's own command and back, while a company goes on asking. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { decide, headingOf, logIn } from '../../sandbox/citizen.ts';
import { repository } from '../../sandbox/folders.ts';
import { inheritedEnvironment } from '../../sandbox/program.ts';
import { insertCard } from '../../sandbox/reader.ts';
import type { Tokens } from '../../sandbox/relying-party.ts';
import type { World } from '../../sandbox/world.ts';
import { openStores } from '../stores/open-stores.ts';
import { enterRecord } from './agency-desk.ts';
import { openWorld } from './open-world.ts';
import { boxesOf, openSandboxCompany, type SandboxCompany } from './sandbox-company.ts';
import { personaOf } from './shop.ts';

const welfare = 'disability_welfare';
const discount = 'attestations.rail-disability-discount';
const remarks = { wrong: '手帳の番号がちがいます、更新ずみ', notMine: '兄の手帳です、番号も兄のもの' };
const numbers = {
  wrong: '見本県第99000012号',
  right: '見本県第99000777号',
  own: '例示市第111号',
  brothers: '例示市第222号',
};
const certificate = (number: string, returnedOn: string | null) => ({
  kind: 'physical',
  number,
  grade: '1級',
  fare_discount_class: 1,
  impairments: [],
  issued_on: '2015-05-18',
  reissued_on: null,
  valid_until: null,
  has_photo: true,
  re_examination_due_on: null,
  issuer: '見本県',
  returned_on: returnedOn,
});

describe('a citizen reports a record, and an official answers', { concurrency: false }, () => {
  let world: World;
  let company: SandboxCompany;
  /** Of the persona's one consent, with many reads. */
  const tokens: Record<string, Tokens> = {};
  const myPages: Record<string, Browser> = {};
  const caseNumbers: Record<string, string> = {};
  before(async () => {
    world = await openWorld();
    company = await openSandboxCompany(world);
  });
  after(() => world?.stop());

  test('the company may read her discount and her record many times, and does', async () => {
    await consentOf('class-1');
    assert.deepEqual(await discountOf('class-1'), { class: 1, companion: true, valid_until: null });
    assert.deepEqual(numbersIn(await recordOf('class-1')), [numbers.wrong]);
  });

  test('the moment she reports it as wrong, the same consent yields nothing, as if there were no record', async () => {
    // Somebody who has none: what the company sees of a report must not differ from it.
    await consentOf('parent');
    const [unknown, none] = [await recordOf('parent'), await discountOf('parent')];
    const { body: household } = await readAs('class-1', '/self-information/household');
    assert.equal(household['outcome'], 'ok');
    const reported = await report('class-1', {
      link: 'a[href*="place=certificates%2F0"]',
      place: 'certificates/0/number',
      reason: 'wrong',
      remark: remarks.wrong,
    });
    assert.equal(none, null);
    assert.equal(await discountOf('class-1'), null);
    const blocked = await recordOf('class-1');
    assert.equal(blocked['outcome'], 'no_record');
    assert.deepEqual(withoutReferences(blocked), withoutReferences(unknown));
    assert.match(mainOf(reported), /障害者手帳 1件目・手帳番号.*提供を止め(ました|ています)/);
    const { body: now } = await readAs('class-1', '/self-information/household');
    assert.deepEqual(withoutReferences(now), withoutReferences(household), 'nothing else of hers changed');
    assert.equal(
      now['reads_left'],
      Number(household['reads_left']) - 3,
      'three more reads of the same consent',
    );
    const own = await myPageOf('class-1').open(`${world.addresses.issuer}/my/information/${welfare}`);
    assert.match(mainOf(own), /だれにも提供されません/);
    assert.ok(mainOf(own).includes(numbers.wrong), 'her own record is still hers to see');
  });

  test('the agency’s official finds the report in the inbox, with her remark', async () => {
    const inbox = await inboxWith(remarks.wrong, 'municipality-990019');
    assert.match(inbox, new RegExp(`municipality-990019  ${welfare} certificates/0/number: wrong`));
    caseNumbers['class-1'] = await numberOf('class-1');
    assert.ok(inbox.includes(caseNumbers['class-1']), 'under the number that my page tells her');
    assert.equal(agency('inbox', 'municipality-990027').output, '', 'and no other agency has it');
  });

  test('an official’s wrong number is refused in one sentence, and changes nothing', async () => {
    const file = writeRecord(certificate(numbers.right, null));
    const wrong = '0'.repeat(20);
    for (const [said, ...command] of [
      ['agency: no agency has an open case of this number\n', 'correct', wrong, file],
      ['agency: no agency has an open case of this number\n', 'remove', wrong],
      ['agency: no agency has an open case of this number\n', 'refuse', wrong],
      ['agency: no agency has an open case of this number\n', 'remove'],
      ['agency: name a file with the corrected record\n', 'correct', caseNumbers['class-1'] ?? ''],
      ['agency: inbox, correct, remove or refuse\n', 'delete', caseNumbers['class-1'] ?? ''],
    ] as const)
      assert.deepEqual(agency(...command), { status: 1, output: said }, command.join(' '));
    // Longer than it takes for an answer to come back.
    await pause(5000);
    assert.equal(await discountOf('class-1'), null);
    assert.match(mainOf(await reportsOf('class-1')), /機関が確認しています/);
  });

  test('the official corrects it: within seconds the block is lifted, the discount is back, with the new record', async () => {
    const number = caseNumbers['class-1'] ?? '';
    const file = writeRecord(certificate(numbers.right, null));
    assert.deepEqual(agency('correct', number, file), {
      status: 0,
      output: `municipality-990019 answered ${number}: corrected\n`,
    });
    assert.equal(agency('inbox').output, '', 'nothing is left to do');
    assert.equal(agency('remove', number).status, 1, 'and nothing is answered twice');
    await becomes('class-1', /機関が記録を直しました。また提供できます/);
    assert.deepEqual(await discountOf('class-1'), { class: 1, companion: true, valid_until: null });
    assert.deepEqual(numbersIn(await recordOf('class-1')), [numbers.right]);
    const own = await myPageOf('class-1').open(`${world.addresses.issuer}/my/information/${welfare}`);
    assert.doesNotMatch(mainOf(own), /だれにも提供されません/);
  });

  test('each step stands in the ledger, and its receipt, had from my page, is proved offline', async () => {
    const page = await reportsOf('class-1');
    assert.deepEqual(stepsOn(page), [
      '申し出を受け、提供を止めました',
      '機関に届きました',
      '機関が記録を直しました',
      '提供できるように戻しました',
    ]);
    const steps = ['reported', 'delivered', 'corrected', 'restored'];
    const links = page.html.querySelectorAll('.timeline a').map((link) => link.getAttribute('href') ?? '');
    assert.equal(links.length, steps.length);
    const file = join(world.folders.data, 'receipt.json');
    for (const [at, link] of links.entries()) {
      const receipt = await completeReceipt(myPageOf('class-1'), new URL(link, page.url));
      assert.doesNotMatch(
        receipt,
        new RegExp([...Object.values(numbers), remarks.wrong, 'wrong', 'certificates'].join('|')),
      );
      writeFileSync(file, receipt);
      const verdict = run('verify-receipt', file, '--key', world.folders.ledgerKey);
      assert.equal(verdict.status, 0, verdict.output);
      assert.match(verdict.output, /^VALID\./);
      assert.match(verdict.output, new RegExp(`What .*\\(${welfare}\\): ${steps[at]}\n`));
      if (at > 0) assert.match(verdict.output, new RegExp(`process number ${caseNumbers['class-1']}\n`));
    }
    writeFileSync(file, readFileSync(file, 'utf8').replace('"restored"', '"refused"'));
    assert.equal(run('verify-receipt', file, '--key', world.folders.ledgerKey).status, 1);
    const told = mainOf(await myPageOf('class-1').open(new URL(links[2] ?? '', page.url)));
    assert.match(told, /訂正の手続き.*機関が記録を直しました/);
    assert.ok(told.includes(caseNumbers['class-1'] ?? 'no number'));
  });

  test('a brother’s certificate in her record gives her a discount that is not hers, until she reports it', async () => {
    enterRecord(world, personaOf('parent'), welfare, {
      as_of: new Date().toISOString(),
      record: { certificates: [certificate(numbers.own, '2020-01-31'), certificate(numbers.brothers, null)] },
    });
    assert.deepEqual(await discountOf('parent'), { class: 1, companion: true, valid_until: null });
    const link = 'a[href*="place=certificates%2F1"]';
    await report('parent', { link, reason: 'not_mine', remark: remarks.notMine });
    assert.equal(await discountOf('parent'), null);
    assert.equal((await recordOf('parent'))['outcome'], 'no_record');
    const own = await myPageOf('parent').open(`${world.addresses.issuer}/my/information/${welfare}`);
    assert.match(mainOf(own), /申し出のあいだは、ここにも表示しません/);
    for (const number of [numbers.own, numbers.brothers]) assert.ok(!own.text.includes(number));
  });

  test('the agency takes it away: what is left is hers, and there is no discount any more', async () => {
    await inboxWith(remarks.notMine, 'municipality-990027');
    const number = await numberOf('parent');
    assert.equal(await discountOf('parent'), null);
    assert.deepEqual(agency('remove', number), {
      status: 0,
      output: `municipality-990027 answered ${number}: removed\n`,
    });
    const page = await becomes('parent', /機関が記録を取り除きました/);
    assert.deepEqual(stepsOn(page), [
      '申し出を受け、提供を止めました',
      '機関に届きました',
      '機関が記録を取り除きました',
      '提供できるように戻しました',
    ]);
    assert.deepEqual(numbersIn(await recordOf('parent')), [numbers.own]);
    const own = await myPageOf('parent').open(`${world.addresses.issuer}/my/information/${welfare}`);
    assert.ok(own.text.includes(numbers.own) && !own.text.includes(numbers.brothers));
    for (let again = 0; again < 3; again += 1) {
      assert.equal(await discountOf('parent'), null);
      await pause(1000);
    }
    assert.deepEqual(numbersIn(await recordOf('class-1')), [numbers.right], 'nobody else’s record changed');
  });

  test('no remark is left with us once the agency has it', async () => {
    const clock = { now: () => new Date() };
    const stores = await openStores({ url: `sqlite:${world.folders.database}`, clock });
    try {
      const reports = await stores.database.all('SELECT * FROM corrections');
      assert.equal(reports.length, 2);
      const messages = await stores.database.all('SELECT * FROM correction_messages');
      const kept = JSON.stringify([
        reports,
        messages,
        await stores.database.all('SELECT body FROM ledger_entries'),
      ]);
      for (const remark of Object.values(remarks)) assert.ok(!kept.includes(remark));
    } finally {
      await stores.close();
    }
  });

  test('no remark, value, PIN or token is in any log of the whole journey', () => {
    const logs = world.logs();
    for (const event of ['record_blocked', 'correction_delivered', 'correction_answered', 'released'])
      assert.ok(logs.includes(`"event":"${event}"`), event);
    const secrets = [...Object.values(remarks), ...Object.values(numbers)];
    for (const { accessToken, refreshToken } of Object.values(tokens))
      secrets.push(accessToken, refreshToken ?? assert.fail('no refresh token'));
    for (const name of ['class-1', 'parent']) {
      const { card, name: called, person_number: personNumber, address } = personaOf(name);
      secrets.push(
        called.ja,
        called.en,
        address,
        personNumber,
        card.serial,
        card.signature_password ?? address,
      );
      assert.doesNotMatch(logs, new RegExp(`pin[^,}]*\\b${card.pin}\\b`, 'i'));
    }
    for (const secret of secrets) assert.ok(!logs.includes(secret), 'a secret is in the logs');
    assert.doesNotMatch(logs, /not_mine|certificates\/|eyJ[\w-]{10,}\./);
  });

  async function consentOf(persona: string): Promise<void> {
    const { citizen, consent, redeem } = await company.ask(persona, [welfare, 'household'], {
      reads: 100,
      items: [discount],
    });
    const unseen = consent.html
      .querySelectorAll('input[name=unseen]')
      .map((box) => box.getAttribute('value') ?? '');
    tokens[persona] = await redeem(
      await decide(citizen, consent, 'approve', { ticked: boxesOf(consent), unseen }),
    );
  }

  async function readAs(persona: string, path: string, accept = 'application/json') {
    const held = tokens[persona] ?? assert.fail('no consent');
    const answer = await company.relyingParty.read(held, path, { accept });
    assert.equal(answer.status, 200, answer.text);
    return { text: answer.text, body: answer.body ?? {} };
  }

  async function discountOf(persona: string): Promise<unknown> {
    const { text } = await readAs(persona, '/attestations/rail-disability-discount', 'application/jwt');
    const { attestation } = decodeJwt(text);
    assert.notEqual(attestation, undefined);
    return attestation;
  }

  async function recordOf(persona: string): Promise<Record<string, unknown>> {
    return (await readAs(persona, `/self-information/${welfare}`)).body;
  }

  const myPageOf = (persona: string): Browser =>
    myPages[persona] ?? assert.fail(`${persona} is not logged in`);
  const reportsOf = (persona: string): Promise<Page> =>
    myPageOf(persona).open(`${world.addresses.issuer}/my/corrections`);

  /** By clicks, from the login on. */
  async function report(
    persona: string,
    { link, ...fields }: { link: string; reason: string; remark: string; place?: string },
  ): Promise<Page> {
    const { issuer, cardAgent } = world.addresses;
    const browser = (myPages[persona] = new Browser());
    insertCard(world.folders, persona);
    const home = await logIn(
      browser,
      await browser.open(`${issuer}/my`),
      cardAgent,
      personaOf(persona).card.pin,
    );
    const list = await browser.follow(home, 'a[href^="/my/information"]');
    const record = await browser.follow(list, `a[href^="/my/information/${welfare}"]`);
    const form = await browser.follow(record, link);
    assert.equal(headingOf(form), '記録がちがうと申し出る');
    return browser.submit(form, fields, undefined, 'main form');
  }

  async function inboxWith(remark: string, holder: string): Promise<string> {
    for (let tries = 0; tries < 20; tries += 1) {
      const { status, output } = agency('inbox', holder);
      assert.equal(status, 0, output);
      if (output.includes(remark)) return output;
      await pause(250);
    }
    assert.fail('the report did not arrive');
  }

  /** Delivered a moment ago, or within the next: the agency has it before we know. */
  async function numberOf(persona: string): Promise<string> {
    return /[0-9]{20}/.exec(mainOf(await becomes(persona, /機関が確認しています.*処理通番/)))?.[0] ?? '';
  }

  async function becomes(persona: string, words: RegExp): Promise<Page> {
    const deadline = Date.now() + 15_000;
    for (;;) {
      const page = await reportsOf(persona);
      if (words.test(mainOf(page))) return page;
      assert.ok(Date.now() < deadline, `my page never said ${words}: ${mainOf(page)}`);
      await pause(250);
    }
  }

  async function completeReceipt(browser: Browser, address: URL): Promise<string> {
    for (let tries = 0; tries < 40; tries += 1) {
      const { text } = await browser.open(`${address.origin}${address.pathname}/download`);
      if (text.includes('"complete"')) return text;
      await pause(250);
    }
    assert.fail('the receipt got no proof within ten seconds');
  }

  function writeRecord(...certificates: object[]): string {
    const file = join(world.folders.data, 'corrected-record.json');
    writeFileSync(file, JSON.stringify({ certificates }));
    return file;
  }

  const agency = (...command: string[]) => run('agency', ...command);

  function run(script: string, ...words: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script, '--', ...words], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...inheritedEnvironment(), STAND_IN_AGENCIES_FOLDER: world.folders.agencies },
    });
    return { status, output: stdout + stderr };
  }
});

const mainOf = (page: Page): string => page.html.querySelector('main')?.text.replaceAll(/\s+/g, ' ') ?? '';

function stepsOn(page: Page): string[] {
  return page.html.querySelectorAll('.timeline li').map((step) => step.querySelectorAll('p')[1]?.text ?? '');
}

function numbersIn({ record }: Record<string, unknown>): string[] {
  return ((record as { certificates?: { number: string }[] } | null)?.certificates ?? []).map(
    ({ number }) => number,
  );
}

/** What is another in every answer, whomever it is about. */
function withoutReferences(answer: Record<string, unknown>): Record<string, unknown> {
  const { receipt, reads_left: reads, ...told } = answer;
  assert.ok(receipt !== undefined && reads !== undefined, JSON.stringify(answer));
  return told;
}
