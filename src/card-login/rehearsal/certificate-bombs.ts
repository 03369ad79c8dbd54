/** Certificates made to cost the reader more than the sender. Each is signed by the authority's genuine key: the worst case. */
import { createPublicKey, randomBytes } from 'node:crypto';
import { type ForgedKey, forgeCertificate, stringTag, toName } from './forge-certificate.ts';
import {
  extension,
  generalName,
  make,
  toMappings,
  toNameConstraints,
  toPolicies,
} from './forged-extensions.ts';
import { planLink } from './forged-chain.ts';
import { ascii, der, integer, octets, sequence, set } from './write-der.ts';

export interface BombMaker {
  authority: { key: ForgedKey; name: Buffer };
  card: ForgedKey;
  notBefore: Buffer;
  notAfter: Buffer;
}

const many = <Item>(count: number, item: (at: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => item(at));
const nested = (depth: number, tag: number): Buffer =>
  many(depth, () => tag).reduce<Buffer>((inner, one) => der(one, inner), Buffer.of(5, 0));
/** A key of so many bits that nobody made: what counts is what it costs to look at it. */
const rsa = (bytes: number, e: string): ForgedKey['spki'] => {
  const modulus = Buffer.concat([Buffer.of(0xff), randomBytes(bytes - 2), Buffer.of(0xff)]).toString(
    'base64url',
  );
  return createPublicKey({ key: { kty: 'RSA', n: modulus, e }, format: 'jwk' }).export({
    format: 'der',
    type: 'spki',
  });
};

/** By name; what is too large for a request is made as large as fits into a certificate of 8 KiB. */
export function makeBombs(maker: BombMaker): Readonly<Record<string, Buffer>> {
  const { authority, card } = maker;
  const forge = (parts: {
    spki?: Buffer;
    subject?: Buffer;
    extensions?: ReturnType<typeof make>[];
    alter?: (signed: Buffer) => Buffer;
  }): Buffer => {
    const plain = planLink({ subject: [], issuer: [], key: card, signer: authority.key, isAuthority: false });
    return forgeCertificate({
      ...plain,
      algorithm: 'rsa sha256',
      issuer: authority.name,
      subject: parts.subject ?? toName([[['C', stringTag.printable, 'JP']]]),
      notBefore: maker.notBefore,
      notAfter: maker.notAfter,
      key: parts.spki ? { ...card, spki: parts.spki } : card,
      extensions: [
        ...plain.extensions.filter((old) => !parts.extensions?.some(({ name }) => name === old.name)),
        ...(parts.extensions ?? []),
      ],
      ...(parts.alter ? { alter: parts.alter } : {}),
    });
  };
  const one = (which: Parameters<typeof make>[0], value: Buffer): Buffer =>
    forge({ extensions: [make(which, value)] });
  /** More than is read at all, and as many as are. */
  const lists = (tooMany: boolean): Record<string, Buffer> => {
    const of = (large: number, small: number): number => (tooMany ? large : small);
    const oids = (count: number): string[] => many(count, (at) => `1.2.3.${at}`);
    const attributes = many(of(450, 70), () => sequence(Buffer.from('060355040a', 'hex'), ascii(0x0c, 'x')));
    return {
      extensions: forge({
        extensions: oids(of(420, 200)).map((oid) => ({ name: oid, critical: false, value: Buffer.of(5, 0) })),
      }),
      'relative names': forge({ subject: sequence(...attributes.map((one) => set(one))) }),
      'attributes in one name': forge({ subject: sequence(set(...attributes)) }),
      policies: one('policies', toPolicies(...oids(of(400, 240)))),
      'policies, all the same': one('policies', toPolicies(...many(of(400, 240), () => '1.2.3'))),
      mappings: one(
        'policyMappings',
        toMappings(...oids(of(350, 160)).map((oid) => [oid, '1.2.4'] as const)),
      ),
      'alternative names': one(
        'subjectAlternativeName',
        sequence(...many(of(900, 700), (at) => generalName.dns(`${at}.a`))),
      ),
      constraints: one(
        'nameConstraints',
        toNameConstraints({ excluded: many(of(500, 390), (at) => generalName.dns(`${at}.a`)) }),
      ),
      'distribution points': one(
        'distributionPoints',
        sequence(...many(of(400, 70), () => sequence(der(0xa0, der(0xa0, generalName.uri('a')))))),
      ),
    };
  };
  const named = (how: string, bombs: Record<string, Buffer>): [string, Buffer][] =>
    Object.entries(bombs).map(([what, bomb]) => [`${what}: ${how}`, bomb]);
  return {
    ...Object.fromEntries([...named('too many', lists(true)), ...named('as many as are read', lists(false))]),
    'a name as long as fits': forge({ subject: toName([[['CN', stringTag.utf8, 'ﷺ'.repeat(1000)]]]) }),
    'nested sequences': one('keyUsage', nested(1500, 0x30)),
    'nested sequences as a name': forge({ subject: nested(1500, 0x30) }),
    'nested beside everything': forge({ alter: (signed) => sequence(signed, nested(1500, 0xa3)) }),
    'empty elements without end': one('subjectKeyIdentifier', Buffer.alloc(6000, Buffer.of(5, 0))),
    'an integer as long as fits': one('inhibitAnyPolicy', der(2, Buffer.alloc(6000, 0x7f))),
    'an object identifier as long as fits': forge({
      extensions: [
        {
          name: extension.policies.replace('32', '99'),
          critical: true,
          value: der(6, Buffer.alloc(6000, 0x81), Buffer.of(1)),
        },
      ],
    }),
    'a key of 16384 bits': forge({ spki: rsa(2048, 'AQAB') }),
    'a key of 4096 bits with the longest exponent': forge({ spki: rsa(512, '_____w') }),
    'a key with an exponent as long as itself': forge({
      spki: rsa(256, Buffer.alloc(255, 0xff).toString('base64url')),
    }),
    'a key with exponent 1': forge({ spki: rsa(256, 'AQ') }),
    'a key with a modulus of 0': forge({ spki: toRsaInfo(integer(0), integer(65537)) }),
    'a key with a negative modulus': forge({
      spki: toRsaInfo(der(2, Buffer.alloc(256, 0xff)), integer(65537)),
    }),
    'an octet string for a key': forge({ spki: octets(Buffer.alloc(64)) }),
  };
}

function toRsaInfo(modulus: Buffer, exponent: Buffer): Buffer {
  return sequence(
    Buffer.from('300d06092a864886f70d0101010500', 'hex'),
    der(3, Buffer.of(0), sequence(modulus, exponent)),
  );
}
