/**
 * The information provision network's own small authority, and the certificates its parties show each other. P-256:
 * these keys live in files, are replaced every year, and are asked for in every handshake.
 */
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { GeneralName, GeneralNames } from 'pkijs';
import { buildCertificate } from './build-certificate.ts';
import { loadSigningKey, makeKeyPair } from './engine.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
  toExtension,
} from './extensions.ts';
import type { Name } from './names.ts';

/** A certificate and its key, as files hold them. */
export interface CertificateFiles {
  certificatePem: string;
  keyPem: string;
}

const authorityNameOf = (name: string): Name => [
  ['C', 'JP'],
  ['O', 'Information Provision Network (stand-in)'],
  ['CN', name],
];
const purposes = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;

export async function makeNetworkAuthority(options: { now: Date; name?: string }): Promise<CertificateFiles> {
  const { publicKey, privateKey, pkcs8 } = await makeKeyPair('P-256');
  const name = authorityNameOf(options.name ?? 'Network Authority');
  const certificate = await buildCertificate({
    serial: newSerial(),
    subject: name,
    issuer: name,
    notBefore: hoursFrom(options.now, -1),
    notAfter: hoursFrom(options.now, 10 * 365 * 24),
    publicKey,
    extensions: [
      // It signs parties' certificates and no further authority.
      basicConstraints(true, 0),
      keyUsage(['keyCertSign', 'cRLSign']),
      subjectKeyIdentifier(publicKey),
      authorityKeyIdentifier(publicKey),
    ],
    signingKey: privateKey,
    hash: 'SHA-256',
  });
  return { certificatePem: toPem('CERTIFICATE', certificate), keyPem: toKeyPem(pkcs8) };
}

/** A party's certificate: one name, and what it may be shown for. Checks nothing, as nothing in this room does. */
export async function issueNetworkCertificate(
  authority: CertificateFiles,
  options: {
    /** The party by its name on the network; more than one only for tests. */
    names: readonly string[];
    uses: readonly (keyof typeof purposes)[];
    notBefore: Date;
    notAfter: Date;
  },
): Promise<CertificateFiles> {
  const issuer = new X509Certificate(authority.certificatePem);
  const subject = /^CN=(.*)$/m.exec(issuer.subject)?.[1] ?? '';
  const issuerKey = createPrivateKey(authority.keyPem);
  const { publicKey, pkcs8 } = await makeKeyPair('P-256');
  const certificate = await buildCertificate({
    serial: newSerial(),
    subject: [
      ['C', 'JP'],
      ['O', 'Information Provision Network (stand-in)'],
    ],
    issuer: authorityNameOf(subject),
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    publicKey,
    extensions: [
      basicConstraints(false),
      keyUsage(['digitalSignature']),
      extendedKeyUsage(options.uses.map((use) => purposes[use])),
      alternativeNames(options.names),
      subjectKeyIdentifier(publicKey),
      authorityKeyIdentifier(issuer.publicKey),
    ],
    signingKey: await loadSigningKey('P-256', issuerKey.export({ format: 'der', type: 'pkcs8' })),
    hash: 'SHA-256',
  });
  return { certificatePem: toPem('CERTIFICATE', certificate), keyPem: toKeyPem(pkcs8) };
}

/** dNSName, although nobody resolves it: what every TLS library knows how to compare. */
function alternativeNames(names: readonly string[]) {
  return toExtension(
    '2.5.29.17',
    false,
    new GeneralNames({ names: names.map((value) => new GeneralName({ type: 2, value })) }),
  );
}

function newSerial(): string {
  return randomBytes(8).toString('hex').replace(/^./, '7');
}

export function hoursFrom(now: Date, hours: number): Date {
  return new Date(now.getTime() + hours * 3_600_000);
}

function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function toKeyPem(pkcs8: Buffer): string {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}
