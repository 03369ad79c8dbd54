import { CertificateRevocationList, RevokedCertificate, type Extension } from 'pkijs';
import type { Authority } from './authority.ts';
import { toExtensions, toSerialNumber, toTime } from './build-certificate.ts';
import { engine, usualHash } from './engine.ts';
import { authorityKeyIdentifier, issuingDistributionPoint, toExtension } from './extensions.ts';
import { toDistinguishedName, type Name } from './names.ts';

export interface RevocationListOptions {
  revoked: readonly { serial: string; at: Date }[];
  thisUpdate: Date;
  /** `null` leaves it out: such a list must count for nothing. */
  nextUpdate: Date | null;
  number?: number;
  /** Whose records the list is of; of all when absent. */
  part?: Name;
  issuerName?: Name;
  hash?: string;
  extraExtensions?: readonly Extension[];
  alter?: (list: CertificateRevocationList) => void;
}

/**
 * A list of what this authority has revoked, signed with its own key (DER): complete, or of one part where it is named.
 * The real authority splits its list by municipality; a list for all says the same of every card.
 */
export async function issueRevocationList(
  authority: Authority,
  options: RevocationListOptions,
): Promise<Buffer> {
  const list = new CertificateRevocationList({
    version: 1,
    issuer: toDistinguishedName(options.issuerName ?? authority.subject),
    thisUpdate: toTime(options.thisUpdate),
    crlExtensions: toExtensions([
      authorityKeyIdentifier(authority.publicKey),
      toExtension('2.5.29.20', false, toSerialNumber((options.number ?? 1).toString(16))),
      ...(options.part ? [issuingDistributionPoint(options.part)] : []),
      ...(options.extraExtensions ?? []),
    ]),
  });
  if (options.nextUpdate) list.nextUpdate = toTime(options.nextUpdate);
  // RFC 5280 section 5.1.2.6: where nothing is revoked, the list is absent, not empty.
  if (options.revoked.length > 0) {
    list.revokedCertificates = options.revoked.map(
      ({ serial, at }) =>
        new RevokedCertificate({ userCertificate: toSerialNumber(serial), revocationDate: toTime(at) }),
    );
  }
  options.alter?.(list);
  await list.sign(authority.privateKey, options.hash ?? usualHash[authority.keyKind], engine);
  return Buffer.from(list.toSchema(true).toBER(false));
}
