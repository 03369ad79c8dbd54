import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInquiryTimes } from './inquiry-times.ts';

const deaf = (): Promise<string> => new Promise((resolve) => setTimeout(resolve, 2000, 'too late'));

test('work that does not hear its signal is not waited for', async () => {
  const times = createInquiryTimes();
  const began = performance.now();
  await assert.rejects(
    times.within(50, (_signal, beforeEnd) => beforeEnd(deaf())),
    { reason: 'budget_spent' },
  );
  const took = performance.now() - began;
  assert.ok(took >= 45 && took < 1500, `${took} ms`);
});

test('a failure that comes after the end is nobody’s surprise', async () => {
  const times = createInquiryTimes();
  let unhandled = 0;
  const count = (): void => void (unhandled += 1);
  process.on('unhandledRejection', count);
  await assert.rejects(
    times.within(20, (_signal, beforeEnd) =>
      beforeEnd(deaf().then(() => Promise.reject(new Error('much later')))),
    ),
    { reason: 'budget_spent' },
  );
  await new Promise((resolve) => setTimeout(resolve, 350));
  process.off('unhandledRejection', count);
  assert.equal(unhandled, 0);
});

test('the end of all ends each, also one that begins afterwards', async () => {
  const times = createInquiryTimes();
  const underWay = times.within(5000, (_signal, beforeEnd) => beforeEnd(deaf()));
  times.endAll();
  await assert.rejects(underWay, { reason: 'stopping' });
  await assert.rejects(
    times.within(5000, (_signal, beforeEnd) => beforeEnd(deaf())),
    { reason: 'stopping' },
  );
  assert.equal(await times.within(5000, async (signal) => signal.aborted), true);
});
