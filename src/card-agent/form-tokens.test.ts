import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoginId } from '../vocabulary/identifiers.ts';
import { createFormTokens } from './form-tokens.ts';

const purpose = {
  ask: {
    site: { origin: 'http://localhost:3000', name: { ja: '窓口', en: 'Counter' } },
    login: 'AAAAAAAAAAAAAAAAAAAAAA' as LoginId,
  },
  toldTries: 'plenty',
};

function at(start = '2026-11-01T00:00:00Z') {
  let now = new Date(start);
  return {
    now: () => now,
    pass: (minutes: number) => void (now = new Date(now.getTime() + minutes * 60_000)),
  };
}

test('a form token stands for the site and login its page showed, once', () => {
  const tokens = createFormTokens<typeof purpose>(at());
  const token = tokens.issue(purpose);
  assert.deepEqual(tokens.take(token)?.ask, purpose.ask);
  assert.equal(tokens.take(token), undefined);
});

test('a form token ends after a quarter of an hour', () => {
  const clock = at();
  const tokens = createFormTokens<typeof purpose>(clock);
  const [early, late] = [tokens.issue(purpose), tokens.issue(purpose)];
  clock.pass(14.9);
  assert.ok(tokens.take(early));
  clock.pass(0.2);
  assert.equal(tokens.take(late), undefined);
});

test('of many outstanding forms only the newest are kept', () => {
  const tokens = createFormTokens<typeof purpose>(at());
  const issued = Array.from({ length: 100 }, () => tokens.issue(purpose));
  assert.equal(issued.filter((token) => tokens.take(token)).length, 32);
});

test('form tokens cannot be guessed: 128 bits, never the same', () => {
  const tokens = createFormTokens<typeof purpose>(at());
  const issued = new Set(Array.from({ length: 1000 }, () => tokens.issue(purpose)));
  assert.equal(issued.size, 1000);
  for (const token of issued) assert.match(token, /^[0-9A-Za-z_-]{22}$/);
  assert.equal(tokens.take(''), undefined);
});
