import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { migrateStores } from '../stores/migrate.ts';
import { openStores } from '../stores/open-stores.ts';
import { keepEvidence } from './keep-evidence.ts';
import type { UnverifiedCertificate } from './certificate.ts';
import type { RevocationAnswer } from './revocation.ts';
import type { CardAnchor } from './trust.ts';

const noon = new Date('2026-11-24T03:00:00Z');

test('evidence is there before a login is accepted, and where it cannot be kept there is no login', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-evidence-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const url = `sqlite:${join(folder, 'madoguchi.sqlite')}`;
  await migrateStores(url);
  const clock = { now: () => noon };
  const stores = await openStores({ url, clock });
  const asOf = new Date(noon.getTime() - 5000);
  const evidence = { sha256: 'hash', der: Buffer.of(0x30, 0), authority: 'authentication-g1' };
  const answer: RevocationAnswer = { method: 'ocsp', asOf, evidence };

  const source = keepEvidence({ check: () => Promise.resolve(answer) }, { stores, clock });
  // Only handed on here.
  const ask = () => source.check({} as UnverifiedCertificate, {} as CardAnchor, noon);
  assert.deepEqual(await ask(), answer);
  const kept = { ...evidence, kind: 'ocsp', asOf, firstUsedAt: noon };
  assert.deepEqual(await stores.revocationEvidence.find('hash'), kept);
  await ask();

  await stores.close();
  await assert.rejects(ask());
});
