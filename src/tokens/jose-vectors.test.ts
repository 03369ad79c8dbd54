/** Wycheproof's JWS and JWK, put to the functions that proofs and keys of relying parties go through. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { splitCompactJws } from './compact-jws.ts';
import { isSignedBy } from './dpop-proof.ts';
import { toStrongKey } from './strong-key.ts';

const folder = new URL('../../../shared/vectors/jose-and-signatures/', import.meta.url);
const skip = existsSync(folder) ? false : 'shared/vectors is not here';

type Jwk = Readonly<Record<string, unknown>>;
interface Group {
  comment: string;
  private: Jwk & { keys?: Jwk[] };
  public?: Jwk & { keys?: Jwk[] };
  tests: {
    tcId: number;
    comment: string;
    jws?: string | object;
    jwe?: unknown;
    result: 'valid' | 'invalid';
  }[];
}

/** Why a case is not ours to judge: nobody here verifies with such a key, whatever it would say. */
function whyLeftOut(keys: readonly Jwk[], { jwe, jws }: Group['tests'][0]): string | undefined {
  if (jwe !== undefined) return 'nothing is encrypted to us';
  if (typeof jws === 'object') return 'nobody sends a JWS as JSON';
  if (jws?.includes('..')) return 'nobody signs nothing for us';
  if (keys.some(({ kty }) => kty === 'oct')) return 'nobody shares a secret with us';
  if (!/^(ES|PS)256$/.test(String(splitCompactJws(jws ?? '')?.header['alg'])))
    return 'relying parties sign with ES256 and PS256';
  return undefined;
}

function isAccepted(keys: readonly Jwk[], jws: string): boolean {
  const parts = splitCompactJws(jws);
  return keys.some((jwk) => {
    const strong = toStrongKey(jwk);
    return strong !== undefined && parts?.header['alg'] === strong.algorithm && isSignedBy(strong, parts);
  });
}

function toPublic(jwk: Jwk): Jwk {
  const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi'];
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => !secret.includes(name)));
}

test(
  'of all JWS none is accepted that must not be, and every one that relying parties may send is',
  { skip },
  (t) => {
    const counted = { accepted: 0, refused: 0 };
    const leftOut = new Map<string, number>();
    for (const file of ['json_web_signature', 'json_web_key', 'json_web_crypto']) {
      const text = readFileSync(new URL(`${file}_test.json`, folder), 'utf8');
      for (const group of (JSON.parse(text) as { testGroups: Group[] }).testGroups) {
        const of = group.public ?? group.private;
        const keys = (of.keys ?? [of]).map(toPublic);
        for (const one of group.tests) {
          const because = whyLeftOut(keys, one);
          const name = `${file} ${one.tcId} (${group.comment}, ${one.comment})`;
          // What we refuse for its kind must at least be refused where it is bad.
          if (one.result === 'invalid' && typeof one.jws === 'string') {
            assert.equal(isAccepted(keys, one.jws), false, name);
            counted.refused += 1;
          } else if (because === undefined) {
            assert.equal(isAccepted(keys, String(one.jws)), true, name);
            counted.accepted += 1;
          } else leftOut.set(because, (leftOut.get(because) ?? 0) + 1);
        }
      }
    }
    for (const [because, count] of leftOut) t.diagnostic(`${count} left out: ${because}`);
    t.diagnostic(`${counted.accepted} accepted, ${counted.refused} refused`);
    assert.deepEqual(counted, { accepted: 8, refused: 420 });
  },
);

test('a key that says it is for something else than signatures verifies none', () => {
  const key = { kty: 'EC', crv: 'P-256', x: '04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY' };
  const whole = { ...key, y: 'UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw' };
  assert.ok(toStrongKey({ ...whole, use: 'sig' }));
  assert.ok(toStrongKey({ ...whole, key_ops: ['verify'] }));
  for (const told of [
    { use: 'enc' },
    { use: null },
    { key_ops: [] },
    { key_ops: ['deriveKey'] },
    { key_ops: 'verify' },
  ])
    assert.equal(toStrongKey({ ...whole, ...told }), undefined, JSON.stringify(told));
});
