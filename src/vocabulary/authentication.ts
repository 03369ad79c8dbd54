/**
 * How sure we are of who logged in, and by what. The one table of assurance: acr and amr in ID tokens (OpenID Connect
 * Core, section 2; RFC 8176), the words on the pages, and what a category asks for are all made from it.
 */
import type { Words } from './words.ts';

/** From the weakest: a login by another device can be relayed; a card is at the citizen's own machine; two secrets. */
export const assurancesInOrder = ['cross_device', 'card', 'signature'] as const;
export type Assurance = (typeof assurancesInOrder)[number];

export const certificateKinds = ['user_authentication', 'phone_authentication', 'digital_signature'] as const;
export type CertificateKind = (typeof certificateKinds)[number];

/** What unlocked the key: four digits, the signature password, or what the device itself recognised. */
export type Factor = 'pin' | 'password' | 'biometrics';

/** One certificate that signed, and how it was known not to be revoked. Names neither the certificate nor its holder. */
export interface UsedCertificate {
  kind: CertificateKind;
  factor: Factor;
  revocation: {
    source: 'ocsp' | 'crl';
    /** When the authority said so (RFC 3339). */
    asOf: string;
    /** SHA-256 of the DER answer or list that said it, base64url. */
    evidence: string;
  };
  /** When its signature was accepted (RFC 3339). */
  at: string;
}

/** What a completed login proved: the certificates in the order in which they signed, the login's own first. */
export interface Authentication {
  assurance: Assurance;
  used: readonly [UsedCertificate, ...UsedCertificate[]];
}

const acrByAssurance: Readonly<Record<Assurance, string>> = {
  cross_device: 'urn:madoguchi:acr:cross-device',
  card: 'urn:madoguchi:acr:card',
  signature: 'urn:madoguchi:acr:signature',
};

export const acrValues: readonly string[] = assurancesInOrder.map((assurance) => acrByAssurance[assurance]);

export const assuranceLabels: Readonly<Record<Assurance, Words>> = {
  cross_device: { ja: 'スマートフォン（QRコード）', en: 'Phone, by QR code' },
  card: { ja: 'マイナンバーカードと暗証番号', en: 'My Number Card with its PIN' },
  signature: { ja: 'マイナンバーカードと署名用パスワード', en: 'My Number Card with its signature password' },
};

export const certificateLabels: Readonly<Record<CertificateKind, Words>> = {
  user_authentication: { ja: '利用者証明用電子証明書', en: 'Certificate for user authentication' },
  phone_authentication: {
    ja: 'スマホ用利用者証明用電子証明書',
    en: 'Certificate for user authentication on a phone',
  },
  digital_signature: { ja: '署名用電子証明書', en: 'Certificate for digital signature' },
};

export function toAcr(assurance: Assurance): string {
  return acrByAssurance[assurance];
}

/** Undefined for a value that is not one of ours. */
export function fromAcr(acr: string): Assurance | undefined {
  return assurancesInOrder.find((assurance) => acrByAssurance[assurance] === acr);
}

export function isAtLeast(held: Assurance, wanted: Assurance): boolean {
  return assurancesInOrder.indexOf(held) >= assurancesInOrder.indexOf(wanted);
}

/** The highest of them; the weakest where there is none. */
export function highestOf(assurances: readonly Assurance[]): Assurance {
  return assurances.reduce((highest, each) => (isAtLeast(highest, each) ? highest : each), 'cross_device');
}

const methodsByKind: Readonly<Record<CertificateKind, string>> = {
  user_authentication: 'sc',
  phone_authentication: 'hwk',
  digital_signature: 'sc',
};

const methodsByFactor: Readonly<Record<Factor, string>> = { pin: 'pin', password: 'pwd', biometrics: 'user' };

/**
 * Authentication method references (RFC 8176): a smart card or a hardware-secured key, what unlocked it, and `mfa`,
 * since every one of them is something held and something known or recognised. Sorted, each once. Biometrics are
 * `user`: the device says that its holder was recognised, and not by what.
 */
export function toAmr({ used }: Pick<Authentication, 'used'>): string[] {
  const methods = used.flatMap(({ kind, factor }) => [methodsByKind[kind], methodsByFactor[factor]]);
  return [...new Set([...methods, 'mfa'])].sort();
}
