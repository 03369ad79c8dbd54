import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { signJwt } from '../key-custody/sign-jwt.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { checkReceipt, ReceiptFault } from './check-receipt.ts';
import { toReceiptDocument } from './ledger.ts';
import {
  addConsent,
  draftEntry,
  type LedgerPlace,
  makeKey,
  openLedgerPlace,
  origin,
} from './rehearsal/ledger-place.ts';
import { promiseType } from './statements.ts';

type Json = Record<string, unknown>;

describe('verify-receipt', () => {
  let place: LedgerPlace;
  let receipt: Json;
  let promise: string;
  let pending: Json;
  let keyFile: string;
  let count = 0;

  before(async () => {
    place = await openLedgerPlace();
    const consent = await addConsent(place.stores, {
      items: ['disability_welfare.certificates.issuer' as ItemName],
      unseenItems: ['disability_welfare.certificates.issuer' as ItemName],
    });
    const appended = await Promise.all(
      Array.from({ length: 7 }, () =>
        place.ledger.append(draftEntry(consent), { replay: null, spend: null }),
      ),
    );
    const [first] = appended;
    assert.ok(first);
    promise = first.promise;
    pending = await document(first.entry.id);
    await place.ledger.integrateNow();
    receipt = await document(first.entry.id);
    keyFile = file(place.key.publicJwk);
  });
  after(() => place.close());

  async function document(id: Parameters<LedgerPlace['ledger']['receipt']>[0]): Promise<Json> {
    const held = await place.ledger.receipt(id);
    assert.ok(held);
    return JSON.parse(JSON.stringify(toReceiptDocument(held))) as Json;
  }
  const file = (content: unknown): string => {
    const path = join(place.folder, `given-${(count += 1)}.json`);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  /** Why the receipt is refused, without starting the program for it. */
  const fault = (content: unknown): string => {
    try {
      checkReceipt(typeof content === 'string' ? content : JSON.stringify(content), [place.key.publicJwk]);
    } catch (error) {
      assert.ok(error instanceof ReceiptFault);
      return error.message;
    }
    throw new assert.AssertionError({ message: 'the receipt was taken for good' });
  };

  test('says in plain words what a good receipt proves, and ends with 0', async () => {
    const { code, out, err } = await run(file(receipt), '--key', keyFile, '--promise', promise);
    assert.equal(err, '');
    assert.match(
      out,
      /^VALID\. The ledger of http:\/\/localhost:3000 holds this entry, unaltered, as number \d of 7\./,
    );
    assert.match(out, /Sample Railway Co\., Ltd\. \(rail-company\)/);
    assert.match(out, /2026-11-23 12:00:00 in Japan/);
    assert.match(out, /Disability and welfare \(disability_welfare\), from: Municipality/);
    assert.match(
      out,
      /Issuer \(disability_welfare\.certificates\.issuer\), granted without having been seen/,
    );
    assert.match(out, /released to the relying party/);
    assert.equal(code, 0);
  });

  test('takes the ledger’s key out of a JWK set, such as /v1/keys', async () => {
    const set = file({ keys: [makeKey(place.folder).publicJwk, place.key.publicJwk] });
    assert.equal((await run(file(receipt), '--key', set)).code, 0);
  });

  test('refuses a receipt that was altered anywhere, with one sentence', async () => {
    const entry = receipt['entry'] as Json;
    const altered: [string, Json, RegExp][] = [
      ['the purpose', { entry: { ...entry, purpose: 'marketing' } }, /altered/],
      ['the time', { entry: { ...entry, at: '2025-11-23T03:00:00.000Z' } }, /altered/],
      ['an item', { entry: { ...entry, items: [] } }, /altered/],
      ['the result', { entry: { ...entry, outcome: 'no_record' } }, /altered/],
      ['the salt', { salt: 'A'.repeat(43) }, /altered/],
      ['the place', { leaf_index: (receipt['leaf_index'] as number) + 1 }, /does not lead/],
      ['the proof', { inclusion_proof: (receipt['inclusion_proof'] as string[]).slice(1) }, /does not lead/],
      [
        'the order of the proof',
        { inclusion_proof: (receipt['inclusion_proof'] as string[]).toReversed() },
        /does not lead/,
      ],
      ['the id', { id: 'A'.repeat(22) }, /id is not that/],
      ['the head', { tree_head: pending['promise'] }, /tree head does not hold: its header/],
      ['the promise', { promise: receipt['tree_head'] }, /promise in the receipt does not hold/],
      [
        'a signature',
        { promise: flipLast(receipt['promise'] as string) },
        /promise in the receipt does not hold/,
      ],
    ];
    for (const [what, change, why] of altered) assert.match(fault({ ...receipt, ...change }), why, what);
    const { code, out } = await run(file({ ...receipt, salt: 'A'.repeat(43) }), '--key', keyFile);
    assert.match(out, /^NOT VALID\. [^\n]+altered\.\n$/);
    assert.equal(code, 1);
  });

  test('refuses another ledger’s key, even one that claims the right name', async () => {
    const other = makeKey(place.folder).publicJwk;
    for (const key of [other, { ...other, kid: place.key.kid }]) {
      const { code, out } = await run(file(receipt), '--key', file(key));
      assert.match(out, /^NOT VALID\. The promise in the receipt was not signed with the key you gave\.\n$/);
      assert.equal(code, 1);
    }
  });

  test('refuses a receipt of which promise and tree belong to different ledgers, with both keys given', async () => {
    const other = await openLedgerPlace();
    const consent = await addConsent(other.stores);
    const { entry } = await other.ledger.append(draftEntry(consent), { replay: null, spend: null });
    await other.ledger.integrateNow();
    const held = await other.ledger.receipt(entry.id);
    assert.ok(held);
    const foreign = toReceiptDocument(held) as Json;
    const keys = file({ keys: [place.key.publicJwk, other.key.publicJwk] });
    const anotherTree = await run(file({ ...receipt, tree_head: foreign['tree_head'] }), '--key', keys);
    assert.match(anotherTree.out, /does not lead from this entry/);
    assert.equal(anotherTree.code, 1);
    // Its own receipt is good under its own key, and under no other.
    assert.equal((await run(file(foreign), '--key', file(other.key.publicJwk))).code, 0);
    assert.equal((await run(file(foreign), '--key', keyFile)).code, 1);
    await other.close();
  });

  test('refuses a receipt that brings its own key, whatever else it says', async () => {
    for (const name of ['key', 'keys', 'jwk', 'jwks'])
      assert.match(fault({ ...receipt, [name]: place.key.publicJwk }), /brings a key of its own/);
    const bringing = await run(file({ ...receipt, jwk: place.key.publicJwk }), '--key', keyFile);
    assert.match(bringing.out, /^NOT VALID\. The receipt brings a key of its own/);
    assert.equal(bringing.code, 1);
    const header = { alg: 'ES256', typ: promiseType, kid: place.key.kid, jwk: place.key.publicJwk };
    const [, claims, signature] = (receipt['promise'] as string).split('.');
    const embedded = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${claims}.${signature}`;
    assert.match(fault({ ...receipt, promise: embedded }), /its header is another kind/);
  });

  test('refuses a receipt without an algorithm, or with another one', () => {
    const [, claims] = (receipt['promise'] as string).split('.');
    for (const alg of ['none', 'HS256', 'ES384']) {
      const header = Buffer.from(JSON.stringify({ alg, typ: promiseType, kid: place.key.kid })).toString(
        'base64url',
      );
      assert.match(fault({ ...receipt, promise: `${header}.${claims}.AAAA` }), /does not hold/);
    }
  });

  test('refuses a receipt that is not the one that was promised with the answer', async () => {
    const entry = receipt['entry'] as Json;
    const claims = { iss: origin, entry: entry['id'], leaf_hash: 'A'.repeat(43), iat: 1, integrated_by: 61 };
    const forSomethingElse = signJwt(place.key, promiseType, claims);
    const { code, out } = await run(file(receipt), '--key', keyFile, '--promise', forSomethingElse);
    assert.match(out, /promise given beside the receipt does not fit/);
    assert.equal(code, 1);
    assert.equal((await run(file(receipt), '--key', keyFile, '--promise', 'nonsense')).code, 1);
  });

  test('says of a pending receipt that it proves nothing yet', async () => {
    const { code, out } = await run(file(pending), '--key', keyFile);
    assert.match(out, /^NOT VALID\. The receipt is still pending/);
    assert.equal(code, 1);
  });

  test('refuses what is no receipt at all, without a stack trace', async () => {
    const given: unknown[] = [
      '',
      'hello',
      '[]',
      'null',
      '{"state":"complete"}',
      { ...receipt, leaf_index: '0' },
      { ...receipt, leaf_index: -1 },
      { ...receipt, leaf_index: 1e300 },
      { ...receipt, entry: 'x' },
      { ...receipt, inclusion_proof: {} },
      { ...receipt, salt: null },
      { ...receipt, more: 1 },
      { ...receipt, type: 'other' },
      `${'['.repeat(100_000)}`,
    ];
    for (const content of given) assert.match(fault(content), /^[^\n]+[.:][^\n]*$/);
    for (const content of ['hello', ' '.repeat(1024 * 1024 + 1)]) {
      const { code, out, err } = await run(file(content), '--key', keyFile);
      assert.match(out, /^NOT VALID\. [^\n]+\n$/);
      assert.equal(err, '');
      assert.equal(code, 1);
    }
  });

  test('explains its use and ends with 2 when it is called wrongly', async () => {
    const good = file(receipt);
    const given: string[][] = [
      [],
      [good],
      ['--key', keyFile],
      [good, '--key', keyFile, '--unknown'],
      [join(place.folder, 'not-there.json'), '--key', keyFile],
      ['/dev/zero', '--key', keyFile],
      [good, '--key', file({ keys: [] })],
      [good, '--key', file({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' })],
      [good, '--key', file({ ...place.key.publicJwk, d: 'AAAA' })],
    ];
    await Promise.all(
      given.map(async (parameters) => {
        const { code, out, err } = await run(...parameters);
        assert.equal(out, '', parameters.join(' '));
        assert.match(err, /\nUsage: npm run verify-receipt -- FILE --key KEY/);
        assert.doesNotMatch(err, /\n {4}at /);
        assert.equal(code, 2, parameters.join(' '));
      }),
    );
  });
});

/** Another last character of the signature: other bits, same length. */
function flipLast(jws: string): string {
  return `${jws.slice(0, -4)}${jws.at(-4) === 'A' ? 'B' : 'A'}${jws.slice(-3)}`;
}

const program = fileURLToPath(new URL('./verify-receipt.ts', import.meta.url));

function run(...parameters: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', program, ...parameters],
      { timeout: 60_000 },
      (_, out, err) => resolve({ code: child.exitCode, out, err }),
    );
  });
}
