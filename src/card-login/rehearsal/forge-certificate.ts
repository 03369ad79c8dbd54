/** Certificates put together from parts of any kind, and signed by a real key: a forger with an authority's key in hand. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { bits, boolean, der, integer, objectIdentifier, octets, sequence, set } from './write-der.ts';

export interface ForgedKey {
  privateKey: KeyObject;
  /** SubjectPublicKeyInfo. */
  spki: Buffer;
  /** What names the key in certificates. */
  identifier: Buffer;
}

const makers = {
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  secp256k1: () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  'P-256 spelt out': () => generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }),
  'RSA-1024': () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'RSA-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'RSA-2048 e=3': () => generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }),
  Ed25519: () => generateKeyPairSync('ed25519'),
} as const;
export type ForgedKeyKind = keyof typeof makers;

export function makeForgedKey(kind: ForgedKeyKind): ForgedKey {
  const { publicKey, privateKey } = makers[kind]();
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return { privateKey, spki, identifier: createHash('sha1').update(spki).digest() };
}

/** AlgorithmIdentifiers in hex. */
const algorithms = {
  'rsa sha1': '300d06092a864886f70d0101050500',
  'rsa sha256': '300d06092a864886f70d01010b0500',
  'rsa sha256 without null': '300b06092a864886f70d01010b',
  'ec sha1': '300906072a8648ce3d0401',
  'ec sha256': '300a06082a8648ce3d040302',
  'ec sha256 with null': '300c06082a8648ce3d0403020500',
  'ec sha384': '300a06082a8648ce3d040303',
  'ec sha512': '300a06082a8648ce3d040304',
  ed25519: '300506032b6570',
} as const;
export type ForgedAlgorithm = keyof typeof algorithms;

export interface ForgedExtension {
  name: string;
  critical: boolean;
  value: Buffer;
}

/** One attribute of a name: type, tag of its string, bytes of its string. */
export type ForgedAttribute = readonly [type: string, tag: number, text: string | Buffer];
/** Relative names, each of one attribute or several. */
export type ForgedName = readonly (readonly ForgedAttribute[])[];

export interface ForgedParts {
  /** As it is encoded, so 2 stands for version 3; left out where undefined. */
  version: number | undefined;
  /** The integer's content. */
  serial: Buffer;
  algorithm: ForgedAlgorithm;
  /** Where it is not the one that was signed. */
  outerAlgorithm?: ForgedAlgorithm;
  issuer: Buffer;
  /** DER of a time each. */
  notBefore: Buffer;
  notAfter: Buffer;
  subject: Buffer;
  key: ForgedKey;
  hasUniqueIdentifier?: boolean;
  extensions: readonly ForgedExtension[];
  signer: ForgedKey;
  /** The last hand on what is going to be signed. */
  alter?: (signed: Buffer) => Buffer;
}

export function forgeCertificate(parts: ForgedParts): Buffer {
  const { algorithm, outerAlgorithm = algorithm, signer, extensions } = parts;
  const whole = sequence(
    parts.version === undefined ? Buffer.alloc(0) : der(0xa0, integer(parts.version)),
    der(0x02, parts.serial),
    toAlgorithm(algorithm),
    parts.issuer,
    sequence(parts.notBefore, parts.notAfter),
    parts.subject,
    parts.key.spki,
    parts.hasUniqueIdentifier ? der(0x82, Buffer.of(0, 0x55)) : Buffer.alloc(0),
    extensions.length === 0 ? Buffer.alloc(0) : der(0xa3, sequence(...extensions.map(toExtension))),
  );
  const signed = parts.alter?.(whole) ?? whole;
  const hash = /sha\d+/.exec(algorithm)?.[0] ?? null;
  return sequence(signed, toAlgorithm(outerAlgorithm), bits(sign(hash, signed, signer.privateKey)));
}

function toAlgorithm(algorithm: ForgedAlgorithm): Buffer {
  return Buffer.from(algorithms[algorithm], 'hex');
}

function toExtension({ name, critical, value }: ForgedExtension): Buffer {
  return sequence(objectIdentifier(name), ...(critical ? [boolean(true)] : []), octets(value));
}

export const stringTag = {
  utf8: 0x0c,
  printable: 0x13,
  t61: 0x14,
  ia5: 0x16,
  universal: 0x1c,
  bmp: 0x1e,
} as const;
const attributeTypes: Readonly<Record<string, string>> = {
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  mail: '1.2.840.113549.1.9.1',
};

export function toName(name: ForgedName): Buffer {
  return sequence(
    ...name.map((attributes) =>
      set(
        ...attributes.map(([type, tag, text]) =>
          sequence(
            objectIdentifier(attributeTypes[type] ?? type),
            der(tag, typeof text === 'string' ? encode(tag, text) : text),
          ),
        ),
      ),
    ),
  );
}

function encode(tag: number, text: string): Buffer {
  if (tag === stringTag.bmp) return Buffer.from(text, 'utf16le').swap16();
  if (tag === stringTag.universal)
    return Buffer.concat(
      [...text].map((one) =>
        Buffer.from([0, 0, 0, 0].map((_, at) => ((one.codePointAt(0) ?? 0) >> (24 - 8 * at)) & 0xff)),
      ),
    );
  return Buffer.from(text, tag === stringTag.utf8 ? 'utf8' : 'latin1');
}
