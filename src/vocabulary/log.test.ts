import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, toErrorField } from './log.ts';

test('a log line is one JSON object with time, level and event', () => {
  const lines: string[] = [];
  const log = createLog({ now: () => new Date('2026-11-24T01:02:03.004Z') }, (line) => lines.push(line));
  log.warn('agency_unavailable', { reason: 'a\nb', status: 503 });
  assert.deepEqual(lines, [
    '{"time":"2026-11-24T01:02:03.004Z","level":"warn","event":"agency_unavailable","reason":"a\\nb","status":503}\n',
  ]);
});

test('of an exception the log takes name and code, never the message, which may quote what came in', () => {
  const error = Object.assign(new TypeError('unexpected token SECRET'), { code: 'ERR_INPUT' });
  assert.equal(toErrorField(error), 'TypeError:ERR_INPUT');
  assert.equal(toErrorField(new Error('SECRET')), 'Error');
  assert.equal(toErrorField('SECRET'), 'string');
  assert.equal(toErrorField({ message: 'SECRET' }), 'object');
});
