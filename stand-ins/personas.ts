/** The fixtures, read and checked: synthetic citizens, the agencies that know them, the companies that ask. */
import { join } from 'node:path';
import type { RelyingParty } from '../src/stores/relying-parties.ts';
import { checkPurposes } from '../src/stores/check-purposes.ts';
import { attestations } from '../src/vocabulary/attestations.ts';
import { categories, findCategory, type HolderKind } from '../src/vocabulary/categories.ts';
import type { AgencyId, CategoryName, ItemName } from '../src/vocabulary/identifiers.ts';
import { identityClaims } from '../src/vocabulary/identity.ts';
import { findItem, itemsOf } from '../src/vocabulary/items.ts';
import type { JsonObject } from '../src/vocabulary/reading.ts';
import type { SuppressionFlags } from '../src/vocabulary/suppression-table.ts';
import type { Words } from '../src/vocabulary/words.ts';
import type { FixtureRecord } from './agencies/provision.ts';
import type { CardHolder } from './cards/make-card.ts';
import type { PhoneHolder } from './phones/make-phone.ts';
import { expectationFaults, type ExpectedOutcome } from './expectations.ts';
import { checkFaults, faultsOf, fixturesFolder, loadFixture, loadFixtures } from './fixture-file.ts';

export interface Persona {
  persona: string;
  /** What this persona is there for. */
  shows: string;
  name: Words;
  kana: string;
  birth_on: string;
  sex: 'male' | 'female';
  address: string;
  /** 12 digits. The check digit is wrong on purpose: no real person has this number. */
  person_number: string;
  card: CardHolder['card'];
  /** A phone that holds a certificate too. */
  phone?: PhoneHolder['phone'];
  holders: Readonly<Record<string, AgencyId>>;
  flags: SuppressionFlags;
  records: Readonly<Record<string, FixtureRecord & { record: JsonObject }>>;
  /** By outcome: what comes of asking for each of the 29 (`expectations.ts`). */
  expected?: Readonly<Partial<Record<ExpectedOutcome, readonly string[]>>>;
  /** Where what comes is not all that the agency holds. */
  expected_records?: Readonly<Record<string, JsonObject>>;
  /** False for whoever has yet to register with their card. */
  registered?: boolean;
  deceased_on?: string;
  /** Who may act for this person. */
  representatives?: readonly {
    persona: string;
    right: 'parental_authority' | 'guardian' | 'appointed_agent';
  }[];
  on_certificate?: NonNullable<CardHolder['on_certificate']>;
}

export interface FixtureAgency {
  id: AgencyId;
  name: Words;
  kind: HolderKind;
}

export type FixtureBehaviour = 'answers' | 'down' | 'slow' | 'nonsense' | 'not_connected';

/** @throws Error that names every fault of the first faulty file */
export function loadPersonas(folder = join(fixturesFolder, 'citizens')): Persona[] {
  const personas = loadFixtures<Persona>(folder, 'persona.json').map(({ name, content }) => {
    checkFaults(`${name}.json`, [
      ...(content.persona === name ? [] : [`it is of the persona ${content.persona}`]),
      ...recordFaults(content),
      ...expectationFaults(content),
    ]);
    return content;
  });
  const names = new Set(personas.map(({ persona }) => persona));
  for (const { persona, representatives = [] } of personas)
    checkFaults(
      `${persona}.json`,
      representatives
        .filter((each) => !names.has(each.persona) || each.persona === persona)
        .map((each) => `nobody is represented by ${each.persona}`),
    );
  checkUnique('person numbers', personas, (persona) => persona.person_number);
  // A serial may come again under the other generation: there it is another certificate.
  checkUnique('certificate serials', personas, ({ card }) => `${card.generation} ${card.serial}`);
  checkUnique('signature serials', personas, ({ card }) => `${card.generation} ${card.signature_serial}`);
  return personas;
}

export function loadAgencies(file = join(fixturesFolder, 'agencies.json')): FixtureAgency[] {
  const { agencies } = loadFixture<{ agencies: FixtureAgency[] }>(file, 'agencies.json');
  checkUnique('agencies', agencies, ({ id }) => id);
  return agencies;
}

/** How agencies behave; one that is not named answers. */
export function loadStandInAgencies(
  file = join(fixturesFolder, 'stand-in-agencies.json'),
): Record<string, FixtureBehaviour> {
  return loadFixture(file, 'stand-in-agencies.json');
}

/** Companies without their keys, which set-up makes. */
export function loadRelyingParties(
  folder = join(fixturesFolder, 'relying-parties'),
): Omit<RelyingParty, 'jwks'>[] {
  return loadFixtures<Omit<RelyingParty, 'jwks'>>(folder, 'relying-party.json').map(({ name, content }) => {
    const purposes = content.purposes.map((purpose) => {
      const requiredItems = toItems(purpose.requiredItems);
      const optionalItems = toItems(purpose.optionalItems).filter((item) => !requiredItems.includes(item));
      return { ...purpose, requiredItems, optionalItems };
    });
    const items = purposes.flatMap(({ requiredItems, optionalItems }) => [
      ...requiredItems,
      ...optionalItems,
    ]);
    checkFaults(`${name}.json`, [
      ...(content.clientId === name ? [] : [`it is of the client ${content.clientId}`]),
      ...(hasCheckDigit(content.corporateNumber) ? [] : ['the corporate number’s check digit is wrong']),
      ...items.filter((item) => !findItem(item)).map((item) => `${item} is no item`),
    ]);
    checkUnique('purposes', purposes, ({ id }) => id);
    checkPurposes({ ...content, purposes });
    return { ...content, purposes };
  });
}

function recordFaults({ records, holders }: Persona): string[] {
  return Object.entries(records).flatMap(([name, { record }]) => {
    const category = findCategory(name);
    if (!category) return [`${name} is no category`];
    const faults = faultsOf(category.schema, record).map((fault) => `${name}: ${fault}`);
    return holders[category.holder] ? faults : [...faults, `${name}: nobody is named who holds it`];
  });
}

/** `*` is every item there is, `category.*` every item of one category: a new category needs no new line here. */
function toItems(names: readonly string[]): ItemName[] {
  const items = names.flatMap((name) => {
    if (name === '*') {
      const ofCategories = categories.flatMap((category) => itemsOf(category.name).map((item) => item.name));
      return [
        // One with values to choose from is registered by its own name, with one of them.
        ...attestations.filter(({ argument }) => argument === null).map(({ item }) => item),
        ...identityClaims.map(({ item }) => item),
        ...ofCategories,
      ];
    }
    if (!name.endsWith('.*')) return [name as ItemName];
    const all = itemsOf(name.slice(0, -2) as CategoryName).map((item) => item.name);
    return all.length > 0 ? all : [name as ItemName];
  });
  return [...new Set(items)];
}

/** 法人番号: the first digit is 9 minus the weighted sum of the other twelve modulo 9. */
function hasCheckDigit(corporateNumber: string): boolean {
  const [check, ...digits] = [...corporateNumber].map(Number);
  const sum = digits.reverse().reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 1 : 2), 0);
  return check === 9 - (sum % 9);
}

function checkUnique<Entry>(what: string, entries: readonly Entry[], keyOf: (entry: Entry) => string): void {
  const keys = entries.map(keyOf);
  if (new Set(keys).size !== keys.length) throw new Error(`the fixtures hold the same ${what} twice`);
}
