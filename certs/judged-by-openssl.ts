/** What openssl, which shares no line with what made the certificates, says of them. For tests. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

function write(folder: string, name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function toPem(der: Buffer, label = 'CERTIFICATE'): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
