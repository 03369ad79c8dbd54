/** Who we are on the network, and whose word we take for who others are: a certificate, its key, the network's authority. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { networkNames, toParty } from './network-names.ts';

export interface NetworkIdentityFiles {
  authorityFile: string;
  certificateFile: string;
  keyFile: string;
}

/** All three in PEM, and fitting each other. */
export interface NetworkIdentity {
  ca: string;
  cert: string;
  key: string;
  validUntil: Date;
}

/** Reads and checks all of it before anything is asked with it. @throws Error that names the file and what is wrong */
export function loadNetworkIdentity(files: NetworkIdentityFiles, now: Date): NetworkIdentity {
  const { authorityFile, certificateFile, keyFile } = files;
  const ca = read(authorityFile);
  const cert = read(certificateFile);
  const key = read(keyFile);
  const authority = parse(authorityFile, 'a certificate in PEM', () => new X509Certificate(ca));
  const certificate = parse(certificateFile, 'a certificate in PEM', () => new X509Certificate(cert));
  const privateKey = parse(keyFile, 'a private key in PEM', () => createPrivateKey(key));
  if (!authority.ca) throw new Error(`${authorityFile} is not an authority’s certificate`);
  if (!certificate.checkPrivateKey(privateKey))
    throw new Error(`${keyFile} is not the key of ${certificateFile}`);
  if (!certificate.checkIssued(authority) || !certificate.verify(authority.publicKey))
    throw new Error(`${certificateFile} was not issued by ${authorityFile}`);
  if (toParty(certificate.subjectAltName) !== networkNames.madoguchi)
    throw new Error(`${certificateFile} is not ${networkNames.madoguchi}’s alone`);
  for (const [file, { validFrom, validTo }] of [
    [authorityFile, authority],
    [certificateFile, certificate],
  ] as const) {
    if (new Date(validTo) <= now) throw new Error(`${file} ran out on ${toDay(validTo)}`);
    if (new Date(validFrom) > now) throw new Error(`${file} is good from ${toDay(validFrom)} only`);
  }
  return { ca, cert, key, validUntil: new Date(certificate.validTo) };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const wrong = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new Error(`${file} ${wrong}`, { cause: error });
  }
}

/** Without the parser's message: it may quote a key. */
function parse<Content>(file: string, what: string, work: () => Content): Content {
  try {
    return work();
  } catch {
    throw new Error(`${file} is not ${what}`);
  }
}

function toDay(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}
