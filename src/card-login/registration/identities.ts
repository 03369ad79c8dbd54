import type { CertificateKey } from '../../stores/citizens.ts';
import type { StoredIdentity } from '../../stores/identities.ts';
import type { Stores } from '../../stores/stores.ts';
import type { Clock } from '../../vocabulary/clock.ts';
import type { CitizenId } from '../../vocabulary/identifiers.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import type { ResidentAttributes } from '../../vocabulary/residents.ts';
import type { AuthoritySet } from '../authority-set.ts';
import type { UnverifiedCertificate } from '../certificate.ts';
import { extensionName } from '../certificate-extensions.ts';
import type { RevocableCertificate } from '../revocation.ts';
import type { IdentitySeal, SealedIdentity } from './seal.ts';
import { readSignatureAttributes } from './signature-attributes.ts';

/** Who a citizen is, by their own signature certificate. */
export type Identity =
  /** Never signed with one here: a child whom a parent registered. */
  | { state: 'none' }
  | {
      /**
       * `outdated` where the certificate that said so was revoked or ran out: a name or an address changed, or it may
       * have. The citizen's login is as good as before; who they are is known again once they sign with the next one.
       */
      state: 'current' | 'outdated';
      attributes: ResidentAttributes;
      /** When its holder signed with the certificate here. */
      verifiedAt: Date;
      /** Of the signature certificate: it says what it says, and knows nothing later. */
      issuedAt: Date;
      certificate: CertificateKey;
    };

export interface Identities {
  /** @throws Refusal `revocation_unknown` where the authority cannot be asked now: not knowing is neither of the two */
  find(citizen: CitizenId): Promise<Identity>;
}

export function createIdentities(d: {
  stores: Pick<Stores, 'identities'>;
  seal: IdentitySeal;
  authorities: AuthoritySet;
  clock: Clock;
}): Identities {
  async function isCurrent({ certificate }: StoredIdentity, kept: SealedIdentity): Promise<boolean> {
    const now = d.clock.now();
    const issuer = d.authorities.trust.anchors.find(({ keyHash }) => keyHash === certificate.issuerKeyHash);
    // An authority that is no longer pinned vouches for nobody.
    if (!issuer || kept.notAfter * 1000 < now.getTime()) return false;
    try {
      await d.authorities.revocation.check(toRevocable(certificate, kept), issuer, now);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.reason === 'card_revoked') return false;
      throw error;
    }
  }

  return {
    async find(citizen) {
      const stored = await d.stores.identities.find(citizen);
      if (!stored) return { state: 'none' };
      const kept = d.seal.open(citizen, stored.sealed);
      return {
        state: (await isCurrent(stored, kept)) ? 'current' : 'outdated',
        attributes: kept.attributes,
        verifiedAt: stored.registeredAt,
        issuedAt: stored.issuedAt,
        certificate: stored.certificate,
      };
    },
  };
}

/** What is kept of a signature certificate that was verified; to be sealed for whoever turns out to be its holder. */
export function toStoredIdentity(
  certificate: UnverifiedCertificate,
  issuerKeyHash: string,
  { seal, now }: { seal: IdentitySeal; now: Date },
): (citizen: CitizenId) => StoredIdentity {
  const points = certificate.extensions.get(extensionName.crlDistributionPoints);
  const kept: SealedIdentity = {
    attributes: readSignatureAttributes(certificate),
    notAfter: certificate.notAfter,
    distributionPoints: points ? points.value.toString('base64url') : null,
  };
  return (citizen) => ({
    sealed: seal.seal(citizen, kept),
    certificate: { issuerKeyHash, serial: certificate.serial },
    issuedAt: new Date(certificate.notBefore * 1000),
    registeredAt: now,
  });
}

function toRevocable(
  { serial }: CertificateKey,
  { distributionPoints }: SealedIdentity,
): RevocableCertificate {
  const value = distributionPoints === null ? null : Buffer.from(distributionPoints, 'base64url');
  const extensions = new Map(
    value ? [[extensionName.crlDistributionPoints, { critical: false, value }]] : [],
  );
  return { serial, extensions };
}
