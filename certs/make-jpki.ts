/** The stand-in JPKI on disk: made once, then found again. Deleting the folder is a new JPKI that trusts no old card. */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeAuthority, toKeyHash, type Authority, type AuthorityPurpose } from './authority.ts';
import { loadSigningKey } from './engine.ts';
import { enterIssued } from './issued.ts';
import { authorityName, responderName } from './names.ts';
import { makeResponder, type Responder } from './responder.ts';

/** All that the sandbox has: two generations of each of a card's, under one name; phones are younger. */
export const authorityNames = [
  'authentication-g1',
  'authentication-g2',
  'signature-g1',
  'signature-g2',
  'phone-authentication-g1',
] as const;
export type AuthorityFileName = (typeof authorityNames)[number];

/** Certificates are for everyone to read; keys are of the stand-in authority alone. */
const anchorFolders: Readonly<Record<AuthorityPurpose, string>> = {
  authentication: 'anchors',
  signature: 'signature-anchors',
  'phone-authentication': 'phone-anchors',
};

/** Makes the authorities that are not there yet. What is there stays: cards were issued under it. */
export async function makeJpki(options: { folder: string; now: Date }): Promise<Authority[]> {
  const { folder, now } = options;
  for (const part of ['private', ...Object.values(anchorFolders)])
    mkdirSync(join(folder, part), { recursive: true, mode: 0o700 });
  return Promise.all(
    authorityNames.map(async (name) => {
      const authority = existsSync(keyFile(folder, name))
        ? await loadAuthority(folder, name)
        : await makeOnDisk(folder, name, now);
      await openResponder({ folder, authority, now });
      return authority;
    }),
  );
}

async function makeOnDisk(folder: string, name: AuthorityFileName, now: Date): Promise<Authority> {
  const authority = await makeAuthority({ ...toParts(name), now });
  writeOnce(certificateFile(folder, name), authority.certificate);
  // The key last: its presence says that the certificate is complete.
  writeOnce(keyFile(folder, name), toPem(authority.pkcs8));
  return { ...authority, enter: enterInto(folder, name) };
}

/** The authority's responder, made where it is missing: a JPKI from before there were any keeps its cards. */
export async function openResponder(options: {
  folder: string;
  authority: Authority;
  now: Date;
}): Promise<Responder> {
  const { folder, authority, now } = options;
  const files = {
    certificate: join(folder, 'responders', `${authority.name}.cer`),
    key: keyFile(folder, `${authority.name}-responder`),
  };
  const subject = responderName(authority.purpose);
  if (existsSync(files.key)) {
    const certificate = readFileSync(files.certificate);
    const privateKey = createPrivateKey(readFileSync(files.key));
    const x509 = new X509Certificate(certificate);
    // Of an authority that was made anew since, or cut off in the making: made anew like it. No card depends on it.
    if (x509.checkPrivateKey(privateKey) && x509.verify(authority.publicKey))
      return { certificate, publicKey: x509.publicKey, privateKey, subject };
  }
  mkdirSync(join(folder, 'responders'), { recursive: true, mode: 0o700 });
  const responder = await makeResponder(authority, { now });
  writeOnce(files.certificate, responder.certificate);
  writeOnce(files.key, toPem(responder.privateKey.export({ format: 'der', type: 'pkcs8' })));
  return responder;
}

export async function loadAuthority(folder: string, name: string): Promise<Authority> {
  const parts = toParts(name);
  const key = createPrivateKey(readFileSync(keyFile(folder, name)));
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key);
  const certificate = readFileSync(certificateFile(folder, name));
  // Two set-ups at once may leave the certificate of one beside the key of the other: nothing so signed would verify.
  if (!new X509Certificate(certificate).publicKey.equals(publicKey))
    throw new Error(
      `certificate and key of ${name} do not belong together: delete ${folder} and make it anew`,
    );
  return {
    name,
    ...parts,
    keyKind: 'RSA-2048',
    subject: authorityName(parts.purpose),
    certificate,
    publicKey,
    privateKey: await loadSigningKey('RSA-2048', pkcs8),
    pkcs8,
    keyHash: toKeyHash(publicKey),
    enter: enterInto(folder, name),
  };
}

function enterInto(folder: string, authority: string): NonNullable<Authority['enter']> {
  return (serial, municipality) => enterIssued(folder, { authority, serial, municipality });
}

function toParts(name: string): { purpose: AuthorityPurpose; generation: 1 | 2 } {
  const [, purpose, generation] =
    /^(authentication|signature|phone-authentication)-g([12])$/.exec(name) ?? [];
  if (!purpose) throw new Error(`no authority of the stand-in JPKI is called ${JSON.stringify(name)}`);
  return { purpose: purpose as AuthorityPurpose, generation: generation === '1' ? 1 : 2 };
}

function keyFile(folder: string, name: string): string {
  return join(folder, 'private', `${name}.pem`);
}

function certificateFile(folder: string, name: string): string {
  return join(folder, anchorFolders[toParts(name).purpose], `${name}.cer`);
}

function toPem(pkcs8: Buffer): string {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

function writeOnce(file: string, content: Buffer | string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
