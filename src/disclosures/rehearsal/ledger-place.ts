/** A ledger on a real SQLite file, with a key of its own, for tests. */
import { byCard } from '../../vocabulary/rehearsal/authentication.ts';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFileKey } from '../../key-custody/file-key.ts';
import type { SigningKey } from '../../key-custody/signing-key.ts';
import type { Consent } from '../../stores/consents.ts';
import { migrateStores } from '../../stores/migrate.ts';
import { openStores } from '../../stores/open-stores.ts';
import type { ReplayMark, Spend } from '../../stores/release.ts';
import type { Stores } from '../../stores/stores.ts';
import {
  type CitizenId,
  type ClientId,
  type ConsentId,
  type ItemName,
  type LinkCode,
  newIdentifier,
  newTraceId,
} from '../../vocabulary/identifiers.ts';
import type { Log, LogFields } from '../../vocabulary/log.ts';
import type { EntryDraft } from '../entry.ts';
import { createLedger, type DisclosureLedger } from '../ledger.ts';

export const origin = 'http://localhost:3000';
export const noon = new Date('2026-11-23T03:00:00.000Z');

export interface LedgerPlace {
  folder: string;
  file: string;
  stores: Stores;
  key: SigningKey;
  ledger: DisclosureLedger;
  lines: { event: string; fields: LogFields | undefined }[];
  /** Another ledger on the same stores. */
  ledgerWith(changes: Partial<Parameters<typeof createLedger>[0]>): DisclosureLedger;
  close(): Promise<void>;
}

export async function openLedgerPlace(): Promise<LedgerPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-ledger-'));
  const file = join(folder, 'ledger.sqlite');
  await migrateStores(`sqlite:${file}`);
  const clock = { now: () => noon };
  const stores = await openStores({ url: `sqlite:${file}`, clock });
  const key = makeKey(folder);
  const lines: LedgerPlace['lines'] = [];
  const write = (event: string, fields?: LogFields): void => void lines.push({ event, fields });
  const log: Log = { info: write, warn: write, error: write };
  const ledgerWith: LedgerPlace['ledgerWith'] = (changes) =>
    createLedger({ stores, clock, log, key, origin, ...changes });
  const ledger = ledgerWith({});
  return {
    folder,
    file,
    stores,
    key,
    ledger,
    lines,
    ledgerWith,
    async close() {
      await ledger.stop();
      await stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function makeKey(folder: string): SigningKey {
  const path = join(folder, `${randomBytes(8).toString('hex')}.jwk.json`);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(path, JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600 });
  return loadFileKey(path);
}

export async function addConsent(stores: Stores, changes: Partial<Consent> = {}): Promise<Consent> {
  const consent: Consent = {
    id: newIdentifier<ConsentId>(),
    decision: 'approved',
    citizen: newIdentifier<CitizenId>(),
    client: 'rail-company' as ClientId,
    purpose: 'discount-ticket',
    items: ['disability_welfare.certificates.issuer' as ItemName],
    unseenItems: [],
    verifiedClaims: [],
    authentication: byCard,
    decidedAt: noon,
    validUntil: new Date(noon.getTime() + 3600_000),
    readsGranted: 20,
    readsUsed: 0,
    withdrawnAt: null,
    ...changes,
  };
  const linkCode = randomBytes(16).toString('base64url') as LinkCode;
  await stores.citizens.save({ id: consent.citizen, linkCode, holders: {} });
  await stores.consents.add(consent);
  return consent;
}

export function draftEntry(consent: Consent, changes: Partial<EntryDraft> = {}): EntryDraft {
  return {
    citizen: consent.citizen,
    subject: 'a-pairwise-subject',
    client: consent.client,
    relyingParty: { ja: '見本鉄道株式会社', en: 'Sample Railway Co., Ltd.' },
    consent: consent.id,
    purpose: consent.purpose,
    category: 'disability_welfare',
    items: consent.items,
    unseenItems: consent.unseenItems,
    outcome: 'released',
    source: 'municipality',
    asOf: '2026-11-01T09:00:00+09:00',
    traceId: newTraceId(),
    processNumber: '20261123-0001',
    ...changes,
  };
}

export function freshMark(): ReplayMark {
  return { hash: newIdentifier(), expiresAt: new Date(noon.getTime() + 300_000) };
}

export function spendOf(consent: Consent, changes: Partial<Spend> = {}): Spend {
  return {
    consent: consent.id,
    now: noon,
    suppressionVersion: 0,
    others: null,
    reads: 1,
    idempotencyHash: null,
    ...changes,
  };
}
