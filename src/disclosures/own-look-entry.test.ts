/** A look at one's own record in the ledger: durable before the record is shown, provable, and without a value. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findCategory } from '../vocabulary/categories.ts';
import { type CitizenId, newIdentifier, newTraceId } from '../vocabulary/identifiers.ts';
import type { Reading } from '../vocabulary/reading.ts';
import { checkReceipt, ReceiptFault } from './check-receipt.ts';
import { toReceiptDocument } from './ledger.ts';
import { type LedgerPlace, openLedgerPlace } from './rehearsal/ledger-place.ts';
import { sayReceipt } from './say-receipt.ts';

let place: LedgerPlace;
before(async () => {
  place = await openLedgerPlace();
});
after(() => place.close());

const look = (citizen: CitizenId) => ({
  citizen,
  source: 'municipality' as const,
  reading: {
    category: findCategory('household')?.name ?? assert.fail(),
    outcome: 'ok',
    record: { head: 'a value' },
    asOf: '2026-11-01T09:00:00+09:00',
    source: { agency: 'municipality-990019' as never, name: { ja: '見本市', en: 'Mihon City' } },
    retryAfterSeconds: null,
    processNumber: '20261129154500000001',
  } satisfies Reading as Reading,
  traceId: newTraceId(),
});

test('a look is told by category, end and kind of holder; its receipt proves it, and an altered one does not', async () => {
  const citizen = newIdentifier<CitizenId>();
  await place.ledger.recordOwnLook(look(citizen));
  const [entry] = await place.stores.ledger.listByCitizen(citizen, 2);
  assert.ok(entry);
  assert.doesNotMatch(entry.body, /a value|見本市|990019/);
  assert.ok(!entry.body.includes(citizen));
  await place.ledger.integrateNow();
  const receipt = (await place.ledger.receipt(entry.id)) ?? assert.fail('no receipt');
  const text = JSON.stringify(toReceiptDocument(receipt));
  const told = sayReceipt(checkReceipt(text, [place.key.publicJwk]));
  assert.match(told, /^VALID\./);
  assert.match(told, /the citizen’s own look at Household \(household\), from: Municipality/);
  for (const [from, to] of [
    ['"household"', '"pension"'],
    ['"kind":"own_look"', '"kind":"card_login"'],
    ['"outcome":"ok"', '"outcome":"no_record"'],
  ] as const) {
    assert.ok(text.includes(from), from);
    assert.throws(() => checkReceipt(text.replace(from, to), [place.key.publicJwk]), ReceiptFault);
  }
});

test('where it cannot be written down, it is refused', async () => {
  const closed = await openLedgerPlace();
  await closed.close();
  await assert.rejects(closed.ledger.recordOwnLook(look(newIdentifier<CitizenId>())), {
    reason: 'ledger_unavailable',
  });
});
