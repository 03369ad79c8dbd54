/**
 * Who somebody is, as the signature certificate says it: the four attributes (基本4情報) as standard claims (OpenID
 * Connect Core 1.0, section 5.1). Each is an item that a citizen grants by itself, beside the 29 categories; its claim
 * is also its scope.
 */
import type { Assurance } from './authentication.ts';
import { type HolderKind, holderLabels } from './categories.ts';
import type { ItemSchema } from './category-schema.ts';
import type { ItemName } from './identifiers.ts';
import { itemKinds } from './item-kinds.ts';
import type { Words } from './words.ts';

export const identityClaimNames = ['name', 'birthdate', 'gender', 'address'] as const;
export type IdentityClaimName = (typeof identityClaimNames)[number];

export interface IdentityClaim {
  /** As claim and as scope. */
  name: IdentityClaimName;
  item: ItemName;
  /** How its value reads; of an address that is the text as it is written. */
  schema: ItemSchema;
}

/** What stands before the dot of these items' names, and in entries where a category's name would. */
export const identityCategory = 'identity';
export const identityLabel: Words = { ja: '本人の情報（基本4情報）', en: 'Who you are' };

/**
 * A card at the citizen's own machine: a login by another device can be relayed, and would tell whoever relays it a
 * name and an address.
 */
export const identityAssurance: Assurance = 'card';

/** Where entries say that something came from: the kind of agency, or the certificate that its holder signed with. */
export type SourceKind = HolderKind | 'signature_certificate';
export const sourceLabels: Readonly<Record<SourceKind, Words>> = {
  ...holderLabels,
  signature_certificate: { ja: '署名用電子証明書', en: 'Certificate for digital signature' },
};

const { text, oneOf } = itemKinds(2);
const core = 'OpenID Connect Core 1.0, section 5.1';

export const identityClaims: readonly IdentityClaim[] = [
  claim('name', text('氏名', 'Name', { standard: `${core}: name`, neverBlank: true })),
  claim(
    'birthdate',
    text('生年月日', 'Date of birth', {
      standard: `${core}: birthdate`,
      // The year alone where the day is unknown.
      pattern: '^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$',
      neverBlank: true,
    }),
  ),
  claim(
    'gender',
    oneOf(
      '性別',
      'Sex',
      {
        female: ['女性', 'Female'],
        male: ['男性', 'Male'],
        not_applicable: ['いずれでもない', 'Not applicable'],
      },
      { standard: `${core}: gender`, neverBlank: true },
    ),
  ),
  claim('address', text('住所', 'Address', { standard: `${core}: address.formatted`, neverBlank: true })),
];

export function findIdentityClaim(name: string): IdentityClaim | undefined {
  return identityClaims.find((each) => each.name === name);
}

export function toIdentityItem(name: IdentityClaimName): ItemName {
  return `${identityCategory}.${name}` as ItemName;
}

function claim(name: IdentityClaimName, schema: ItemSchema): IdentityClaim {
  return { name, item: toIdentityItem(name), schema };
}
