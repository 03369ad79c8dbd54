import type { RevocationSource } from './revocation.ts';
import type { CardTrust } from './trust.ts';

/** The authorities of one kind of certificate: whose signature counts, and where they say what they took back. */
export interface AuthoritySet {
  trust: CardTrust;
  revocation: RevocationSource;
}
