import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Purpose, RelyingParty } from '../stores/relying-parties.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { type Reason, Refusal } from '../vocabulary/refusals.ts';
import { toAsked, toConsentEnd } from './asked.ts';
import { attestation, company, details, issuer, noon, number } from './rehearsal/stage.ts';

const day = 86_400_000;
const inDays = (days: number): string => new Date(noon.getTime() + days * day).toISOString();
const [ticket] = company.purposes as [Purpose];
const income = 'tax_income.total_income_jpy' as ItemName;
const twoPurposes: RelyingParty = {
  ...company,
  purposes: [ticket, { ...ticket, id: 'season-ticket', requiredItems: [], optionalItems: [income] }],
};

const ask = (element: unknown, scopes: string[] = ['openid'], relyingParty = company) =>
  toAsked(
    relyingParty,
    { scopes, authorizationDetails: element === undefined ? undefined : [element] },
    noon,
  );
const refuses = (reason: Reason, asking: () => unknown): void =>
  assert.throws(asking, (error: unknown) => error instanceof Refusal && error.reason === reason);

test('what is asked for is sorted, and parted into required and optional by the registration', () => {
  const asked = ask(details({ items: [number, attestation, issuer] }));
  assert.deepEqual(asked, {
    client: 'rail-company',
    purpose: 'discount-ticket',
    requiredItems: [attestation],
    optionalItems: [issuer, number],
    requestedValidUntil: null,
    longestValidityDays: 30,
    reads: 10,
    verifiedClaims: [],
  });
});

test('a category stands for all that the purpose registers of it, and for nothing else', () => {
  const asked = ask(details({ categories: ['disability_welfare'] }));
  assert.deepEqual([asked.requiredItems, asked.optionalItems], [[], [issuer, number]]);
});

test('a client with one purpose may ask by scope alone; one with several must name it', () => {
  assert.deepEqual(ask(undefined, ['openid', 'disability_welfare']).optionalItems, [issuer, number]);
  refuses('purpose_not_registered', () => ask(undefined, ['openid', 'disability_welfare'], twoPurposes));
});

test('scopes beside details stay within the purpose that the details name', () => {
  const asked = ask(details({ items: [attestation] }), ['openid', 'disability_welfare'], twoPurposes);
  assert.deepEqual([asked.requiredItems, asked.optionalItems], [[attestation], [issuer, number]]);
  refuses('item_not_registered', () =>
    ask(details({ items: [attestation] }), ['openid', 'tax_income'], twoPurposes),
  );
});

test('an item twice, once by its category, is asked for once', () => {
  assert.deepEqual(ask(details({ items: [number], categories: ['disability_welfare'] })).optionalItems, [
    issuer,
    number,
  ]);
});

test('a request that asks for nothing is refused', () => {
  refuses('nothing_asked', () => ask(undefined));
  refuses('nothing_asked', () => ask(details()));
  refuses('nothing_asked', () => ask(details({ items: [], categories: [] })));
});

test('what was not registered is refused: purpose, item, item of another purpose, category', () => {
  refuses('purpose_not_registered', () => ask(details({ purpose: 'marketing', items: [number] })));
  refuses('item_not_registered', () => ask(details({ items: ['disability_welfare.certificates.grade'] })));
  refuses('item_not_registered', () => ask(details({ items: [income] }), ['openid'], twoPurposes));
  refuses('item_not_registered', () => ask(details({ items: ['disability_welfare.certificates'] })));
  refuses('item_not_registered', () => ask(details({ categories: ['tax_income'] })));
  refuses('category_unknown', () => ask(details({ categories: ['criminal_record'] })));
  refuses('category_unknown', () => ask(details({ categories: ['attestations'] })));
  refuses('category_unknown', () => ask(undefined, ['openid', 'profile']));
});

test('names that every object inherits are no categories, items or purposes', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    refuses('category_unknown', () => ask(details({ categories: [name] })));
    refuses('item_not_registered', () => ask(details({ items: [name] })));
    refuses('purpose_not_registered', () => ask(details({ purpose: name, items: [number] })));
  }
});

test('authorization_details of another shape are refused, unknown members included', () => {
  const items = [number];
  const malformed: unknown[] = [
    null,
    'self-information',
    details({ items, type: 'payment' }),
    { type: 'self-information', items },
    details({ items, purpose: '' }),
    details({ items, locations: ['https://elsewhere.example'] }),
    details({ items: 'disability_welfare.certificates.number' }),
    details({ items: [number, number] }),
    details({ items: [1] }),
    details({ items, reads: 0 }),
    details({ items, reads: 1.5 }),
    details({ items, reads: '5' }),
    details({ items, valid_until: '2026-12-24' }),
    details({ items, valid_until: 1_800_000_000 }),
    JSON.parse(
      `{"type":"self-information","purpose":"discount-ticket","items":["${number}"],"__proto__":{}}`,
    ),
  ];
  for (const element of malformed) refuses('authorization_details_invalid', () => ask(element));
  for (const authorizationDetails of [[], [details({ items }), details({ items })], details({ items }), null])
    refuses('authorization_details_invalid', () =>
      toAsked(company, { scopes: [], authorizationDetails }, noon),
    );
});

test('time and number are the company’s to shorten, never to stretch', () => {
  const asked = ask(details({ items: [number], valid_until: inDays(3), reads: 2 }));
  assert.deepEqual([asked.requestedValidUntil?.toISOString(), asked.reads], [inDays(3), 2]);
  assert.equal(ask(details({ items: [number], valid_until: inDays(30), reads: 10 })).reads, 10);
  refuses('validity_too_long', () =>
    ask(details({ items: [number], valid_until: new Date(noon.getTime() + 30 * day + 1).toISOString() })),
  );
  refuses('reads_too_many', () => ask(details({ items: [number], reads: 11 })));
  refuses('authorization_details_invalid', () => ask(details({ items: [number], valid_until: inDays(0) })));
  refuses('authorization_details_invalid', () => ask(details({ items: [number], valid_until: inDays(-1) })));
  // In the format of RFC 3339, and no moment that a clock here can meet.
  refuses('authorization_details_invalid', () =>
    ask(details({ items: [number], valid_until: '2026-12-31T23:59:60Z' })),
  );
});

test('a consent ends at the moment that was asked for, or with the purpose’s longest, whichever comes first', () => {
  const asked = ask(details({ items: [number], valid_until: inDays(3) }));
  assert.equal(toConsentEnd(asked, noon).toISOString(), inDays(3));
  assert.equal(toConsentEnd(ask(details({ items: [number] })), noon).toISOString(), inDays(30));
  const shortened = { ...asked, longestValidityDays: 2 };
  assert.equal(toConsentEnd(shortened, noon).toISOString(), inDays(2));
});

test('what a client wrote is quoted only where it can be a name', () => {
  assert.throws(() => ask(details({ items: ['<script>alert(1)</script>'] })), {
    detail: 'a name that no item, category or purpose can have',
  });
  assert.throws(() => ask(details({ items: ['tax_income.wages'] })), { detail: 'tax_income.wages' });
});
