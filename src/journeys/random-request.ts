/** A request drawn at random: whose card, what agencies hold, what a company registered, asks for, and gets ticked. */
import fc from 'fast-check';
import { loadPersonas, loadStandInAgencies } from '../../stand-ins/personas.ts';
import { isAddressItem } from '../vocabulary/address-items.ts';
import { attestationCategory, attestations } from '../vocabulary/attestations.ts';
import { categories } from '../vocabulary/categories.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { identityCategory, identityClaims } from '../vocabulary/identity.ts';
import { itemsOf } from '../vocabulary/items.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import { anyRecord } from '../vocabulary/rehearsal/any-record.ts';
import type { Language } from '../vocabulary/words.ts';

/** What becomes of one item. Only the first two are granted. */
const fates = [
  'required',
  'ticked',
  'unticked',
  'required_unasked',
  'optional_unasked',
  'unregistered',
] as const;
export type Fate = (typeof fates)[number];

export interface RandomGroup {
  /** Category name, `attestations` or `identity`. */
  group: string;
  /** Null where the agency holds nothing; of an attestation and of an identity it is not drawn. */
  record: JsonObject | null;
  fates: readonly (readonly [ItemName, Fate])[];
  /** Whether the answer is asked for as a JWT. */
  signed: boolean;
}

export interface RandomRequest {
  persona: string;
  language: Language;
  groups: readonly RandomGroup[];
}

/** Whose agencies all answer, and whose certificates all hold: nobody under 15 has one to sign with. */
const personas = (() => {
  const behaviours = loadStandInAgencies();
  const answers = (agency: string | undefined): boolean =>
    agency !== undefined && (behaviours[agency] ?? 'answers') === 'answers';
  const bornUntil = new Date(Date.now() - 16 * 366 * 86_400_000).toISOString();
  return loadPersonas()
    .filter(({ registered = true, card, flags, birth_on }) => {
      const isValid = card.state === 'valid' && (card.signature_state ?? 'valid') === 'valid';
      return (
        registered && isValid && birth_on < bornUntil && Object.values(flags).every((flag) => flag === 0)
      );
    })
    .filter(({ holders }) => categories.every(({ holder }) => answers(holders[holder])))
    .map(({ persona }) => persona);
})();

const anyFate = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Fate>('required') },
  { weight: 4, arbitrary: fc.constant<Fate>('ticked') },
  { weight: 3, arbitrary: fc.constant<Fate>('unticked') },
  { weight: 1, arbitrary: fc.constantFrom(...fates) },
);

function anyFates(items: readonly ItemName[]): fc.Arbitrary<RandomGroup['fates']> {
  const each = items.map((item) =>
    anyFate.map((fate): [ItemName, Fate] => [
      item,
      fate.startsWith('required') && isAddressItem(item) ? 'ticked' : fate,
    ]),
  );
  // At times a whole category has one fate: all of it, or nothing.
  const alike = fc
    .constantFrom<Fate>('ticked', 'unticked', 'required_unasked', 'unregistered')
    .map((fate) =>
      items.map((item): [ItemName, Fate] => [
        item,
        fate.startsWith('required') && isAddressItem(item) ? 'unticked' : fate,
      ]),
    );
  return fc.oneof({ weight: 5, arbitrary: fc.tuple(...each) }, { weight: 1, arbitrary: alike });
}

const anyGroup = (group: string, items: readonly ItemName[], record: fc.Arbitrary<JsonObject | null>) =>
  fc.record({ group: fc.constant(group), record, fates: anyFates(items), signed: fc.boolean() });

const anyCategory = fc
  .uniqueArray(fc.constantFrom(...categories), { minLength: 1, maxLength: 3 })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map(({ name, schema }) =>
        anyGroup(
          name,
          itemsOf(name).map((item) => item.name),
          fc.option(anyRecord(schema), { freq: 8 }),
        ),
      ),
    ),
  );

/** One value for a question, as a purpose registers it; each attestation has an address of its own. */
const anyAttestations = fc
  .uniqueArray(fc.constantFrom(...attestations), { maxLength: 2, selector: ({ question }) => question.name })
  .chain((chosen) =>
    fc.tuple(...chosen.map(({ item }) => anyGroup(attestationCategory, [item], fc.constant(null)))),
  );

const anyIdentity = fc.array(
  anyGroup(
    identityCategory,
    identityClaims.map(({ item }) => item),
    fc.constant(null),
  ),
  { maxLength: 1 },
);

export const anyRequest: fc.Arbitrary<RandomRequest> = fc
  .record({
    persona: fc.constantFrom(...personas),
    language: fc.constantFrom<Language>('ja', 'en'),
    groups: fc.tuple(anyCategory, anyAttestations, anyIdentity).map((groups) => groups.flat()),
  })
  // A request for nothing, and an approval of nothing, are refused elsewhere.
  .filter((request) => itemsWith(request, 'required', 'ticked').length > 0);

export function itemsWith({ groups }: Pick<RandomRequest, 'groups'>, ...wanted: readonly Fate[]): ItemName[] {
  return groups
    .flatMap((group) => group.fates)
    .filter(([, fate]) => wanted.includes(fate))
    .map(([item]) => item)
    .sort();
}
