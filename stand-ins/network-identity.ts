/** Certificates of the network's parties: made at set-up on disk, or in memory once per process for tests. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type CertificateFiles,
  hoursFrom,
  issueNetworkCertificate,
  makeNetworkAuthority,
} from '../certs/network-certificate.ts';
import type { NetworkIdentityFiles } from '../src/agencies/network-identity.ts';
import { networkNames, toParty } from '../src/agencies/network-names.ts';
import { writePrivateFile } from './fresh-file.ts';

/** Where a party's three files lie in its own folder. */
export function identityFilesIn(folder: string): NetworkIdentityFiles {
  return {
    authorityFile: join(folder, 'ca.pem'),
    certificateFile: join(folder, 'certificate.pem'),
    keyFile: join(folder, 'key.pem'),
  };
}

/** Whoever can issue in the network's name. */
export interface NetworkAuthority {
  certificatePem: string;
  /** A good certificate of now. */
  issue(party: string): Promise<CertificateFiles>;
}

const lifetimeHours = 365 * 24;
/** Set-up makes a certificate anew this long before it runs out. */
const renewalHours = 30 * 24;

/** The authority in its folder, made where there is none; the network's program never reads it. */
export async function openNetworkAuthority(folder: string, now: Date): Promise<NetworkAuthority> {
  const files = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  if (!existsSync(files.key)) {
    const made = await makeNetworkAuthority({ now });
    writePrivateFile(files.certificate, made.certificatePem);
    writePrivateFile(files.key, made.keyPem);
  }
  const authority = {
    certificatePem: readFileSync(files.certificate, 'utf8'),
    keyPem: readFileSync(files.key, 'utf8'),
  };
  return { certificatePem: authority.certificatePem, issue: (party) => issueTo(authority, party, now) };
}

let authorityOfTests: Promise<NetworkAuthority & { files: CertificateFiles }> | undefined;

/** One authority for all towns of a process, and one certificate per party: keys are what takes time. */
export function authorityInMemory(): Promise<NetworkAuthority & { files: CertificateFiles }> {
  authorityOfTests ??= makeNetworkAuthority({ now: new Date() }).then((files) => {
    const issued = new Map<string, Promise<CertificateFiles>>();
    return {
      files,
      certificatePem: files.certificatePem,
      issue(party) {
        const certificate = issued.get(party) ?? issueTo(files, party, new Date());
        issued.set(party, certificate);
        return certificate;
      },
    };
  });
  return authorityOfTests;
}

/** Madoguchi only asks; everybody else is asked too. */
function issueTo(authority: CertificateFiles, party: string, now: Date): Promise<CertificateFiles> {
  return issueNetworkCertificate(authority, {
    names: [party],
    uses: party === networkNames.madoguchi ? ['client'] : ['server', 'client'],
    notBefore: hoursFrom(now, -1),
    notAfter: hoursFrom(now, lifetimeHours),
  });
}

/** Gives a party what it lacks, or what is about to run out; good certificates stay. */
export async function provideIdentity(
  authority: NetworkAuthority,
  party: string,
  folder: string,
  now = new Date(),
): Promise<NetworkIdentityFiles> {
  const files = identityFilesIn(folder);
  if (!isGood(files, authority, party, now)) writeIdentity(folder, authority, await authority.issue(party));
  return files;
}

export function writeIdentity(
  folder: string,
  authority: Pick<NetworkAuthority, 'certificatePem'>,
  { certificatePem, keyPem }: CertificateFiles,
): NetworkIdentityFiles {
  const files = identityFilesIn(folder);
  mkdirSync(dirname(files.keyFile), { recursive: true, mode: 0o700 });
  writePrivateFile(files.authorityFile, authority.certificatePem);
  writePrivateFile(files.keyFile, keyPem);
  writePrivateFile(files.certificateFile, certificatePem);
  return files;
}

function isGood(
  { authorityFile, certificateFile, keyFile }: NetworkIdentityFiles,
  authority: NetworkAuthority,
  party: string,
  now: Date,
): boolean {
  if (![authorityFile, certificateFile, keyFile].every((file) => existsSync(file))) return false;
  if (readFileSync(authorityFile, 'utf8') !== authority.certificatePem) return false;
  const certificate = new X509Certificate(readFileSync(certificateFile));
  return (
    toParty(certificate.subjectAltName) === party &&
    certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile))) &&
    certificate.verify(new X509Certificate(authority.certificatePem).publicKey) &&
    new Date(certificate.validTo) > hoursFrom(now, renewalHours)
  );
}
