/** What an OCSP responder answers (RFC 6960, 4.2), right or wrong: encoded here byte by byte, so that a test may lie anywhere. */
import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import type { Authority } from './authority.ts';
import { toSerialNumber } from './build-certificate.ts';
import { toPublicKeyInfo } from './extensions.ts';
import { toDistinguishedName } from './names.ts';
import type { Responder } from './responder.ts';

export type CertificateStatus = 'good' | 'unknown' | { revokedAt: Date };

export interface OcspStatement {
  serial: string;
  status: CertificateStatus;
  thisUpdate: Date;
  /** `null` leaves it out. */
  nextUpdate: Date | null;
  /** Whose certificate the statement is about; the authority's own unless a test lies. */
  issuer?: Authority;
  /** How the issuer is hashed: as it was in the question. */
  hash?: 'sha1' | 'sha256';
  /** DER of extensions that stand with the statement. */
  extensions?: readonly Buffer[];
}

export interface OcspAnswerOptions {
  statements: readonly OcspStatement[];
  producedAt: Date;
  /** `null` leaves it out. */
  nonce: Buffer | null;
  /** Who signs: the authority itself when absent. */
  responder?: Responder;
  /** Which certificates come along; the responder's own when absent. */
  certificates?: readonly Buffer[];
  /** How the signer names itself. */
  namedBy?: 'key' | 'name';
  hash?: 'sha1' | 'sha256' | 'sha384';
  /** DER of extensions beside the nonce. */
  extensions?: readonly Buffer[];
}

const tag = { sequence: 0x30, octetString: 0x04, bitString: 0x03, enumerated: 0x0a, time: 0x18 } as const;
const responseTypeBasic = Buffer.from('06092b0601050507300101', 'hex');
const nonceName = Buffer.from('06092b0601050507300102', 'hex');
/** AlgorithmIdentifiers by key and hash. */
const algorithms: Readonly<Record<string, string>> = {
  'rsa sha1': '300d06092a864886f70d0101050500',
  'rsa sha256': '300d06092a864886f70d01010b0500',
  'rsa sha384': '300d06092a864886f70d01010c0500',
  'ec sha256': '300a06082a8648ce3d040302',
  'ec sha384': '300a06082a8648ce3d040303',
};
const hashAlgorithms = {
  sha1: Buffer.from('300906052b0e03021a0500', 'hex'),
  sha256: Buffer.from('300d06096086480165030402010500', 'hex'),
} as const;

export function issueOcspAnswer(authority: Authority, options: OcspAnswerOptions): Buffer {
  const { responder } = options;
  const subject = responder?.subject ?? authority.subject;
  const publicKey = responder?.publicKey ?? authority.publicKey;
  const privateKey =
    responder?.privateKey ?? createPrivateKey({ key: authority.pkcs8, format: 'der', type: 'pkcs8' });
  const responderId =
    options.namedBy === 'name'
      ? der(0xa1, Buffer.from(toDistinguishedName(subject).toSchema().toBER(false)))
      : der(0xa2, der(tag.octetString, hashKey(publicKey, 'sha1')));
  const extensions = [
    ...(options.nonce ? [toExtensionDer(nonceName, der(tag.octetString, options.nonce))] : []),
    ...(options.extensions ?? []),
  ];
  const signed = der(
    tag.sequence,
    responderId,
    toTimeDer(options.producedAt),
    der(tag.sequence, ...options.statements.map((statement) => toStatementDer(authority, statement))),
    ...(extensions.length > 0 ? [der(0xa1, der(tag.sequence, ...extensions))] : []),
  );
  const hash = options.hash ?? 'sha256';
  const certificates = options.certificates ?? (responder ? [responder.certificate] : []);
  const basic = der(
    tag.sequence,
    signed,
    Buffer.from(algorithms[`${publicKey.asymmetricKeyType} ${hash}`] ?? '', 'hex'),
    der(tag.bitString, Buffer.of(0), sign(hash, signed, privateKey)),
    ...(certificates.length > 0 ? [der(0xa0, der(tag.sequence, ...certificates))] : []),
  );
  const bytes = der(tag.sequence, responseTypeBasic, der(tag.octetString, basic));
  return der(tag.sequence, der(tag.enumerated, Buffer.of(0)), der(0xa0, bytes));
}

/** What a responder answers that answers nothing: 1 malformed, 2 internal error, 3 try later, 5 signature, 6 unauthorized. */
export function issueOcspError(status: 1 | 2 | 3 | 5 | 6): Buffer {
  return der(tag.sequence, der(tag.enumerated, Buffer.of(status)));
}

/** SHA-1 or SHA-256 of an issuer's name and key, as a question names it. */
export function hashIssuer(authority: Authority, hash: 'sha1' | 'sha256'): { name: Buffer; key: Buffer } {
  const name = Buffer.from(toDistinguishedName(authority.subject).toSchema().toBER(false));
  return { name: createHash(hash).update(name).digest(), key: hashKey(authority.publicKey, hash) };
}

export function toExtensionDer(name: Buffer, value: Buffer, critical = false): Buffer {
  return der(tag.sequence, name, ...(critical ? [Buffer.of(1, 1, 0xff)] : []), der(tag.octetString, value));
}

function toStatementDer(authority: Authority, statement: OcspStatement): Buffer {
  const { status, nextUpdate, extensions = [], hash = 'sha256' } = statement;
  const issuer = hashIssuer(statement.issuer ?? authority, hash);
  const statusDer =
    status === 'good' ? der(0x80) : status === 'unknown' ? der(0x82) : der(0xa1, toTimeDer(status.revokedAt));
  return der(
    tag.sequence,
    der(
      tag.sequence,
      hashAlgorithms[hash],
      der(tag.octetString, issuer.name),
      der(tag.octetString, issuer.key),
      Buffer.from(toSerialNumber(statement.serial).toBER(false)),
    ),
    statusDer,
    toTimeDer(statement.thisUpdate),
    ...(nextUpdate ? [der(0xa0, toTimeDer(nextUpdate))] : []),
    ...(extensions.length > 0 ? [der(0xa1, der(tag.sequence, ...extensions))] : []),
  );
}

function hashKey(key: KeyObject, hash: 'sha1' | 'sha256'): Buffer {
  return createHash(hash).update(toPublicKeyInfo(key).subjectPublicKey.valueBlock.valueHexView).digest();
}

/** `YYYYMMDDHHMMSSZ` */
function toTimeDer(date: Date): Buffer {
  return der(tag.time, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));
}

function der(type: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length.toString(16);
  const bytes = Buffer.from(length.length % 2 === 0 ? length : `0${length}`, 'hex');
  const head = content.length < 0x80 ? [type, content.length] : [type, 0x80 | bytes.length, ...bytes];
  return Buffer.concat([Buffer.from(head), content]);
}
