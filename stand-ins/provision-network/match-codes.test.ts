/**
 * Two agencies put their heads together: all codes that both hold, their logs, and what Madoguchi holds. They know which
 * of their people are the same for half of them (by name), and try to learn a rule for the other half from that.
 */
import assert from 'node:assert/strict';
import { createCipheriv, hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { AgencyId } from '../../src/vocabulary/identifiers.ts';
import type { RecordedPerson } from '../agencies/provision.ts';
import { openInquirer } from '../inquirer.ts';
import { openTown } from '../town.ts';
import { newCodeKey, toAgencyCode, toLinkCode } from './codes.ts';

const city = 'municipality-131016' as AgencyId;
const insurer = 'insurer-06130012' as AgencyId;
const people = Array.from({ length: 2000 }, (_, index) => String(100_000_000_000 + index * 7));

/** What the two hold, in one order of persons: they know it for the first half, and guess the second. */
interface Holdings {
  left: Buffer[];
  right: Buffer[];
}
/** From one agency's code to what the other's should look like; learnt from the known half. */
type Attack = (known: Holdings) => (left: Buffer, rank: number) => Buffer | undefined;

const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
const toNumber = (code: Buffer): bigint => BigInt(`0x${code.toString('hex')}`);
const size = 1n << 128n;
const toCode = (value: bigint): Buffer =>
  Buffer.from((((value % size) + size) % size).toString(16).padStart(32, '0'), 'hex');
const first = ({ left, right }: Holdings): [Buffer, Buffer] => [left[0] as Buffer, right[0] as Buffer];

const attacks: Record<string, Attack> = {
  'the same code': () => (left) => left,
  'a constant difference in bits': (known) => {
    const mask = xor(...first(known));
    return (left) => xor(left, mask);
  },
  'a constant difference in numbers': (known) => {
    const [left, right] = first(known).map(toNumber) as [bigint, bigint];
    return (code) => toCode(toNumber(code) + right - left);
  },
  'bytes in another order': (known) => {
    const [left, right] = first(known);
    const places = [...right].map((byte) => left.indexOf(byte));
    return places.includes(-1)
      ? () => undefined
      : (code) => Buffer.from(places.map((place) => code[place] ?? 0));
  },
  'a beginning in common': (known) => {
    const prefixes = new Map(known.right.map((code) => [code.toString('hex', 0, 4), code]));
    return (code) => prefixes.get(code.toString('hex', 0, 4));
  },
  'the same rank when sorted': (known) => {
    const sorted = [...known.right].sort(Buffer.compare);
    return (_, rank) => sorted[rank];
  },
  'a hash of the other': () => (left) => hash('sha256', left, 'buffer').subarray(0, 16),
  'bits that go together': (known) => {
    // For each bit of the right code the bit of the left that it follows, or contradicts, most often.
    const rules = Array.from({ length: 128 }, (_, bit) => bestBit(known, bit));
    return (left) => {
      const guess = Buffer.alloc(16);
      rules.forEach(({ from, flip }, bit) => {
        if (bitOf(left, from) !== flip) guess[bit >> 3] = (guess[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
      });
      return guess;
    };
  },
};

const bitOf = (code: Buffer, bit: number): boolean => ((code[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;

function bestBit({ left, right }: Holdings, bit: number): { from: number; flip: boolean } {
  const sample = 64;
  let best = { from: 0, flip: false, agree: 0 };
  for (let from = 0; from < 128; from += 1) {
    let agree = 0;
    for (let index = 0; index < sample; index += 1)
      if (bitOf(left[index] as Buffer, from) === bitOf(right[index] as Buffer, bit)) agree += 1;
    const score = Math.max(agree, sample - agree);
    if (score > best.agree) best = { from, flip: agree < sample - agree, agree: score };
  }
  return best;
}

/** How many of the unknown half an attack matches: the guess is the person's code, or nearer to it than to anybody's. */
function matchedBy(attack: Attack, { left, right }: Holdings): number {
  const half = left.length / 2;
  const known = { left: left.slice(0, half), right: right.slice(0, half) };
  const rule = attack(known);
  // The whole list of codes is theirs, only who is who is not.
  const ruleOfAll = attack({ left: known.left, right });
  const ranked = [...left].sort(Buffer.compare);
  const ranks = new Map(ranked.map((code, rank) => [code.toString('hex'), rank]));
  let matched = 0;
  for (let person = half; person < left.length; person += 1) {
    const code = left[person] as Buffer;
    const rank = ranks.get(code.toString('hex')) ?? 0;
    const guesses = [rule(code, rank), ruleOfAll(code, rank)];
    if (guesses.some((guess) => guess && Buffer.compare(guess, right[person] as Buffer) === 0)) matched += 1;
  }
  return matched;
}

function holdingsOf(left: (person: string) => string, right: (person: string) => string): Holdings {
  const decode = (code: string): Buffer => Buffer.from(code, 'base64url');
  return {
    left: people.map((person) => decode(left(person))),
    right: people.map((person) => decode(right(person))),
  };
}

const keys = {
  register: newCodeKey(),
  madoguchi: newCodeKey(),
  agencies: { [city]: newCodeKey(), [insurer]: newCodeKey() },
};
const block = (person: string): Buffer => Buffer.from(person.padEnd(16), 'latin1');
const aes = (key: string, input: Buffer): Buffer =>
  createCipheriv('aes-128-ecb', Buffer.from(key, 'base64url'), null).setAutoPadding(false).update(input);

const parties: Record<string, Holdings> = {
  'two agencies': holdingsOf(
    (person) => toAgencyCode(keys, city, person),
    (person) => toAgencyCode(keys, insurer, person),
  ),
  'an agency and Madoguchi': holdingsOf(
    (person) => toAgencyCode(keys, city, person),
    (person) => toLinkCode(keys, person),
  ),
};

for (const [who, holdings] of Object.entries(parties))
  for (const [how, attack] of Object.entries(attacks))
    test(`${who} match nobody by ${how}`, () => {
      // Chance hits once in 2^128; sorting alone brings one person together on average.
      assert.ok(matchedBy(attack, holdings) <= (how.includes('rank') ? 8 : 0));
    });

/** Networks as they must not be, each with the attack that it falls to. */
const mask = newCodeKey();
const weak: Record<string, [string, (person: string) => Buffer, (person: string) => Buffer]> = {
  'one key for two agencies': [
    'the same code',
    (person) => aes(keys.register, block(person)),
    (person) => aes(keys.register, block(person)),
  ],
  'a mask per agency': [
    'a constant difference in bits',
    (person) => aes(keys.register, block(person)),
    (person) => xor(aes(keys.register, block(person)), Buffer.from(mask, 'base64url')),
  ],
  'a number per agency added': [
    'a constant difference in numbers',
    (person) => aes(keys.register, block(person)),
    (person) => toCode(toNumber(aes(keys.register, block(person))) + 12_345n),
  ],
  'the person’s number in it, the agency’s beside': [
    'a beginning in common',
    (person) => Buffer.concat([aes(keys.register, block(person)).subarray(0, 8), Buffer.alloc(8, 1)]),
    (person) => Buffer.concat([aes(keys.register, block(person)).subarray(0, 8), Buffer.alloc(8, 2)]),
  ],
  'a running number per agency': [
    'the same rank when sorted',
    (person) => toCode(BigInt(person) * 3n),
    (person) => toCode(BigInt(person) * 5n + 7n),
  ],
  'one code hashed from the other': [
    'a hash of the other',
    (person) => aes(keys.register, block(person)),
    (person) => hash('sha256', aes(keys.register, block(person)), 'buffer').subarray(0, 16),
  ],
  'bits shuffled': [
    'bits that go together',
    (person) => aes(keys.register, block(person)),
    (person) =>
      Buffer.from(
        Array.from(aes(keys.register, block(person)))
          .reverse()
          .map((byte) => byte ^ 0x55),
      ),
  ],
};

for (const [network, [how, left, right]] of Object.entries(weak))
  test(`the same attempt succeeds against ${network}`, () => {
    const holdings = holdingsOf(
      (person) => left(person).toString('base64url'),
      (person) => right(person).toString('base64url'),
    );
    assert.ok(matchedBy(attacks[how] as Attack, holdings) > 900, 'nearly everybody is matched');
  });

/** Files, or logs, in which two parties' codes of one person stand: whoever reads such a one need not work anything out. */
function tablesIn(
  texts: Readonly<Record<string, string>>,
  codesOf: readonly (readonly string[])[],
): string[] {
  return Object.keys(texts).filter((name) =>
    codesOf.some((codes) => codes.filter((code) => texts[name]?.includes(code)).length > 1),
  );
}

test('no file and no log of any party is a table of codes, and one that was would be found', async () => {
  const both = people.slice(0, 20).map((number, index): RecordedPerson => ({
    persona: `person-${index}`,
    person_number: number,
    holders: { municipality: city, insurer },
    records: {
      disability_welfare: { as_of: '2026-11-01T09:00:00+09:00', record: { certificates: [] } },
    },
  }));
  const town = await openTown({ people: both, agencies: [city, insurer] });
  const inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: { [city]: 'municipality', [insurer]: 'insurer' },
  });
  for (const person of both) {
    const citizen = await inquirer.register(person.persona, town.linkCodeOf(person), {
      municipality: city,
      insurer,
    });
    assert.equal((await inquirer.ask(citizen)).outcome, 'ok');
    assert.equal((await inquirer.ask(citizen, 'medical_expenses')).outcome, 'no_record');
  }
  const folder = dirname(town.networkFolder);
  const texts: Record<string, string> = {
    'the agencies’ logs': JSON.stringify(town.agencyLog),
    'Madoguchi’s log': JSON.stringify(inquirer.log),
  };
  for (const name of readdirSync(folder, { recursive: true }).map(String))
    if (statSync(join(folder, name)).isFile()) texts[name] = readFileSync(join(folder, name), 'utf8');
  const codes = both.map((person) => [
    town.linkCodeOf(person),
    ...[city, insurer].map((agency) => town.agencyCodeOf(person, agency)),
  ]);
  const held = texts[`agencies/${city}.json`] ?? '';
  assert.ok(
    codes.every(([, atCity]) => held.includes(atCity ?? '?')),
    'the codes are those that are used',
  );
  assert.deepEqual(tablesIn(texts, codes), []);
  const planted = { ...texts, 'a table': held + (texts[`agencies/${insurer}.json`] ?? '') };
  assert.deepEqual(tablesIn(planted, codes), ['a table']);
  await inquirer.close();
  await town.close();
});
