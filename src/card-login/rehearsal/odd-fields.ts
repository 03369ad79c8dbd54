/** Fields, keys, signers and company that are odd. */
import { generalName, toAuthorityKeyIdentifier } from './forged-extensions.ts';
import { keyOf, planLink, put, rekey, secondsFromNow } from './forged-chain.ts';
import { type Oddity, value } from './oddity.ts';
import { ascii, der, sequence, time } from './write-der.ts';

const fields: Record<string, Oddity> = {
  'version 1': (link) => (link.version = undefined),
  'version 1, written out': (link) => (link.version = 0),
  'version 2': (link) => (link.version = 1),
  'version 4': (link) => (link.version = 3),
  'serial: zero': (link) => (link.serial = Buffer.of(0)),
  'serial: negative': (link) => (link.serial = Buffer.of(0x80)),
  'serial: of 20 bytes': (link) => (link.serial = Buffer.alloc(20, 0x7f)),
  'serial: of 21 bytes': (link) => (link.serial = Buffer.alloc(21, 0x7f)),
  'serial: padded': (link) => (link.serial = Buffer.of(0, 1)),
  'algorithm: SHA-1': (link) => (link.algorithm = 'ec sha1'),
  'algorithm: SHA-384': (link) => (link.algorithm = 'ec sha384'),
  'algorithm: with a null': (link) => (link.algorithm = 'ec sha256 with null'),
  'algorithm: another outside': (link) => (link.outerAlgorithm = 'ec sha512'),
  'algorithm: RSA outside': (link) => (link.outerAlgorithm = 'rsa sha256'),
  'unique identifier': (link) => (link.hasUniqueIdentifier = true),
  'ended a second ago': (link) => (link.notAfter = time(secondsFromNow(-1))),
  'ends in a second': (link) => (link.notAfter = time(secondsFromNow(1))),
  'begins now': (link) => (link.notBefore = time(secondsFromNow(0))),
  'begins in a second': (link) => (link.notBefore = time(secondsFromNow(1))),
  'ends before it begins': (link) => ([link.notBefore, link.notAfter] = [link.notAfter, link.notBefore]),
  'ends in 2060': (link) => (link.notAfter = time(new Date('2060-01-01T00:00:00Z'))),
  'a time with an offset': (link) => (link.notAfter = ascii(0x17, '301124030000+0900')),
  'a time without seconds': (link) => (link.notAfter = ascii(0x17, '3011240300Z')),
  'a day that does not exist': (link) => (link.notAfter = ascii(0x17, '300231030000Z')),
  'a fraction of a second': (link) => (link.notAfter = ascii(0x18, '20301124030000.5Z')),
  'unknown extension': (link) =>
    link.extensions.push({ name: '1.2.3.4', critical: false, value: Buffer.of(5, 0) }),
  'unknown extension, critical': (link) =>
    link.extensions.push({ name: '1.2.3.4', critical: true, value: Buffer.of(5, 0) }),
  'no extensions': (link) => (link.extensions = []),
  'points to lists': value(
    'distributionPoints',
    sequence(sequence(der(0xa0, der(0xa0, generalName.uri('http://a.example/crl'))))),
  ),
  'points to lists, critical': value(
    'distributionPoints',
    sequence(sequence(der(0xa0, der(0xa0, generalName.uri('http://a.example/crl'))))),
    true,
  ),
};

const keysAndSigners: Record<string, Oddity> = {
  'key: RSA of 1024 bits': (_, chain, at) => rekey(chain, at, keyOf('RSA-1024', 'odd'), 'rsa sha256'),
  'key: RSA of 2048 bits': (_, chain, at) => rekey(chain, at, keyOf('RSA-2048', 'odd'), 'rsa sha256'),
  'key: RSA with exponent 3': (_, chain, at) =>
    rekey(chain, at, keyOf('RSA-2048 e=3', 'odd'), 'rsa sha256 without null'),
  'key: RSA with SHA-1': (_, chain, at) => rekey(chain, at, keyOf('RSA-2048', 'odd'), 'rsa sha1'),
  'key: P-384': (_, chain, at) => rekey(chain, at, keyOf('P-384', 'odd'), 'ec sha384'),
  'key: P-521': (_, chain, at) => rekey(chain, at, keyOf('P-521', 'odd'), 'ec sha512'),
  'key: secp256k1': (_, chain, at) => rekey(chain, at, keyOf('secp256k1', 'odd'), 'ec sha256'),
  'key: a curve spelt out': (_, chain, at) => rekey(chain, at, keyOf('P-256 spelt out', 'odd'), 'ec sha256'),
  'key: Ed25519': (_, chain, at) => rekey(chain, at, keyOf('Ed25519', 'odd'), 'ed25519'),
  'signed by somebody else': (link) => (link.signer = keyOf('P-256', 'stranger')),
  'signed by itself': (link) => (link.signer = link.key),
  'signed by somebody else, who says so': (link) => {
    link.signer = keyOf('P-256', 'stranger');
    put(link, 'authorityKeyIdentifier', toAuthorityKeyIdentifier(link.signer.identifier));
  },
};

/** More certificates than the path needs. */
const company: Record<string, Oddity> = {
  'a namesake with another key': (link, { alongside }) =>
    alongside.unshift({ ...link, key: keyOf('P-256', 'namesake'), extensions: [...link.extensions] }),
  'a twin that ended': (link, { alongside }) =>
    alongside.unshift({ ...link, notAfter: time(secondsFromNow(-1)), extensions: [...link.extensions] }),
  'a twin by a stranger': (link, { alongside }) =>
    alongside.unshift({ ...link, signer: keyOf('P-256', 'stranger'), extensions: [...link.extensions] }),
  'a circle above it': (link, { alongside }) => {
    const other = planLink({
      subject: link.issuer,
      issuer: link.subject,
      key: keyOf('P-256', 'circle'),
      signer: link.key,
      isAuthority: true,
    });
    alongside.unshift(other, { ...link, signer: other.key, extensions: [...link.extensions] });
  },
  'a new key, self-issued': (link, { links, alongside }, at) => {
    const below = links[at + 1];
    if (!below || at === 0) return;
    const key = keyOf('P-256', 'renewed');
    alongside.push(
      planLink({ subject: link.subject, issuer: link.subject, key, signer: link.key, isAuthority: true }),
    );
    below.signer = key;
    put(below, 'authorityKeyIdentifier', toAuthorityKeyIdentifier(key.identifier));
  },
  'left out': (_, chain, at) => {
    if (at > 0 && at < chain.links.length - 1) chain.links.splice(at, 1);
  },
};

export const oddFields: Readonly<Record<string, Oddity>> = { ...fields, ...keysAndSigners, ...company };
