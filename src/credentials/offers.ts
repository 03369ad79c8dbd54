/** Pre-authorized codes: what a citizen chose on their page becomes a token for one wallet, once. */
import { hash, randomBytes, randomInt } from 'node:crypto';
import type { CredentialOffers, OfferedTo } from '../stores/credential-offers.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type CredentialType } from './credential-types.ts';
import { preAuthorizedCode, toAuthorizationServer } from './issuer-metadata.ts';

/** What the page shows: an address for the wallet, to be scanned or followed, and a number to type into it. */
export interface ShownOffer {
  address: string;
  transactionCode: string;
  expiresAt: Date;
}

const offerMinutes = 10;
export const tokenSeconds = 300;
/** Whoever photographs the code from afar must guess six digits. */
const mostTries = 3;

export interface Offers {
  make(to: OfferedTo, type: CredentialType): Promise<ShownOffer>;
  /** @throws Refusal `credential_offer_invalid` */
  redeem(code: string, transactionCode: string): Promise<string>;
  /** @throws Refusal `credential_token_invalid` */
  find(token: string): Promise<OfferedTo>;
  /** @throws Refusal `credential_token_invalid` where it was taken meanwhile */
  take(token: string): Promise<void>;
}

export function createOffers(d: { issuer: string; offers: CredentialOffers; clock: Clock }): Offers {
  const { issuer, offers, clock } = d;
  const later = (seconds: number): Date => new Date(clock.now().getTime() + seconds * 1000);
  return {
    async make({ citizen, item }, type) {
      const code = randomBytes(32).toString('base64url');
      const transactionCode = String(randomInt(1_000_000)).padStart(6, '0');
      const expiresAt = later(offerMinutes * 60);
      await offers.add({
        codeHash: digest(code),
        citizen,
        item,
        transactionCodeHash: transactionDigest(code, transactionCode),
        tries: mostTries,
        expiresAt,
      });
      const offer = {
        credential_issuer: issuer,
        credential_configuration_ids: [type.id],
        grants: {
          [preAuthorizedCode]: {
            'pre-authorized_code': code,
            tx_code: { input_mode: 'numeric', length: 6 },
            authorization_server: toAuthorizationServer(issuer),
          },
        },
      };
      const address = `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`;
      return { address, transactionCode, expiresAt };
    },

    async redeem(code, transactionCode) {
      const token = randomBytes(32).toString('base64url');
      const redeemed = await offers.redeem(
        { codeHash: digest(code), transactionCodeHash: transactionDigest(code, transactionCode) },
        { hash: digest(token), expiresAt: later(tokenSeconds) },
        clock.now(),
      );
      if (!redeemed) throw new Refusal('credential_offer_invalid');
      return token;
    },

    async find(token) {
      const found = await offers.find(digest(token), clock.now());
      if (!found) throw new Refusal('credential_token_invalid');
      return found;
    },

    async take(token) {
      if (!(await offers.take(digest(token), clock.now()))) throw new Refusal('credential_token_invalid');
    },
  };
}

const digest = (secret: string): string => hash('sha256', secret, 'base64url');

/** Six digits alone could be tried out against a copy of the database. */
const transactionDigest = (code: string, transactionCode: string): string =>
  digest(`${code}.${transactionCode}`);
