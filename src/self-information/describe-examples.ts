import { trustFramework } from '../vocabulary/verified-claims.ts';

/** Examples, each named after the persona whose story it is. A test holds them against the fixtures. */
const trace_id = '4bf92f3577b34da6a3ce929d0e0e4736';
const entry = 'Zm9yIGFuIGV4YW1wbGUgMQ';
const hash = 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI';
const jws = 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwOi8vbG9jYWxob3N0OjMwMDAifQ.c2lnbmF0dXJl';

export interface Examples {
  grant: unknown;
  selfInformation: unknown;
  nothingToHandOut: unknown;
  userinfo: unknown;
  pendingReceipt: unknown;
  receipt: unknown;
  ledgerHead: unknown;
  ledgerHeads: unknown;
  ledgerLeaves: unknown;
  consistencyProof: unknown;
  keys: unknown;
  jwt: string;
  requestBody: unknown;
  pendingRequest: unknown;
  completedRequest: unknown;
}

export function describeExamples(issuer: string): Examples {
  const receipt = { entry, promise: jws, receipt_url: `${issuer}/v1/receipts/${entry}` };
  const standing = {
    request: `${issuer}/v1/self-information/requests/Zm9yIGFuIGV4YW1wbGUgMw`,
    categories: ['disability_welfare', 'household'],
    expires_at: '2026-11-23T03:10:00.000Z',
  };
  const key = {
    kty: 'EC',
    crv: 'P-256',
    x: hash,
    y: hash,
    kid: 'the thumbprint of this key (RFC 7638)',
    alg: 'ES256',
    use: 'sig',
  };
  return {
    grant: {
      purpose: 'discount-ticket',
      valid_until: '2026-12-23T03:00:00.000Z',
      reads_left: 9,
      categories: [
        {
          category: 'disability_welfare',
          items: ['disability_welfare.certificates.issuer'],
          href: `${issuer}/v1/self-information/disability_welfare`,
        },
      ],
      identity: { items: ['identity.name'], href: `${issuer}/v1/userinfo` },
      attestations: [
        {
          policy: 'rail-disability-discount@2025-04',
          item: 'attestations.rail-disability-discount',
          href: `${issuer}/v1/attestations/rail-disability-discount`,
        },
      ],
    },
    selfInformation: {
      category: 'disability_welfare',
      outcome: 'ok',
      as_of: '2026-11-01T09:00:00+09:00',
      source: 'municipality',
      record: { certificates: [{ issuer: '見本県' }] },
      reads_left: 8,
      receipt,
    },
    nothingToHandOut: {
      category: 'disability_welfare',
      outcome: 'no_record',
      as_of: null,
      source: 'municipality',
      record: null,
      reads_left: 8,
      receipt,
    },
    userinfo: {
      sub: 'YSBwYWlyd2lzZSBzdWJqZWN0',
      name: '見本 花子',
      address: { formatted: '見本県例示市見本町1丁目2番3号', country: 'JP' },
      verified_claims: {
        verification: { trust_framework: trustFramework, time: '2026-11-20T00:00:00.000Z' },
        claims: { name: '見本 花子' },
      },
      reads_left: 8,
      receipt,
    },
    pendingReceipt: { type: 'madoguchi-receipt', state: 'pending', id: entry, promise: jws },
    receipt: {
      type: 'madoguchi-receipt',
      state: 'complete',
      id: entry,
      entry: {
        id: entry,
        at: '2026-11-23T03:00:00.000Z',
        ledger: issuer,
        subject: 'YSBwYWlyd2lzZSBzdWJqZWN0',
        client_id: 'rail-company',
        relying_party: { ja: '見本旅客鉄道株式会社', en: 'Mihon Passenger Railway Co., Ltd.' },
        consent: 'Zm9yIGFuIGV4YW1wbGUgMg',
        purpose: 'discount-ticket',
        category: 'rail-disability-discount@2025-04',
        items: ['attestations.rail-disability-discount'],
        unseen_items: [],
        outcome: 'released',
        source: 'municipality',
        as_of: null,
        trace_id,
        process_number: '20261123-000001',
      },
      salt: hash,
      leaf_index: 4,
      inclusion_proof: [hash, hash, hash],
      tree_head: jws,
      cosignatures: [{ witness: 'witness-1', cosignature: jws }],
      promise: jws,
    },
    ledgerHead: {
      ledger: issuer,
      size: 7,
      root: hash,
      at: '2026-11-23T03:00:01.000Z',
      tree_head: jws,
      cosignatures: [{ witness: 'witness-1', cosignature: jws }],
    },
    ledgerHeads: { ledger: issuer, heads: [jws, jws], is_full: false },
    ledgerLeaves: { ledger: issuer, first_index: 0, leaf_hashes: [hash, hash], is_full: false },
    consistencyProof: { ledger: issuer, first: 3, second: 7, consistency_proof: [hash, hash, hash] },
    keys: { keys: [key, key] },
    jwt: jws,
    requestBody: { categories: ['disability_welfare', 'household'] },
    pendingRequest: { ...standing, state: 'pending' },
    completedRequest: {
      ...standing,
      state: 'completed',
      results: [
        {
          category: 'disability_welfare',
          outcome: 'ok',
          as_of: '2026-11-01T09:00:00+09:00',
          source: 'municipality',
          retry_after: null,
          record: { certificates: [{ issuer: '見本県' }] },
          receipt,
        },
        {
          category: 'household',
          outcome: 'agency_unavailable',
          as_of: null,
          source: 'municipality',
          retry_after: 30,
          record: null,
          receipt,
        },
      ],
      reads_left: 8,
    },
  };
}
