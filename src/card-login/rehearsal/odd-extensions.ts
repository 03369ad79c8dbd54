/** Extensions that are absent, broken, or say something odd. */
import { type ForgedExtension, toName } from './forge-certificate.ts';
import {
  type ExtensionName,
  extension,
  generalName,
  toAuthorityKeyIdentifier,
  toBasicConstraints,
  toIdentifiers,
  toKeyUsage,
  toMappings,
  toPolicies,
  toPolicyConstraints,
  toSubjectKeyIdentifier,
} from './forged-extensions.ts';
import {
  clientAuthentication,
  drop,
  nameOf,
  policyOne,
  policyThree,
  policyTwo,
  put,
  type LinkPlan,
} from './forged-chain.ts';
import { type Oddity, value } from './oddity.ts';
import { ascii, bits, boolean, der, integer, objectIdentifier, octets, sequence } from './write-der.ts';

const anyPolicy = '2.5.29.32.0';
const serverAuthentication = '1.3.6.1.5.5.7.3.1';
const anyPurpose = '2.5.29.37.0';

/** For every extension there is: absent, twice, critical or not, empty, of another shape. */
const ofEveryExtension = Object.fromEntries(
  (Object.keys(extension) as ExtensionName[]).flatMap((name): [string, Oddity][] => [
    [`${name} absent`, (link) => drop(link, name)],
    [
      `${name} twice`,
      (link) => link.extensions.push(...link.extensions.filter((one) => one.name === extension[name])),
    ],
    [
      `${name} critical or not`,
      (link) => {
        link.extensions = link.extensions.map((one) =>
          one.name === extension[name] ? { ...one, critical: !one.critical } : one,
        );
      },
    ],
    [`${name} empty`, value(name, sequence())],
    [`${name} of no bytes`, value(name, Buffer.alloc(0))],
    [`${name} of another shape`, value(name, sequence(octets(Buffer.of(1)), octets(Buffer.of(2))))],
    [
      `${name} and more`,
      (link) => changeValue(link, name, (content) => Buffer.concat([content, Buffer.of(5, 0)])),
    ],
  ]),
);

function changeValue(link: LinkPlan, name: ExtensionName, change: (content: Buffer) => Buffer): void {
  const found = link.extensions.find((one): one is ForgedExtension => one.name === extension[name]);
  if (found) put(link, name, change(found.value));
}

const constraints: Record<string, Oddity> = {
  'an authority': value('basicConstraints', toBasicConstraints(true), true),
  'an authority in everything': (link) => {
    put(link, 'basicConstraints', toBasicConstraints(true), true);
    put(link, 'keyUsage', toKeyUsage('digitalSignature', 'keyCertSign'), true);
  },
  'no authority': value('basicConstraints', toBasicConstraints(false), true),
  'no authority, written out': value('basicConstraints', sequence(boolean(false)), true),
  'none below': value('basicConstraints', toBasicConstraints(true, 0), true),
  'one below': value('basicConstraints', toBasicConstraints(true, 1), true),
  'no authority, but a path length': value('basicConstraints', toBasicConstraints(false, 3), true),
  'a negative path length': value(
    'basicConstraints',
    sequence(boolean(true), der(0x02, Buffer.of(0xff))),
    true,
  ),
  'a path length of two bytes': value('basicConstraints', toBasicConstraints(true, 300), true),
  'a path length and more': value('basicConstraints', sequence(boolean(true), integer(3), integer(3)), true),
};

const usages: Record<string, Oddity> = {
  'usage: signature': value('keyUsage', toKeyUsage('digitalSignature'), true),
  'usage: agreement': value('keyUsage', toKeyUsage('keyAgreement'), true),
  'usage: encipherment': value('keyUsage', toKeyUsage('keyEncipherment'), true),
  'usage: certificates': value('keyUsage', toKeyUsage('keyCertSign'), true),
  'usage: lists': value('keyUsage', toKeyUsage('cRLSign'), true),
  'usage: everything': value('keyUsage', toKeyUsage('digitalSignature', 'keyCertSign', 'cRLSign'), true),
  'usage: nothing': value('keyUsage', bits(Buffer.alloc(0)), true),
  'usage: a zero': value('keyUsage', bits(Buffer.of(0), 7), true),
  'usage: three bytes': value('keyUsage', bits(Buffer.of(0x80, 0, 0x80), 7), true),
};

