import type { EmergencyAccreditation } from '../vocabulary/accreditation.ts';
import type { ClientId, ItemName } from '../vocabulary/identifiers.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import type { Words } from '../vocabulary/words.ts';
import { checkPurposes } from './check-purposes.ts';
import type { Database } from './database.ts';

/** Why a relying party asks: reviewed at registration, shown to the citizen, enforced at the pushed request. */
export interface Purpose {
  /** `[a-z0-9-]+`, unique for the relying party. */
  id: string;
  /** What the citizen reads: why it is needed. */
  title: Words;
  /** Items without which the service cannot be given. */
  requiredItems: readonly ItemName[];
  /** Items the citizen may add by ticking. */
  optionalItems: readonly ItemName[];
  /** What they promise: how long they keep it and whom they pass it to. */
  retention: Words;
  /** How far a request may go. */
  longestValidityDays: number;
  mostReads: number;
}

export interface RelyingParty {
  clientId: ClientId;
  legalName: Words;
  /** 法人番号: 13 digits with a check digit. */
  corporateNumber: string;
  domain: string;
  contact: string;
  redirectUris: readonly string[];
  /** Public signing keys for `private_key_jwt`. */
  jwks: { keys: readonly PublicJwk[] };
  purposes: readonly Purpose[];
  /** Where it wants to be told of events (RFC 8935); without one it is told of none. */
  eventEndpoint?: string;
  /** Only of who may reach people that cannot be asked. */
  emergencyAccreditation?: EmergencyAccreditation;
}

export interface RelyingParties {
  find(clientId: ClientId): Promise<RelyingParty | undefined>;
  /** Adds or replaces. @throws Error where a purpose asks what none may (check-purposes.ts) */
  save(relyingParty: RelyingParty): Promise<void>;
}

export function createRelyingParties(database: Database): RelyingParties {
  return {
    async find(clientId) {
      const row = await database.get<{ document: string }>(
        'SELECT document FROM relying_parties WHERE client_id = ?',
        [clientId],
      );
      return row && (JSON.parse(row.document) as RelyingParty);
    },

    async save(relyingParty) {
      checkPurposes(relyingParty);
      await database.run(
        `INSERT INTO relying_parties (client_id, document) VALUES (?, ?)
         ON CONFLICT (client_id) DO UPDATE SET document = excluded.document`,
        [relyingParty.clientId, JSON.stringify(relyingParty)],
      );
    },
  };
}
