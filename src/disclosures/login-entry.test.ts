/** A login in the ledger: durable before it counts, provable afterwards, and silent about whose it was. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type CitizenId, newIdentifier } from '../vocabulary/identifiers.ts';
import { bySignature } from '../vocabulary/rehearsal/authentication.ts';
import { checkReceipt, ReceiptFault } from './check-receipt.ts';
import { toReceiptDocument } from './ledger.ts';
import { type LedgerPlace, openLedgerPlace } from './rehearsal/ledger-place.ts';
import { sayReceipt } from './say-receipt.ts';

let place: LedgerPlace;
before(async () => {
  place = await openLedgerPlace();
});
after(() => place.close());

async function record(): Promise<{ citizen: CitizenId; id: string; body: string; receipt: string }> {
  const citizen = newIdentifier<CitizenId>();
  await place.ledger.recordLogin({ citizen, authentication: bySignature });
  const [entry, ...more] = await place.stores.ledger.listByCitizen(citizen, 10);
  assert.ok(entry !== undefined && more.length === 0, 'one login, one entry, durable at once');
  assert.deepEqual([entry.client, entry.consent], [null, null]);
  await place.ledger.integrateNow();
  const receipt = (await place.ledger.receipt(entry.id)) ?? assert.fail('no receipt');
  return { citizen, id: entry.id, body: entry.body, receipt: JSON.stringify(toReceiptDocument(receipt)) };
}

test('a login is told by kinds, factors and the hash of what was relied on, and by nothing of the person', async () => {
  const { citizen, body, id } = await record();
  const { id: named, at, ledger, ...said } = JSON.parse(body) as Record<string, unknown>;
  assert.equal(named, id);
  assert.ok(at !== undefined && ledger !== undefined);
  const revocation = { source: 'ocsp', as_of: '2026-11-23T11:59:00.000Z', evidence: 'A'.repeat(43) };
  const signed_at = '2026-11-23T12:00:00.000Z';
  assert.deepEqual(said, {
    kind: 'card_login',
    acr: 'urn:madoguchi:acr:signature',
    certificates: [
      { kind: 'user_authentication', factor: 'pin', signed_at, revocation },
      { kind: 'digital_signature', factor: 'password', signed_at, revocation },
    ],
  });
  assert.ok(!body.includes(citizen));
});

test('its receipt proves it offline, and says it in plain words', async () => {
  const { receipt } = await record();
  const proven = checkReceipt(receipt, [place.key.publicJwk]);
  const told = sayReceipt(proven);
  assert.match(told, /^VALID\./);
  assert.match(told, /a login, assurance urn:madoguchi:acr:signature/);
  assert.match(told, /Certificate for digital signature, by password; not revoked as of .* by ocsp A{43}/);
});

test('a login that was altered, weakened or widened proves nothing', async () => {
  const { receipt } = await record();
  for (const [from, to] of [
    ['acr:signature', 'acr:card'],
    ['"password"', '"pin"'],
    ['A'.repeat(43), 'B'.repeat(43)],
    ['"kind":"card_login"', '"kind":"card_login","serial":"0a"'],
  ] as const) {
    assert.ok(receipt.includes(from), from);
    assert.throws(() => checkReceipt(receipt.replace(from, to), [place.key.publicJwk]), ReceiptFault);
  }
});

test('where it cannot be written down, the login is refused', async () => {
  const closed = await openLedgerPlace();
  await closed.close();
  await assert.rejects(
    closed.ledger.recordLogin({ citizen: newIdentifier<CitizenId>(), authentication: bySignature }),
  );
});
