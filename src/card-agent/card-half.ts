/**
 * What a card consists of, as OpenSC numbers and names it: a token for each secret, with one key in it. A half answers
 * for one thing alone, and knows one form of secret: so nothing that is meant for the one is ever given to the other.
 */
import type { SecretForm } from './secret.ts';

export interface CardHalf {
  /** The token's label; slot numbers change, and its serial is `00000000` on every card. */
  tokenLabel: string;
  /** Of the certificate and its key both; the CA certificates beside them have others. */
  objectId: number;
  certificateLabel: string;
  keyLabel: string;
  /** Whether the certificate is shown before the secret. The one for signatures names its holder, and is not. */
  certificateIsPublic: boolean;
  secretForm: SecretForm;
  /** What its key signs, and nothing else: a login token never passes for a document, nor a document for a login. */
  signs: 'login_token' | 'document';
}

export const cardHalves = {
  /** 利用者証明用: who this is. */
  authentication: {
    tokenLabel: 'JPKI (User Authentication PIN)',
    objectId: 1,
    certificateLabel: 'User Authentication Certificate',
    keyLabel: 'User Authentication Key',
    certificateIsPublic: true,
    secretForm: 'pin',
    signs: 'login_token',
  },
  /** 署名用: what this person declares. Nobody under 15 has one. */
  signature: {
    tokenLabel: 'JPKI (Digital Signature PIN)',
    objectId: 2,
    certificateLabel: 'Digital Signature Certificate',
    keyLabel: 'Digital Signature Key',
    certificateIsPublic: false,
    secretForm: 'password',
    signs: 'document',
  },
  /** On a phone, which holds no card: how real ones name it is not public, and these names stand in. */
  phone: {
    tokenLabel: 'JPKI (Phone User Authentication)',
    objectId: 1,
    certificateLabel: 'Phone User Authentication Certificate',
    keyLabel: 'Phone User Authentication Key',
    certificateIsPublic: false,
    secretForm: 'pin',
    signs: 'login_token',
  },
} as const satisfies Readonly<Record<string, CardHalf>>;

export type HalfName = keyof typeof cardHalves;
