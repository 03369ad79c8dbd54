/** The certificates on a card: one that proves a login and names nobody, one that signs and carries the four attributes. */
import { randomInt, type KeyObject } from 'node:crypto';
import { Extension, type Certificate } from 'pkijs';
import type { Authority, AuthorityPurpose } from './authority.ts';
import { buildCertificate } from './build-certificate.ts';
import { usualHash } from './engine.ts';
import {
  authorityKeyIdentifier,
  certificatePolicies,
  crlDistributionPoint,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
  type KeyUse,
} from './extensions.ts';
import { distributionPointName, someMunicipality, type Municipality, type Name } from './names.ts';
import { subjectAlternativeName, type CardAttributes } from './signature-attributes.ts';

export const policyOids: Readonly<Record<AuthorityPurpose, string>> = {
  authentication: '1.2.392.200149.8.5.1.3.30',
  signature: '1.2.392.200149.8.5.1.1.20',
  // A stand-in, from the arc for examples: the real one is not public.
  'phone-authentication': '2.999.392.1',
};

const clientAuthentication = '1.3.6.1.5.5.7.3.2';

const usualKeyUsage: Readonly<Record<AuthorityPurpose, readonly KeyUse[]>> = {
  authentication: ['digitalSignature'],
  signature: ['digitalSignature', 'nonRepudiation'],
  'phone-authentication': ['digitalSignature'],
};

export interface CardCertificateOptions {
  publicKey: KeyObject;
  serial: string;
  notBefore: Date;
  notAfter: Date;
  /** Whose records the real authority files it under. */
  municipality?: Municipality;
  commonName?: string;
  subject?: Name;
  issuerName?: Name;
  /** Name, sex, birth and address: on a signature certificate only. */
  attributes?: CardAttributes;
  /** `null` leaves the extension out. */
  policyOid?: string | readonly string[] | null;
  keyUsage?: readonly KeyUse[] | null;
  keyUsageCritical?: boolean;
  extendedKeyUsage?: readonly string[] | null;
  /** Whose key the certificate says it was signed with: the authority's own unless a test lies. */
  authorityKey?: KeyObject | null;
  extraExtensions?: readonly Extension[];
  hash?: string;
  alter?: (certificate: Certificate) => void;
}

export async function issueCardCertificate(
  authority: Authority,
  options: CardCertificateOptions,
): Promise<Buffer> {
  const { purpose } = authority;
  const municipality = options.municipality ?? someMunicipality;
  const commonName = options.commonName ?? opaqueCommonName(purpose, municipality);
  const certificate = await buildCertificate({
    serial: options.serial,
    subject: options.subject ?? holderName(purpose, municipality, commonName),
    issuer: options.issuerName ?? authority.subject,
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    publicKey: options.publicKey,
    extensions: [...profileExtensions(authority, options, municipality), ...(options.extraExtensions ?? [])],
    signingKey: authority.privateKey,
    hash: options.hash ?? usualHash[authority.keyKind],
    alter: options.alter,
  });
  authority.enter?.(options.serial, municipality);
  return certificate;
}

function profileExtensions(
  authority: Authority,
  options: CardCertificateOptions,
  municipality: Municipality,
): Extension[] {
  const { purpose } = authority;
  const uses = orUsual(options.keyUsage, usualKeyUsage[purpose]);
  const extendedUses = orUsual(
    options.extendedKeyUsage,
    purpose === 'signature' ? null : [clientAuthentication],
  );
  const policies = orUsual<string | readonly string[]>(options.policyOid, [policyOids[purpose]]);
  const authorityKey = orUsual(options.authorityKey, authority.publicKey);
  const extensions = [
    uses && keyUsage(uses, options.keyUsageCritical ?? true),
    extendedUses && extendedKeyUsage(extendedUses),
    policies && certificatePolicies(typeof policies === 'string' ? [policies] : policies),
    options.attributes && subjectAlternativeName(options.attributes),
    crlDistributionPoint(distributionPointName(purpose, municipality)),
    authorityKey && authorityKeyIdentifier(authorityKey),
    subjectKeyIdentifier(options.publicKey),
  ];
  return extensions.filter((extension) => extension instanceof Extension);
}

function orUsual<Value>(asked: Value | null | undefined, usual: Value | null): Value | null {
  return asked === undefined ? usual : asked;
}

/** Only the signature certificate says where its holder lives. */
function holderName(purpose: AuthorityPurpose, municipality: Municipality, commonName: string): Name {
  if (purpose !== 'signature')
    return [
      ['C', 'JP'],
      ['CN', commonName],
    ];
  return [
    ['C', 'JP'],
    ['L', municipality.prefecture],
    ['L', municipality.name],
    ['CN', commonName],
  ];
}

/** As the real ones are: random letters and digits, the issuing municipality, a running number, the purpose. */
function opaqueCommonName(purpose: AuthorityPurpose, municipality: Municipality): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const random = Array.from({ length: 14 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${random}${municipality.code}001${purpose === 'signature' ? 'S' : 'A'}`;
}
