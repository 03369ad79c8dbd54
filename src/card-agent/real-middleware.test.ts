/**
 * The agent before the middleware that citizens have: pcscd, vpcd, and OpenSC's own PKCS#11 module, behind which an
 * emulated card answers APDUs. Skipped, with the reason, where that is not installed or not possible.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'node-html-parser';
import { type Authority, makeAuthority } from '../../certs/authority.ts';
import { makeEmulatedCard } from '../../stand-ins/card-emulator/emulated-card.ts';
import { type Middleware, startMiddleware, whatIsMissing } from '../../stand-ins/card-emulator/middleware.ts';
import { readTries } from '../../stand-ins/cards/card-folder.ts';
import { certificateObjects, keyObjects, tokenLabels } from '../../stand-ins/cards/card-objects.ts';
import { loadPersonas } from '../../stand-ins/personas.ts';
import { type Answer, readPage } from './rehearsal/browser.ts';
import { setStage, type Stage } from './rehearsal/stage.ts';

const missing = whatIsMissing();
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'madoguchi-real-middleware-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe(
  'behind pcscd and OpenSC',
  { concurrency: false, skip: missing && `the real middleware: ${missing}`, timeout: 300_000 },
  () => {
    const now = new Date();
    const hers = join(folder, 'hers');
    const his = join(folder, 'his');
    const [persona, other] = ['class-1', 'class-2'].map((name) => {
      const found = loadPersonas().find((one) => one.persona === name);
      assert.ok(found);
      return found;
    });
    assert.ok(persona && other);
    const { pin, signature_password: password } = persona.card;
    let authorities: Record<'authentication' | 'signature', Authority>;
    let certificate: Buffer;
    let signatureCertificate: Buffer;
    let middleware: Middleware;
    let stage: Stage;

    before(async () => {
      const make = (purpose: 'authentication' | 'signature') =>
        makeAuthority({ purpose, generation: 1, now });
      authorities = { authentication: await make('authentication'), signature: await make('signature') };
      await makeEmulatedCard({ folder: his, persona: other, authorities, now });
      middleware = await startMiddleware();
      // Read by the library itself, when the agent's thread first loads it.
      Object.assign(process.env, middleware.environment);
      stage = await setStage(process.env, { pkcs11Module: middleware.pkcs11Module });
    });
    after(async () => {
      await stage?.close();
      await middleware?.stop();
    });

    /** A fresh card with all its tries lies in the first reader; the second is empty. */
    beforeEach(async () => {
      await Promise.all([middleware.remove(0), middleware.remove(1)]);
      ({ authentication: certificate, signature: signatureCertificate } = await makeEmulatedCard({
        folder: hers,
        persona,
        authorities,
        now,
      }));
      await middleware.insert(0, hers);
      for (const list of [stage.site.verified, stage.site.statements, stage.site.asked]) list.length = 0;
    });

    const pkcs11Tool = async (...options: string[]): Promise<string> => {
      const { stdout } = await run('pkcs11-tool', ['--module', middleware.pkcs11Module, ...options], {
        timeout: 20_000,
      });
      return stdout;
    };
    const objects = (listing: string, kind: string): string[] =>
      [
        ...listing.matchAll(
          new RegExp(`^${kind} Object.*\\n  label: +(.*)\\n(?:  (?!ID).*\\n)*  ID: +(.*)$`, 'gm'),
        ),
      ].map(([, label, id]) => `${id} ${label}`);
    const as = (...parts: readonly { id: number; label: string }[]): string[] =>
      parts.map(({ id, label }) => `0${id} ${label}`);
    const tokenOf = (kind: 'authentication' | 'signature') => ['--token-label', tokenLabels[kind]];

    /** Another program of this machine that tries to have a key sign, without a PIN; what the card said. */
    async function signWithoutPin(keyFile = '0017'): Promise<string> {
      const select = `00A4020C02${keyFile}`;
      const commands = ['00A4040C0AD392F000260100000001', select, '802A008003AABBCC00'];
      const { stdout } = await run('opensc-tool', ['-r', '0', ...commands.flatMap((one) => ['-s', one])], {
        timeout: 20_000,
      });
      return (
        [...stdout.matchAll(/SW1=0x(..), SW2=0x(..)/g)].map(([, one, two]) => `${one}${two}`).at(-1) ?? ''
      );
    }

    const told = (answer: Answer): string => readPage(answer.body).tries;
    const triesLeft = () => readTries(hers, 'authentication');
    const signatureTriesLeft = () => readTries(hers, 'signature');

    test('the card is listed as our own stand-in shows it: two tokens, their objects, their numbers', async () => {
      const slots = await pkcs11Tool('-L');
      assert.deepEqual(
        [...slots.matchAll(/token label +: (.*)$/gm)].map(([, label]) => label?.trim()),
        [tokenLabels.authentication, tokenLabels.signature],
      );
      assert.deepEqual(
        [...slots.matchAll(/serial num +: (.*)$/gm)].map(([, serial]) => serial),
        ['00000000', '00000000'],
      );
      const open = await pkcs11Tool('-O', ...tokenOf('authentication'), '--login', '--pin', pin);
      const { authentication, authenticationAuthority, signatureAuthority } = certificateObjects;
      assert.deepEqual(
        objects(open, 'Certificate'),
        as(authentication, authenticationAuthority, signatureAuthority),
      );
      assert.deepEqual(objects(open, 'Private Key'), as(keyObjects.authentication));
    });

    test('the certificate for signing, which names its holder, is not seen before its own password', async () => {
      const name = new RegExp(`${certificateObjects.signature.label}$`, 'm');
      assert.doesNotMatch(await pkcs11Tool('-O', ...tokenOf('signature')), name);
      assert.doesNotMatch(
        await pkcs11Tool('-O', ...tokenOf('authentication'), '--login', '--pin', pin),
        name,
      );
      assert.match(await pkcs11Tool('-O', ...tokenOf('signature'), '--login', '--pin', password), name);
    });

    test('the agent logs in: its token verifies, under the certificate that was issued for this card', async () => {
      const page = await stage.open();
      assert.match(told(page), /No wrong entry is recorded/);
      assert.equal((await stage.enter(page, pin)).status, 200);
      assert.deepEqual(stage.site.verified, [{ certificate, algorithm: 'RS256' }]);
      assert.ok(new X509Certificate(certificate).verify(authorities.authentication.publicKey));
      assert.equal(triesLeft(), 3);
    });

    test('three wrong PINs lock the card, and each page says before entry how it stands', async () => {
      const low = await stage.enter(await stage.open(), '9999');
      assert.match(told(low), /entered wrongly before/);
      assert.equal(triesLeft(), 2);
      const last = await stage.enter(low, '9999');
      assert.match(told(last), /This is the last try/);
      assert.equal(triesLeft(), 1);
      const locked = await stage.enter(last, '9999');
      assert.equal(readPage(locked.body).heading, 'The card is locked');
      assert.equal(triesLeft(), 0);
      const again = await stage.open();
      assert.equal(readPage(again.body).heading, 'The card is locked');
      assert.doesNotMatch(again.body, /type="password"/);
    });

    test('the right PIN on the last try signs, and gives all tries back', async () => {
      const low = await stage.enter(await stage.open(), '9999');
      const last = await stage.enter(low, '9999');
      assert.equal((await stage.enter(last, pin)).status, 200);
      assert.equal(triesLeft(), 3);
      assert.equal(readTries(hers, 'signature'), 5, 'the other PIN is not touched');
    });

    for (const [path, secret, moment] of [
      ['/login', pin, 'read'],
      ['/login', pin, 'verify'],
      ['/login', pin, 'verified'],
      ['/login', pin, 'sign'],
      ['/sign', password, 'verify'],
      ['/sign', password, 'verified'],
      ['/sign', password, 'read'],
      ['/sign', password, 'sign'],
    ] as const) {
      test(`a card pulled out at “${moment}” of ${path} sends nothing, costs no try, and works when it is back`, async () => {
        const page = await stage.open(path);
        await middleware.removeAt(0, moment);
        const from = middleware.events.length;
        const pulled = await stage.enter(page, secret);
        assert.ok(pulled.status >= 400, String(pulled.status));
        assert.doesNotMatch(pulled.body, /type="password"/);
        assert.deepEqual([stage.site.verified, stage.site.statements], [[], []]);
        assert.deepEqual([triesLeft(), signatureTriesLeft()], [3, 5]);
        assert.ok(middleware.events.slice(from).some(({ event }) => event === 'pulled_out'));
        await middleware.remove(0);
        assert.equal((await stage.open(path)).status, 409, 'the reader is empty');
        await middleware.insert(0, hers);
        assert.equal((await stage.enter(await stage.open(path), secret)).status, 200);
      });
    }

    for (const [path, secret, left] of [
      ['/login', '9999', [2, 5]],
      ['/sign', 'WRONG99', [3, 4]],
    ] as const) {
      test(`a card pulled out before it can say that the secret of ${path} was wrong is not given it again`, async () => {
        const page = await stage.open(path);
        await middleware.removeAt(0, 'verified');
        assert.ok((await stage.enter(page, secret)).status >= 400);
        await middleware.remove(0);
        await middleware.insert(0, hers);
        assert.match(told(await stage.open(path)), /entered wrongly before/);
        assert.deepEqual([triesLeft(), signatureTriesLeft()], left);
      });
    }

    test('the statement that was shown is signed by the certificate that only the password shows', async () => {
      const page = await stage.open('/sign');
      assert.match(told(page), /No wrong entry of the signature password/);
      assert.equal((await stage.enter(page, password)).status, 200, stage.log.join(''));
      const [signed] = stage.site.statements;
      assert.deepEqual(signed?.certificate, signatureCertificate);
      assert.equal(signed.algorithm, 'RS256');
      assert.equal(parse(page.body).querySelector('#statement')?.text, signed.text);
      assert.ok(new X509Certificate(signatureCertificate).verify(authorities.signature.publicKey));
      assert.deepEqual([triesLeft(), signatureTriesLeft()], [3, 5]);
    });

    test('five wrong passwords lock the signature half, each page says before how it stands, and logging in goes on', async () => {
      let page = await stage.open('/sign');
      for (const [entry, words] of [
        ['WRONG1', /entered wrongly before/],
        ['WRONG2', /entered wrongly before/],
        ['WRONG3', /entered wrongly before/],
        ['WRONG4', /This is the last try/],
        ['WRONG5', /locked/],
      ] as const) {
        page = await stage.enter(page, entry);
        assert.match(told(page), words, entry);
      }
      assert.equal(readPage(page.body).heading, 'The signature password is locked');
      assert.deepEqual([triesLeft(), signatureTriesLeft()], [3, 0]);
      assert.equal((await stage.enter(await stage.open('/login'), pin)).status, 200);
    });

    test('a PIN on the password’s page and a password on the PIN’s page reach no chip', async () => {
      for (const [path, entry] of [
        ['/sign', pin],
        ['/login', password],
        ['/sign', password.toLowerCase()],
      ] as const) {
        assert.equal((await stage.enter(await stage.open(path), entry)).status, 422);
      }
      assert.deepEqual([triesLeft(), signatureTriesLeft()], [3, 5]);
    });

    test('after a signature no other program signs with the card, by either key', async () => {
      assert.equal((await stage.enter(await stage.open('/sign'), password)).status, 200);
      assert.equal(await signWithoutPin(), '6982');
      assert.equal(await signWithoutPin('001A'), '6982');
    });

    test('with a card in each of two readers the agent asks for one to be taken out, and tries neither', async () => {
      await middleware.insert(1, his);
      const page = await stage.open();
      assert.equal(page.status, 409);
      assert.doesNotMatch(page.body, /type="password"/);
      await middleware.remove(0);
      assert.equal(
        (await stage.enter(await stage.open(), other.card.pin)).status,
        200,
        'in the second reader',
      );
      assert.deepEqual([triesLeft(), readTries(his, 'authentication')], [3, 3]);
    });

    test('after a login no other program signs with the card: it is reset when the agent lets go of it', async () => {
      assert.equal((await stage.enter(await stage.open(), pin)).status, 200);
      assert.equal(await signWithoutPin(), '6982');
    });

    test('as OpenSC comes, it leaves the card open for the next program: hence the setting', async () => {
      const asItComes = join(folder, 'as-it-comes.conf');
      writeFileSync(asItComes, 'app default {\n}\n');
      const login = ['-O', ...tokenOf('authentication'), '--login', '--pin', pin];
      await run('pkcs11-tool', ['--module', middleware.pkcs11Module, ...login], {
        timeout: 20_000,
        env: { ...process.env, OPENSC_CONF: asItComes },
      });
      assert.equal(await signWithoutPin(), '9000');
    });
  },
);
