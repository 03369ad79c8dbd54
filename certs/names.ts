import * as asn1js from 'asn1js';
import { RelativeDistinguishedNames } from 'pkijs';
import type { AuthorityPurpose } from './authority.ts';

/** A distinguished name as it is written down: `[['C', 'JP'], ['O', 'JPKI'], …]`, in the order of the encoding. */
export type Name = readonly (readonly [keyof typeof types, string])[];

const types = { C: '2.5.4.6', L: '2.5.4.7', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' } as const;

const subsystems: Readonly<Record<AuthorityPurpose, string>> = {
  authentication: 'JPKI for user authentication',
  signature: 'JPKI for digital signature',
  // A stand-in: the real name is not public.
  'phone-authentication': 'JPKI for user authentication on phones',
};

/** The name that every generation of this authority bears: an issuer is told by its key, never by this. */
export function authorityName(purpose: AuthorityPurpose): Name {
  return [
    ['C', 'JP'],
    ['O', 'JPKI'],
    ['OU', subsystems[purpose]],
    ['OU', 'Japan Agency for Local Authority Information Systems'],
  ];
}

/** Whoever answers for this authority, the same for every generation. A stand-in: the real name is not public. */
export function responderName(purpose: AuthorityPurpose): Name {
  return [
    ['C', 'JP'],
    ['O', 'JPKI'],
    ['OU', subsystems[purpose]],
    ['CN', 'OCSP Responder'],
  ];
}

/** Where the real directory keeps the revocation list of one municipality: a name, not an address. */
export function distributionPointName(purpose: AuthorityPurpose, municipality: Municipality): Name {
  return [
    ['C', 'JP'],
    ['O', 'JPKI'],
    ['OU', subsystems[purpose]],
    ['OU', 'CRL Distribution Points'],
    ['OU', municipality.prefecture],
    ['CN', `${municipality.name} CRLDP`],
  ];
}

export interface Municipality {
  /** Local government code, five digits. */
  code: string;
  prefecture: string;
  name: string;
}

/** Where a card was issued of which nothing else is told. */
export const someMunicipality: Municipality = { code: '13101', prefecture: 'Tokyo-to', name: 'Chiyoda-ku' };

/** The name in DER, as certificates and lists carry it. */
export function toNameDer(name: Name): Buffer {
  return Buffer.from(toDistinguishedName(name).toSchema().toBER(false));
}

/**
 * Encoded here and read back: pkijs would write all attributes into one set (`C=JP + O=JPKI`),
 * which is another name than the same attributes one after the other.
 */
export function toDistinguishedName(name: Name): RelativeDistinguishedNames {
  const encoded = new asn1js.Sequence({
    value: name.map(
      ([type, value]) =>
        new asn1js.Set({
          value: [
            new asn1js.Sequence({
              value: [
                new asn1js.ObjectIdentifier({ value: types[type] }),
                new asn1js.PrintableString({ value }),
              ],
            }),
          ],
        }),
    ),
  });
  return RelativeDistinguishedNames.fromBER(encoded.toBER(false));
}
