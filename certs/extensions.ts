/** The extensions of the profile, each as one function. All but key usage and basic constraints are not critical there. */
import { createHash, type KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CRLDistributionPoints,
  DistributionPoint,
  Extension,
  ExtKeyUsage,
  GeneralName,
  IssuingDistributionPoint,
  PolicyInformation,
  PublicKeyInfo,
} from 'pkijs';
import { toDistinguishedName, type Name } from './names.ts';

/** RFC 5280 section 4.2.1.3, in the order of its bits. */
const keyUsageBits = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;
export type KeyUse = (typeof keyUsageBits)[number];

interface Encodable {
  toSchema(): asn1js.BaseBlock;
}

export function toExtension(
  extnID: string,
  critical: boolean,
  value: asn1js.BaseBlock | Encodable,
): Extension {
  const block = value instanceof asn1js.BaseBlock ? value : value.toSchema();
  return new Extension({ extnID, critical, extnValue: block.toBER(false) });
}

export function keyUsage(uses: readonly KeyUse[], critical = true): Extension {
  const bits = uses.map((use) => keyUsageBits.indexOf(use));
  const byte = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  // DER: trailing zero bits of a named bit list are not written (X.690 section 11.2.2).
  const unusedBits = uses.length === 0 ? 0 : 7 - Math.max(...bits);
  const valueHex = uses.length === 0 ? new ArrayBuffer(0) : Uint8Array.of(byte).buffer;
  return toExtension('2.5.29.15', critical, new asn1js.BitString({ valueHex, unusedBits }));
}

export function basicConstraints(cA: boolean, pathLength?: number): Extension {
  return toExtension(
    '2.5.29.19',
    true,
    new BasicConstraints({
      cA,
      ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
    }),
  );
}

export function certificatePolicies(oids: readonly string[], critical = false): Extension {
  const policies = oids.map((policyIdentifier) => new PolicyInformation({ policyIdentifier }));
  return toExtension('2.5.29.32', critical, new CertificatePolicies({ certificatePolicies: policies }));
}

export function extendedKeyUsage(oids: readonly string[], critical = false): Extension {
  return toExtension('2.5.29.37', critical, new ExtKeyUsage({ keyPurposes: [...oids] }));
}

export function subjectKeyIdentifier(key: KeyObject): Extension {
  return toExtension('2.5.29.14', false, new asn1js.OctetString({ valueHex: keyIdentifier(key) }));
}

export function authorityKeyIdentifier(key: KeyObject): Extension {
  const id = new asn1js.OctetString({ valueHex: keyIdentifier(key) });
  return toExtension('2.5.29.35', false, new AuthorityKeyIdentifier({ keyIdentifier: id }));
}

export function crlDistributionPoint(name: Name): Extension {
  const directoryName = new GeneralName({ type: 4, value: toDistinguishedName(name) });
  const point = new DistributionPoint({ distributionPoint: [directoryName] });
  return toExtension('2.5.29.31', false, new CRLDistributionPoints({ distributionPoints: [point] }));
}

/** Says that a list is of one part of the certificates only (RFC 5280 section 5.2.5): the part that carries this name. */
export function issuingDistributionPoint(name: Name): Extension {
  const directoryName = new GeneralName({ type: 4, value: toDistinguishedName(name) });
  return toExtension('2.5.29.28', true, new IssuingDistributionPoint({ distributionPoint: [directoryName] }));
}

/** RFC 5280 section 4.2.1.2, method 1: SHA-1 of the key's bits. It names a key and protects nothing. */
function keyIdentifier(key: KeyObject): ArrayBuffer {
  const bits = toPublicKeyInfo(key).subjectPublicKey.valueBlock.valueHexView;
  return Uint8Array.from(createHash('sha1').update(bits).digest()).buffer;
}

export function toPublicKeyInfo(key: KeyObject): PublicKeyInfo {
  return PublicKeyInfo.fromBER(Uint8Array.from(key.export({ format: 'der', type: 'spki' })).buffer);
}
