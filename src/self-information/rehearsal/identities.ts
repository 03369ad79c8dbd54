/** Who people are, as a test says it, in the place of certificates that were signed with. */
import type { Identities, Identity } from '../../card-login/registration/identities.ts';
import type { CitizenId } from '../../vocabulary/identifiers.ts';
import type { ResidentAttributes } from '../../vocabulary/residents.ts';

export type KnownIdentity = Exclude<Identity, { state: 'none' }>;

export interface StagedIdentities extends Identities {
  set(citizen: CitizenId, identity: Identity | Error): void;
  /** How often somebody was asked about. */
  asked: number;
}

export const hanako: ResidentAttributes = {
  name: { text: '見本 花子', substituted: [] },
  sex: 'female',
  birthOn: '1984-05-06',
  address: { text: '見本県例示市見本町1丁目2番3号', substituted: [] },
};

export function current(
  changes: Partial<ResidentAttributes> = {},
  state: KnownIdentity['state'] = 'current',
): Identity {
  return {
    state,
    attributes: { ...hanako, ...changes },
    verifiedAt: new Date('2026-11-20T10:11:12.345Z'),
    issuedAt: new Date('2026-04-01T00:00:00Z'),
    certificate: { issuerKeyHash: 'A'.repeat(43), serial: '1f' },
  };
}

/** `meanwhile` runs after somebody was asked about, and before the answer arrives. */
export function openIdentities(
  meanwhile: () => Promise<unknown> | undefined = () => undefined,
): StagedIdentities {
  const known = new Map<CitizenId, Identity | Error>();
  const staged: StagedIdentities = {
    asked: 0,
    set: (citizen, identity) => void known.set(citizen, identity),
    async find(citizen) {
      staged.asked += 1;
      await meanwhile();
      const identity = known.get(citizen) ?? { state: 'none' };
      if (identity instanceof Error) throw identity;
      return identity;
    },
  };
  return staged;
}
