import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, test } from 'node:test';
import type { Refusal } from '../vocabulary/refusals.ts';
import { type Card, createCard } from './card.ts';
import type { SignOrder } from './card-order.ts';
import { keepSecret } from './secret.ts';
import { makeSoftReader, softHsmLibrary } from './rehearsal/soft-card.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-card-'));
const reader = makeSoftReader(process.env);
after(() => {
  reader.remove();
  rmSync(folder, { recursive: true });
});
process.env['SOFTHSM2_CONF'] = reader.configurationFile;
await reader.add();

/** A module that does not answer for so long, as a reader that lost its card may not; it notes each call in a file. */
function makeSlowModule(seconds: number, calls: string): string {
  const source = join(folder, 'slow.c');
  const module = join(folder, `slow-${seconds}.so`);
  writeFileSync(
    source,
    `#include <stdio.h>
     #include <time.h>
     unsigned long C_GetFunctionList(void **list) {
       struct timespec wait = { ${Math.floor(seconds)}, ${Math.round((seconds % 1) * 1e9)}L };
       FILE *calls = fopen(${JSON.stringify(calls)}, "a"); fputc('x', calls); fclose(calls);
       nanosleep(&wait, 0); *list = 0; return 5;
     }`,
  );
  execFileSync(process.env['CC'] ?? 'cc', ['-shared', '-fPIC', '-o', module, source]);
  return module;
}

function order(pin: string): Omit<SignOrder, 'kind'> {
  return {
    half: 'authentication',
    secret: keepSecret(Buffer.from(pin)),
    what: { kind: 'login_token', origin: 'http://localhost:3000', nonce: 'A'.repeat(44) },
    toldTries: 'plenty',
  };
}

async function withOpened<Result>(
  options: { modulePath?: string; answerMilliseconds: number },
  use: (card: Card) => Promise<Result>,
): Promise<Result> {
  const card = createCard({ modulePath: softHsmLibrary ?? '', ...options });
  try {
    return await use(card);
  } finally {
    await card.close();
  }
}

const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: Refusal) => error.reason,
  );

test('a login that was given up for being slow spends no try afterwards', async () => {
  await withOpened({ answerMilliseconds: 1 }, async (card) => {
    const given = order('9999');
    assert.equal(await reasonOf(card.sign(given)), 'agent_card_unreadable');
    assert.deepEqual([...(given.secret ?? [])], [0, 0, 0, 0], 'its PIN is wiped');
    await delay(1500);
  });
  assert.equal(
    await withOpened({ answerMilliseconds: 30_000 }, (card) => card.look('authentication')),
    'plenty',
  );
});

test('a card that does not answer is told as such, and those who wait behind it are told that it is busy', async () => {
  const calls = join(folder, 'calls');
  await withOpened({ modulePath: makeSlowModule(1, calls), answerMilliseconds: 300 }, async (card) => {
    const waiting = Array.from({ length: 6 }, () => reasonOf(card.look('authentication')));
    assert.deepEqual(await Promise.all(waiting), [
      'agent_card_unreadable',
      ...Array<string>(5).fill('agent_card_busy'),
    ]);
    // What was given up is not done afterwards: whoever finds the card free at last is the second that it hears of.
    for (let times = 0; times < 100; times += 1) {
      if ((await reasonOf(card.look('authentication'))) !== 'agent_card_busy') break;
      await delay(100);
    }
  });
  assert.equal(readFileSync(calls, 'utf8'), 'xx');
});

test('the PIN is wiped after it was used, right or wrong', async () => {
  await withOpened({ answerMilliseconds: 30_000 }, async (card) => {
    for (const pin of ['1234', '9999']) {
      const given = order(pin);
      await card.sign(given);
      assert.deepEqual([...(given.secret ?? [])], [0, 0, 0, 0]);
    }
  });
});

test('logins take turns on the card: ten at once all sign, or are told that it is busy', async () => {
  await withOpened({ answerMilliseconds: 30_000 }, async (card) => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () =>
        card.sign({ ...order('1234'), toldTries: 'last' }).then(
          ({ outcome }) => outcome,
          (error: Refusal) => error.reason,
        ),
      ),
    );
    assert.deepEqual([...new Set(outcomes)].sort(), ['agent_card_busy', 'signed']);
    assert.equal(outcomes.filter((outcome) => outcome === 'signed').length, 4);
  });
});

test('a module that is not there, or is no module, is told as a card that cannot be read', async () => {
  const notOne = join(folder, 'not-one.so');
  writeFileSync(notOne, 'not a library');
  for (const modulePath of [join(folder, 'nowhere.so'), notOne]) {
    await withOpened({ modulePath, answerMilliseconds: 30_000 }, async (card) => {
      assert.equal(await reasonOf(card.look('authentication')), 'agent_card_unreadable');
    });
  }
});
