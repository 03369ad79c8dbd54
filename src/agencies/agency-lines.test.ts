import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgencyId } from '../vocabulary/identifiers.ts';
import { createAgencyLines } from './agency-lines.ts';
import { NetworkFault } from './network-fault.ts';

const [slow, quick] = ['municipality-1', 'municipality-2'] as [AgencyId, AgencyId];
const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when the test says so. */
function held() {
  const ends: (() => void)[] = [];
  const work = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  return { ends, work };
}

test('no more than a few ask one agency at once, and the rest in the order in which they came', async () => {
  const lines = createAgencyLines({ mostUnderWay: 2, mostWaiting: 10 });
  const { ends, work } = held();
  const done: number[] = [];
  const all = [0, 1, 2, 3, 4].map((index) => lines.run(slow, never, work).then(() => done.push(index)));
  await turn();
  assert.equal(ends.length, 2);
  for (let next = 0; next < 5; next += 1) {
    ends[next]?.();
    await turn();
    assert.equal(ends.length, Math.min(next + 3, 5));
  }
  await Promise.all(all);
  assert.deepEqual(done, [0, 1, 2, 3, 4]);
});

test('a full line turns the next away at once, and no line is in another’s way', async () => {
  const lines = createAgencyLines({ mostUnderWay: 1, mostWaiting: 1 });
  const { ends, work } = held();
  const [first, second] = [lines.run(slow, never, work), lines.run(slow, never, work)];
  await assert.rejects(lines.run(slow, never, work), { reason: 'agency_line_full' });
  assert.equal(await lines.run(quick, never, async () => 'at once'), 'at once');
  ends[0]?.();
  await turn();
  ends[1]?.();
  await Promise.all([first, second]);
});

test('who gives up leaves the line, and a place that failed is free again', async () => {
  const lines = createAgencyLines({ mostUnderWay: 1, mostWaiting: 1 });
  const { ends, work } = held();
  const first = lines.run(slow, never, work);
  const impatient = new AbortController();
  const left = lines.run(slow, impatient.signal, work);
  impatient.abort(new NetworkFault('budget_spent'));
  await assert.rejects(left, { reason: 'budget_spent' });
  const failing = lines.run(slow, never, () => Promise.reject(new Error('of its own')));
  ends[0]?.();
  await first;
  await assert.rejects(failing, /of its own/);
  assert.equal(ends.length, 1, 'who had left was never let in');
  await assert.rejects(lines.run(slow, impatient.signal, work), { reason: 'budget_spent' });
  assert.equal(ends.length, 1, 'nor is who has no time left');
  assert.equal(await lines.run(slow, never, async () => 'in'), 'in');
});
