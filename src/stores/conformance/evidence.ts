/** What every store promises about the evidence that certificates were not revoked. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { purgeExpired } from '../purge.ts';
import { evidenceLifetimeMilliseconds, type KeptEvidence } from '../revocation-evidence.ts';
import { later, noon } from './drafts.ts';
import type { Stage } from './records.ts';

function draftEvidence(changes: Partial<KeptEvidence> = {}): KeptEvidence {
  return {
    sha256: randomBytes(32).toString('base64url'),
    kind: 'ocsp',
    authority: 'authentication-g1',
    der: randomBytes(2000),
    asOf: later(-5),
    firstUsedAt: noon,
    ...changes,
  };
}

export function testEvidence(on: string, stage: () => Stage): void {
  test(`${on}: an answer is found again byte for byte, a list by its hash alone`, async () => {
    const { revocationEvidence } = stage().stores;
    const [answer, list] = [draftEvidence(), draftEvidence({ kind: 'crl', der: null })];
    for (const evidence of [answer, list]) {
      await revocationEvidence.keep(evidence);
      assert.deepEqual(await revocationEvidence.find(evidence.sha256), evidence);
    }
    assert.equal(await revocationEvidence.find('another'), undefined);
  });

  test(`${on}: evidence that many logins keep at once is kept once, as the first did`, async () => {
    const { stores, handles } = stage();
    const evidence = draftEvidence();
    await Promise.all(
      Array.from({ length: 32 }, (_, n) =>
        handles[n % handles.length]?.revocationEvidence.keep({ ...evidence, firstUsedAt: later(n) }),
      ),
    );
    const first = await stores.revocationEvidence.find(evidence.sha256);
    await stores.revocationEvidence.keep({ ...evidence, firstUsedAt: later(99), der: null });
    assert.deepEqual(await stores.revocationEvidence.find(evidence.sha256), first);
    assert.deepEqual(first?.der, evidence.der);
  });

  test(`${on}: evidence goes five years after its first use, and not before`, async () => {
    const { database, revocationEvidence } = stage().stores;
    const now = new Date(noon.getTime() + evidenceLifetimeMilliseconds);
    const [keep, drop] = [-59, -61].map((seconds) => draftEvidence({ firstUsedAt: later(seconds) }));
    for (const evidence of [keep, drop]) if (evidence) await revocationEvidence.keep(evidence);
    await purgeExpired(database, now);
    assert.deepEqual(await revocationEvidence.find(keep?.sha256 ?? ''), keep);
    assert.equal(await revocationEvidence.find(drop?.sha256 ?? ''), undefined);
  });
}
