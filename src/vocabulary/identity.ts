/**
 * Who somebody is, as the signature certificate says it: the four attributes (基本4情報) as standard claims (OpenID
 * Connect Core 1.0, section 5.1). Each is an item that a citizen grants by itself, beside the 29 categories; its claim
 * is also its scope.
 */
import type { Assurance } from './authentication.ts';
import { type HolderKind, holderLabels } from './categories.ts';
import type { ItemSchema } from './category-schema.ts';
import { genders } from './code-lists/genders.ts';
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
  claim(
    'name',
    text('氏名', 'Name', {
      meaning: [
        '署名用電子証明書に書かれた氏名。証明書に使えない文字は別の文字（代替文字）になる。',
        'Name in the certificate for digital signature; characters that it cannot carry are written as others.',
      ],
      standard: `${core}: name`,
      neverBlank: true,
    }),
  ),
  claim(
    'birthdate',
    text('生年月日', 'Date of birth', {
      meaning: [
        '署名用電子証明書に書かれた、生まれた日。日がわからない人は年だけになる。',
        'Day of birth in the certificate for digital signature; the year alone where the day is unknown.',
      ],
      standard: `${core}: birthdate`,
      // The year alone where the day is unknown.
      pattern: '^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$',
      neverBlank: true,
    }),
  ),
  claim(
    'gender',
    oneOf('性別', 'Sex', genders, {
      meaning: [
        '署名用電子証明書に書かれた、住民票の性別。',
        'Sex in the residents’ register, as the certificate for digital signature says it.',
      ],
      standard: `${core}: gender`,
      neverBlank: true,
    }),
  ),
  claim(
    'address',
    text('住所', 'Address', {
      meaning: [
        '署名用電子証明書に書かれた、発行したときの住所。引っ越すと証明書は無効になる。',
        'Address in the certificate for digital signature at its issue; moving makes the certificate invalid.',
      ],
      standard: `${core}: address.formatted`,
      neverBlank: true,
    }),
  ),
];

export function findIdentityClaim(name: string): IdentityClaim | undefined {
  return identityClaims.find((each) => each.name === name);
}

export function toIdentityItem(name: IdentityClaimName): ItemName {
  return `${identityCategory}.${name}` as ItemName;
}

function claim(name: IdentityClaimName, schema: ItemSchema): IdentityClaim {
  const holding = { 'x-holder': 'signature_certificate', 'x-update-frequency': 'on_signature' } as const;
  return { name, item: toIdentityItem(name), schema: { ...schema, ...holding } };
}