const purposes: Record<string, Oddity> = {
  'purpose: client': value('extendedKeyUsage', toIdentifiers(clientAuthentication)),
  'purpose: server': value('extendedKeyUsage', toIdentifiers(serverAuthentication)),
  'purpose: any': value('extendedKeyUsage', toIdentifiers(anyPurpose)),
  'purpose: server, client': value(
    'extendedKeyUsage',
    toIdentifiers(serverAuthentication, clientAuthentication),
    true,
  ),
};

const identifiers: Record<string, Oddity> = {
  'another key of its own': value('subjectKeyIdentifier', toSubjectKeyIdentifier(Buffer.alloc(20, 1))),
  'a key of no bytes': value('subjectKeyIdentifier', octets(Buffer.alloc(0))),
  'another issuer’s key': value('authorityKeyIdentifier', toAuthorityKeyIdentifier(Buffer.alloc(20, 2))),
  'the issuer by serial': (link, { links }, at) =>
    put(
      link,
      'authorityKeyIdentifier',
      sequence(
        der(0x80, link.signer.identifier),
        der(0xa1, generalName.directory(toName((links[at - 1] ?? link).issuer))),
        der(0x82, Buffer.of(0x5a, 0x17)),
      ),
    ),
  'the issuer by a wrong serial': (link, { links }, at) =>
    put(
      link,
      'authorityKeyIdentifier',
      sequence(
        der(0x80, link.signer.identifier),
        der(0xa1, generalName.directory(toName((links[at - 1] ?? link).issuer))),
        der(0x82, Buffer.of(0x11)),
      ),
    ),
  'the issuer by a wrong name': (link) =>
    put(
      link,
      'authorityKeyIdentifier',
      sequence(
        der(0x80, link.signer.identifier),
        der(0xa1, generalName.directory(toName(nameOf('else')))),
        der(0x82, Buffer.of(0x5a, 0x17)),
      ),
    ),
};

const policies: Record<string, Oddity> = {
  'policy: another': value('policies', toPolicies(policyTwo)),
  'policy: two': value('policies', toPolicies(policyOne, policyTwo)),
  'policy: any': value('policies', toPolicies(anyPolicy)),
  'policy: one and any': value('policies', toPolicies(policyOne, anyPolicy)),
  'policy: the same twice': value('policies', toPolicies(policyOne, policyOne)),
  'policy: with an address': value(
    'policies',
    sequence(
      sequence(
        objectIdentifier(policyOne),
        sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.2.1'), ascii(0x16, 'http://a'))),
      ),
    ),
  ),
  'policy: with a condition': value(
    'policies',
    sequence(
      sequence(
        objectIdentifier(policyOne),
        sequence(sequence(objectIdentifier('1.2.3.4'), ascii(0x16, 'http://a'))),
      ),
    ),
  ),
  'maps one to two': value('policyMappings', toMappings([policyOne, policyTwo]), true),
  'maps one to two and three': value(
    'policyMappings',
    toMappings([policyOne, policyTwo], [policyOne, policyThree]),
  ),
  'maps two to one': value('policyMappings', toMappings([policyTwo, policyOne])),
  'maps to any': value('policyMappings', toMappings([policyOne, anyPolicy])),
  'maps from any': value('policyMappings', toMappings([anyPolicy, policyOne])),
  'asks for a policy': value('policyConstraints', toPolicyConstraints({ requireExplicit: 0 }), true),
  'asks for a policy below': value('policyConstraints', toPolicyConstraints({ requireExplicit: 1 }), true),
  'forbids mapping': value('policyConstraints', toPolicyConstraints({ inhibitMapping: 0 }), true),
  'forbids mapping below': value('policyConstraints', toPolicyConstraints({ inhibitMapping: 1 }), true),
  'constraints the wrong way round': value(
    'policyConstraints',
    sequence(integer(1, 0x81), integer(0, 0x80)),
    true,
  ),
  'constraints twice': value('policyConstraints', sequence(integer(5, 0x80), integer(0, 0x80)), true),
  'forbids any policy': value('inhibitAnyPolicy', integer(0), true),
  'forbids any policy below': value('inhibitAnyPolicy', integer(1), true),
};

export const oddExtensions: Readonly<Record<string, Oddity>> = {
  ...ofEveryExtension,
  ...constraints,
  ...usages,
  ...purposes,
  ...identifiers,
  ...policies,
};
