/** What openssl, which shares no line with what made the certificates, says of them. For tests. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For a test's `skip`: false, or why it cannot run here. LibreSSL answers to the same name in other words. */
export const withoutOpenssl: false | string = /^OpenSSL [3-9]/.test(
  spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '',
)
  ? false
  : 'OpenSSL 3 is not installed';

interface Path {
  anchor: Buffer;
  intermediates?: readonly Buffer[];
  certificate: Buffer;
  revocationList?: Buffer;
  now?: Date;
}

/** `OK`, or openssl's reason for refusing. */
export function verifyByOpenssl(path: Path): string {
  return inFolder((folder) => {
    const words = ['verify', '-x509_strict', '-CAfile', write(folder, 'anchor', toPem(path.anchor))];
    if (path.intermediates)
      words.push(
        '-untrusted',
        write(folder, 'intermediates', path.intermediates.map((der) => toPem(der)).join('')),
      );
    if (path.revocationList)
      words.push('-crl_check', '-CRLfile', write(folder, 'list', toPem(path.revocationList, 'X509 CRL')));
    if (path.now) words.push('-attime', String(Math.floor(path.now.getTime() / 1000)));
    words.push(write(folder, 'certificate', toPem(path.certificate)));
    const { status, stdout, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
    if (status === 0) return 'OK';
    return /lookup: ?(.*)/.exec(`${stdout}${stderr}`)?.[1]?.trim() ?? `${stdout}${stderr}`;
  });
}

/** The certificate in openssl's words, names in the order of their encoding and without spaces between their parts. */
export function printByOpenssl(certificate: Buffer): string {
  return execFileSync('openssl', ['x509', '-noout', '-text', '-nameopt', 'RFC2253,-dn_rev'], {
    input: toPem(certificate),
    encoding: 'utf8',
  })
    .replaceAll(' = ', '=')
    .replaceAll(/, (?=[A-Z]+=)/g, ',');
}

export function printListByOpenssl(list: Buffer): string {
  return execFileSync('openssl', ['crl', '-noout', '-text'], {
    input: toPem(list, 'X509 CRL'),
    encoding: 'utf8',
  });
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-openssl-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder: string, name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function toPem(der: Buffer, label = 'CERTIFICATE'): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

interface OcspDialogue {
  issuer: Buffer;
  certificate: Buffer;
  hash: 'sha1' | 'sha256';
}

/** A question with a nonce, as openssl asks it. */
export function askOcspByOpenssl({ issuer, certificate, hash }: OcspDialogue): Buffer {
  return inFolder((folder) => {
    const question = join(folder, 'question');
    const words = ['-issuer', write(folder, 'issuer', toPem(issuer)), `-${hash}`];
    words.push('-cert', write(folder, 'certificate', toPem(certificate)), '-reqout', question);
    execFileSync('openssl', ['ocsp', ...words], { stdio: 'ignore' });
    return readFileSync(question);
  });
}

/** What openssl says of an answer to that question: whether it verifies, its nonce included, and the status. */
export function judgeOcspByOpenssl(
  { issuer, certificate, hash }: OcspDialogue,
  question: Buffer,
  answer: Buffer,
): string {
  return inFolder((folder) => {
    const anchor = write(folder, 'issuer', toPem(issuer));
    // Otherwise it would put a new nonce into the question that was asked.
    const words = ['-issuer', anchor, '-CAfile', anchor, `-${hash}`, '-no_nonce'];
    words.push('-cert', write(folder, 'certificate', toPem(certificate)));
    words.push('-reqin', write(folder, 'question', question), '-respin', write(folder, 'answer', answer));
    const { stdout, stderr } = spawnSync('openssl', ['ocsp', ...words], { encoding: 'utf8' });
    return `${stdout}${stderr}`;
  });
}

/** What openssl says of an answer that was kept, to whoever has only the issuer and the serial. */
export function judgeOcspEvidenceByOpenssl(kept: { issuer: Buffer; serial: string; answer: Buffer }): string {
  return inFolder((folder) => {
    const anchor = write(folder, 'issuer', toPem(kept.issuer));
    const words = [
      '-issuer',
      anchor,
      '-CAfile',
      anchor,
      '-sha256',
      '-no_nonce',
      '-serial',
      `0x${kept.serial}`,
    ];
    words.push('-respin', write(folder, 'answer', kept.answer));
    const { stdout, stderr } = spawnSync('openssl', ['ocsp', ...words], { encoding: 'utf8' });
    return `${stdout}${stderr}`;
  });
}
