import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isStatementPurpose, statementPurposes, toSignatureStatement } from './signature-statement.ts';

const nonce = Buffer.alloc(32, 7).toString('base64');

test('a statement says what is signed, for which site and once, in both languages', () => {
  const text = toSignatureStatement({ purpose: 'registration', site: 'https://counter.example', nonce });
  assert.deepEqual(text.split('\n').slice(0, 4), [
    'madoguchi-statement:1',
    'purpose: registration',
    'site: https://counter.example',
    `nonce: ${nonce}`,
  ]);
  assert.match(text, /利用者として登録/);
  assert.match(text, /I register as a user/);
});

test('two purposes, sites or nonces never make the same document', () => {
  const other = Buffer.alloc(32, 8).toString('base64');
  const texts = statementPurposes.flatMap((purpose) =>
    ['https://a.example', 'https://b.example'].flatMap((site) =>
      [nonce, other].map((each) => toSignatureStatement({ purpose, site, nonce: each })),
    ),
  );
  assert.equal(new Set(texts).size, 12);
});

test('neither site nor nonce can bring a line of its own, and no purpose exists beside the table’s', () => {
  const statement = { purpose: 'step_up', site: 'https://a.example', nonce } as const;
  assert.throws(
    () => toSignatureStatement({ ...statement, site: 'https://a.example\nnonce: x' }),
    RangeError,
  );
  assert.throws(() => toSignatureStatement({ ...statement, nonce: `${nonce}\nI owe you` }), RangeError);
  assert.throws(() => toSignatureStatement({ ...statement, nonce: '' }), RangeError);
  assert.ok(
    !isStatementPurpose('constructor') && !isStatementPurpose(undefined) && isStatementPurpose('step_up'),
  );
});
