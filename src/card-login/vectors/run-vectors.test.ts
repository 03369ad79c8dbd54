/** Vectors that nobody here wrote, read in place; skipped by name where they are not at hand. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { pathRules, stricterRules } from '../path-fault.ts';
import { tellElsewhere } from './elsewhere.ts';
import { judgeSet, type Validator, type Verdict, type VectorSet } from './judge-set.ts';
import { judgeVectors, loadVectorSets, ownValidator } from './vector-sets.ts';

const vectors = new URL('../../../../shared/vectors/', import.meta.url);
const now = new Date('2026-11-24T03:00:00Z');
const skip = existsSync(vectors) ? false : 'shared/vectors is not here';

function judge(sets: readonly VectorSet[], validator: Validator): { code: number; told: string } {
  let told = '';
  const code = judgeVectors(sets, validator, {
    now: () => performance.now(),
    write: (text) => (told += text),
  });
  return { code, told };
}

test('of all public vectors none is accepted that must not be, and enough are that must', { skip }, () => {
  const { code, told } = judge(loadVectorSets(vectors, now), ownValidator);
  assert.equal(code, 0, told);
  assert.match(told, /PKITS: 249 cases/);
  assert.match(told, /Web eID: 6 cases, 6 right, 4 of 4 accepts/);
  assert.equal(told.match(/false accepts: 0$/gm)?.length, 5);
});

test('every file of the vectors is run here, or it is said where it is or why not', { skip }, () => {
  let told = '';
  assert.deepEqual(
    tellElsewhere(vectors, (text) => (told += text)),
    [],
  );
  assert.match(told, /ed25519_test\.json: run nowhere/);
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-vectors-'));
  writeFileSync(join(folder, 'new_test.json'), '{}');
  assert.deepEqual(
    tellElsewhere(pathToFileURL(`${folder}/`), () => undefined),
    ['new_test.json'],
  );
  rmSync(folder, { recursive: true });
});

test('a validator that always says yes, or always no, fails in every set', { skip }, () => {
  for (const set of loadVectorSets(vectors, now))
    for (const verdict of ['accept', { rule: 'issuer' }] satisfies Verdict[])
      assert.equal(judge([set], () => verdict).code, 1, `${set.name}: ${JSON.stringify(verdict)}`);
});

const set = (more: Partial<VectorSet> = {}): VectorSet => ({
  name: 'made up',
  leastAccepts: 1,
  cases: [
    { id: 'good', expect: 'accept', question: () => 'accept' },
    { id: 'bad', expect: 'reject', question: () => ({ rule: 'policy' }) },
  ],
  ...more,
});
const faultsOf = (one: VectorSet, milliseconds = 1): readonly string[] => {
  let at = 0;
  return judgeSet(one, ownValidator, () => (at += milliseconds)).faults;
};

test('a set will do only without a false accept, a false reject without a name, a slow case', () => {
  assert.deepEqual(faultsOf(set()), []);
  assert.deepEqual(faultsOf(set(), 1001), ['good takes longer than a second']);
  assert.deepEqual(faultsOf(set({ leastAccepts: 2 })), ['1 right accepts of at least 2']);
  const [good, bad] = set().cases as [VectorSet['cases'][0], VectorSet['cases'][0]];
  assert.deepEqual(faultsOf(set({ cases: [good, { ...bad, question: () => 'accept' }] })), ['accepts bad']);
  const rejecting = (verdict: Verdict): VectorSet =>
    set({ leastAccepts: 0, cases: [{ ...good, question: () => verdict }] });
  assert.deepEqual(faultsOf(rejecting({ rule: 'algorithm' })), []);
  assert.deepEqual(faultsOf(rejecting({ rule: 'policy' })), ['rejects good by no rule of its own (policy)']);
  assert.deepEqual(faultsOf(rejecting({ rule: 'unnamed' })), [
    'rejects good by no rule of its own (unnamed)',
  ]);
});

test('only what must be rejected and is not may be left out', () => {
  const leaving = (id: string): VectorSet => set({ leftOut: new Map([[id, 'server-name']]) });
  assert.equal(faultsOf(leaving('good')).length, 2);
  assert.equal(faultsOf(leaving('bad')).length, 1);
  assert.equal(faultsOf(leaving('elsewhere')).length, 1);
});

test('whatever else than a refusal is thrown ends the run', () => {
  const throwing: VectorSet = set({
    cases: [
      {
        id: 'odd',
        expect: 'reject',
        question: () => {
          throw new TypeError('a mistake of ours');
        },
      },
    ],
  });
  assert.throws(() => judge([throwing], ownValidator), TypeError);
});

test('every rule of the profile is written down, and the stricter ones say so', () => {
  const profile = readFileSync(new URL('../PROFILE.md', import.meta.url), 'utf8');
  const rows = [...profile.matchAll(/^\| `([a-z-]+)`( \*\*stricter\*\*)? \|/gm)];
  assert.deepEqual(
    rows.map(([, rule]) => rule),
    [...pathRules],
  );
  assert.deepEqual(
    rows.flatMap(([, rule, stricter]) => (stricter ? [rule] : [])),
    [...stricterRules],
  );
});
