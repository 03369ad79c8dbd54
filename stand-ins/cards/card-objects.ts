/**
 * What a card holds, named and numbered as OpenSC shows the real one (its pkcs15-jpki driver):
 * a token per PIN, one key in each, and the authorities' certificates beside the login certificate.
 */
export interface TokenPlan {
  label: string;
  pin: string;
  key: { id: number; label: string; kind: 'RSA-2048' | 'P-256' | 'P-384' };
}

export interface CertificateObject {
  id: number;
  label: string;
  /** DER, base64, as are the parts of it that PKCS#11 wants told apart. */
  certificate: string;
  subject: string;
  issuer: string;
  serial: string;
  /** Not to be seen before the PIN was right: it names its holder. */
  isPrivate: boolean;
  isAuthority: boolean;
}

export const tokenLabels = {
  authentication: 'JPKI (User Authentication PIN)',
  signature: 'JPKI (Digital Signature PIN)',
} as const;

export const keyObjects = {
  authentication: { id: 1, label: 'User Authentication Key' },
  signature: { id: 2, label: 'Digital Signature Key' },
} as const;

export const certificateObjects = {
  authentication: { id: 1, label: 'User Authentication Certificate', isPrivate: false, isAuthority: false },
  signature: { id: 2, label: 'Digital Signature Certificate', isPrivate: true, isAuthority: false },
  authenticationAuthority: {
    id: 3,
    label: 'User Authentication Certificate CA',
    isPrivate: false,
    isAuthority: true,
  },
  signatureAuthority: {
    id: 4,
    label: 'Digital Signature Certificate CA',
    isPrivate: false,
    isAuthority: true,
  },
} as const;

/** Asked of the token maker, and answered by it, in this order. */
export type TokenMakerAsk =
  | { step: 'make-tokens'; module: string; tokens: readonly TokenPlan[] }
  | { step: 'write-certificates'; certificates: readonly (readonly CertificateObject[])[] };
export type TokenMakerAnswer =
  /** SubjectPublicKeyInfo (DER, base64) of each token's new key. */
  { step: 'make-tokens'; publicKeys: readonly string[] } | { step: 'write-certificates' };
