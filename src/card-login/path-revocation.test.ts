/** Lists that come along with a path (RFC 5280, 6.3): not knowing is not a yes, and nobody clears themselves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCertificate } from './certificate.ts';
import { toRefusal } from './path.ts';
import { PathFault, type PathRule } from './path-fault.ts';
import { readLists, verifyUnrevokedPath } from './path-revocation.ts';
import type { ForgedExtension, ForgedName } from './rehearsal/forge-certificate.ts';
import { generalName, toKeyUsage } from './rehearsal/forged-extensions.ts';
import {
  type ChainPlan,
  forgeChain,
  forgedNow,
  keyOf,
  nameOf,
  planChain,
  planLink,
  put,
  secondsFromNow,
} from './rehearsal/forged-chain.ts';
import { type ForgedList, forgeList, listExtension } from './rehearsal/forge-list.ts';
import { openProfile } from './rehearsal/path-verdict.ts';
import { bits, der, integer, sequence } from './rehearsal/write-der.ts';

const [root, middle] = [keyOf('P-256', 'root'), keyOf('P-256', 'middle 0')];
const serial = '5a17';
const ofRoot: ForgedList = { issuer: nameOf('root'), signer: root };
const ofMiddle: ForgedList = { issuer: nameOf('middle 0'), signer: middle };
const clean = forgeList(ofRoot);

const extension = (name: string, value: Buffer, critical = false): ForgedExtension => ({
  name,
  critical,
  value,
});
const numbered = (number: number): ForgedExtension => extension(listExtension.number, integer(number));
const scope = (...parts: Buffer[]): ForgedExtension =>
  extension(listExtension.scope, sequence(...parts), true);
const [onlyUsers, onlyAuthorities, isIndirect] = [0x81, 0x82, 0x84].map((tag) => der(tag, Buffer.of(0xff)));
const reasons = (...all: number[]): Buffer =>
  Buffer.of(
    7,
    all.reduce((sum, one) => sum | (0x80 >> one), 0),
  );
const fullName = (...names: Buffer[]): Buffer => der(0xa0, der(0xa0, ...names));
const place = (text: string): Buffer => generalName.uri(`http://${text}.example/list`);

function judge(
  lists: readonly Buffer[],
  change: (plan: ChainPlan) => void = () => undefined,
): PathRule | 'accepted' {
  const plan = planChain(1);
  change(plan);
  const { anchor, intermediates, certificate } = forgeChain(plan);
  try {
    const question = {
      anchors: [readCertificate(anchor)],
      unverifiedIntermediates: intermediates.map((one) => readCertificate(one)),
      profile: openProfile,
      now: forgedNow,
      areListsAsked: true,
    };
    verifyUnrevokedPath(readCertificate(certificate), question, readLists(lists));
    return 'accepted';
  } catch (error) {
    const fault = toRefusal(error);
    assert.ok(fault instanceof PathFault);
    return fault.rule;
  }
}

/** The holder's distribution points; each is the parts of one. */
const pointing =
  (...points: Buffer[][]) =>
  ({ links }: ChainPlan): void => {
    const holder = links.at(-1);
    if (holder) put(holder, 'distributionPoints', sequence(...points.map((parts) => sequence(...parts))));
  };
const revoked = (...extensions: ForgedExtension[]) => [
  { serial, ...(extensions.length > 0 ? { extensions } : {}) },
];

test('every certificate below the anchor is asked about, and each list is its issuer’s own', () => {
  assert.equal(judge([clean, forgeList(ofMiddle)]), 'accepted');
  assert.equal(judge([forgeList(ofMiddle)]), 'revocation-unknown');
  assert.equal(judge([clean]), 'revocation-unknown');
  assert.equal(judge([]), 'revocation-unknown');
  assert.equal(judge([clean, forgeList({ ...ofMiddle, revoked: revoked() })]), 'revoked');
  assert.equal(
    judge([forgeList({ ...ofRoot, revoked: revoked() }), forgeList(ofMiddle)]),
    'revoked',
    'the authority between',
  );
  assert.equal(judge([clean, forgeList({ ...ofMiddle, revoked: [{ serial: '5a18' }] })]), 'accepted');
});

test('a list by another key, of another name, or not of now says nothing', () => {
  for (const list of [
    { ...ofMiddle, signer: keyOf('P-256', 'stranger') },
    { ...ofMiddle, signer: root },
    { ...ofMiddle, issuer: nameOf('else') },
    { ...ofMiddle, thisUpdate: secondsFromNow(1) },
    { ...ofMiddle, nextUpdate: secondsFromNow(0) },
    { ...ofMiddle, nextUpdate: null },
  ])
    assert.equal(judge([clean, forgeList(list)]), 'revocation-unknown');
  assert.equal(
    judge([clean, forgeList({ ...ofMiddle, thisUpdate: forgedNow, nextUpdate: secondsFromNow(1) })]),
    'accepted',
  );
  const damaged = forgeList(ofMiddle);
  damaged.writeUInt8(damaged.readUInt8(40) ^ 1, 40);
  assert.equal(judge([clean, damaged]), 'revocation-unknown');
});

test('an issuer whose key is not for lists signs none', () => {
  const change = ({ links: [, between] }: ChainPlan): void => {
    if (between) put(between, 'keyUsage', toKeyUsage('keyCertSign'), true);
  };
  assert.equal(judge([clean, forgeList(ofMiddle)], change), 'revocation-unknown');
});

test('what is critical and not implemented makes a list say nothing', () => {
  const odd = extension('1.2.3.4', Buffer.of(5, 0), true);
  assert.equal(judge([clean, forgeList({ ...ofMiddle, extensions: [odd] })]), 'revocation-unknown');
  assert.equal(
    judge([clean, forgeList({ ...ofMiddle, revoked: [{ serial: '01', extensions: [odd] }] })]),
    'revocation-unknown',
  );
  assert.equal(
    judge([clean, forgeList({ ...ofMiddle, extensions: [{ ...odd, critical: false }] })]),
    'accepted',
  );
});

test('a list of one part is only about those who point to it', () => {
  const ofA = forgeList({ ...ofMiddle, extensions: [scope(fullName(place('a')))] });
  assert.equal(judge([clean, ofA]), 'revocation-unknown');
  assert.equal(judge([clean, ofA], pointing([fullName(place('a'))])), 'accepted');
  assert.equal(judge([clean, ofA], pointing([fullName(place('b'))])), 'revocation-unknown');
  assert.equal(judge([clean, ofA], pointing([fullName(place('b'))], [fullName(place('a'))])), 'accepted');
  assert.equal(judge([clean, ofA], pointing([fullName(place('b'), place('a'))])), 'accepted');
  assert.equal(
    judge([clean, forgeList(ofMiddle)], pointing([fullName(place('a'))])),
    'accepted',
    'a list of all is about everybody',
  );
});

test('a list of authorities, of holders or of attributes is about those alone', () => {
  const list = (part: Buffer | undefined): Buffer =>
    forgeList({ ...ofMiddle, extensions: [scope(part ?? Buffer.alloc(0))] });
  assert.equal(judge([clean, list(onlyUsers)]), 'accepted');
  assert.equal(judge([clean, list(onlyAuthorities)]), 'revocation-unknown');
  assert.equal(judge([clean, list(der(0x85, Buffer.of(0xff)))]), 'revocation-unknown');
  assert.equal(
    judge([forgeList({ ...ofRoot, extensions: [scope(onlyUsers ?? clean)] }), forgeList(ofMiddle)]),
    'revocation-unknown',
  );
});

test('lists for some reasons count together for all of them, and each may revoke', () => {
  const forReasons = (...all: number[]): ForgedList => ({
    ...ofMiddle,
    extensions: [scope(der(0x83, reasons(...all)))],
  });
  const [some, others] = [
    [1, 2, 3, 4],
    [5, 6, 7],
  ] as const;
  assert.equal(judge([clean, forgeList(forReasons(...some))]), 'revocation-unknown');
  const all = extension(listExtension.scope, sequence(bits(Buffer.of(0))), true);
  assert.equal(
    judge([clean, forgeList({ ...ofMiddle, extensions: [all] })]),
    'revocation-unknown',
    'a scope of another shape',
  );
  const nine = { ...ofMiddle, extensions: [scope(der(0x83, Buffer.of(7, 0x07, 0x80)))] };
  assert.equal(judge([clean, forgeList(forReasons(...some)), forgeList(nine)]), 'accepted');
  assert.equal(
    judge([clean, forgeList({ ...forReasons(...some), revoked: revoked() }), forgeList(nine)]),
    'revoked',
  );
  assert.equal(
    judge([clean, forgeList(forReasons(...some)), forgeList(forReasons(...others))]),
    'revocation-unknown',
    'the ninth is missing',
  );
  const pointsOfSome = pointing([fullName(place('a')), der(0x81, reasons(...some))]);
  assert.equal(judge([clean, forgeList(ofMiddle)], pointsOfSome), 'revocation-unknown');
});

test('one authority’s word on another’s certificates is not taken', () => {
  const indirect = forgeList({ ...ofMiddle, extensions: [scope(isIndirect ?? clean)] });
  assert.equal(judge([clean, indirect]), 'indirect-lists');
  const told = [fullName(place('a')), der(0xa2, generalName.directory(Buffer.from('3000', 'hex')))];
  assert.equal(judge([clean, forgeList(ofMiddle)], pointing(told)), 'indirect-lists');
  const entry = extension(listExtension.certificateIssuer, sequence(generalName.uri('a')), true);
  assert.equal(
    judge([clean, forgeList({ ...ofMiddle, revoked: [{ serial: '01', extensions: [entry] }] })]),
    'revocation-unknown',
  );
});

test('a list that tells of a delta is only half, and the delta revokes and gives back', () => {
  const freshest = extension(listExtension.freshest, sequence(sequence(fullName(place('delta')))));
  const complete: ForgedList = { ...ofMiddle, extensions: [numbered(5), freshest] };
  const delta = (base: number, number: number, entries: ForgedList['revoked'] = []): Buffer =>
    forgeList({
      ...ofMiddle,
      revoked: entries,
      extensions: [numbered(number), extension(listExtension.deltaOf, integer(base), true)],
    });
  const removed = extension(listExtension.reason, der(0x0a, Buffer.of(8)));
  assert.equal(judge([clean, forgeList(complete)]), 'revocation-unknown');
  assert.equal(judge([clean, forgeList(complete), delta(5, 6)]), 'accepted');
  assert.equal(
    judge([clean, forgeList(complete), delta(6, 7)]),
    'revocation-unknown',
    'it builds on a later one',
  );
  assert.equal(
    judge([clean, forgeList(complete), delta(3, 4)]),
    'revocation-unknown',
    'it is older than the complete one',
  );
  assert.equal(judge([clean, forgeList(complete), delta(5, 6, revoked())]), 'revoked');
  assert.equal(
    judge([clean, forgeList({ ...complete, revoked: revoked() }), delta(5, 6, revoked(removed))]),
    'accepted',
  );
  assert.equal(judge([clean, delta(5, 6)]), 'revocation-unknown', 'a delta alone is no list');
  const twice = delta(5, 6, [...revoked(), ...revoked(removed)]);
  assert.equal(judge([clean, forgeList(complete), twice]), 'revocation-unknown', 'an entry stands twice');
});

test('an authority’s other key may sign its list, if the same anchor vouches for it and nobody took it back', () => {
  const lister = keyOf('P-256', 'lister');
  const list = forgeList({ ...ofMiddle, signer: lister });
  const sendAlong =
    (serialOfLister: string, change: (link: ReturnType<typeof planLink>) => void = () => undefined) =>
    ({ alongside }: ChainPlan): void => {
      const subject: ForgedName = nameOf('middle 0');
      const link = planLink({
        subject,
        issuer: nameOf('root'),
        key: lister,
        signer: root,
        isAuthority: true,
      });
      put(link, 'keyUsage', toKeyUsage('cRLSign'), true);
      link.serial = Buffer.from(serialOfLister, 'hex');
      change(link);
      alongside.push(link);
    };
  assert.equal(judge([clean, list]), 'revocation-unknown');
  assert.equal(judge([clean, list], sendAlong('77')), 'accepted');
  const ofTaken = forgeList({ ...ofRoot, revoked: [{ serial: '77' }] });
  assert.equal(judge([ofTaken, list], sendAlong('77')), 'revocation-unknown');
  const without = (link: ReturnType<typeof planLink>): void =>
    put(link, 'keyUsage', toKeyUsage('keyCertSign'), true);
  assert.equal(
    judge([clean, list], sendAlong('77', without)),
    'revocation-unknown',
    'its key is not for lists',
  );
  const forged = (link: ReturnType<typeof planLink>): void => {
    link.signer = keyOf('P-256', 'stranger');
  };
  assert.equal(judge([clean, list], sendAlong('77', forged)), 'revocation-unknown');
});

test('whoever signed a list is not cleared by that very list', () => {
  const lister = keyOf('P-256', 'lister');
  const ofRootByLister = forgeList({ ...ofRoot, signer: lister });
  const change = ({ alongside }: ChainPlan): void => {
    const link = planLink({
      subject: nameOf('root'),
      issuer: nameOf('root'),
      key: lister,
      signer: root,
      isAuthority: true,
    });
    alongside.push(link);
  };
  assert.equal(judge([ofRootByLister, forgeList(ofMiddle)], change), 'revocation-unknown');
});

test('lists without end, and signers without end, end the work', () => {
  assert.equal(judge(Array.from({ length: 51 }, () => clean)), 'work');
  const namesakes = ({ alongside }: ChainPlan): void => {
    for (let at = 0; at < 60; at += 1)
      alongside.push(
        planLink({
          subject: nameOf('middle 0'),
          issuer: nameOf('root'),
          key: keyOf('P-256', 'stranger'),
          signer: keyOf('P-256', 'circle'),
          isAuthority: true,
        }),
      );
  };
  const lists = Array.from({ length: 40 }, () =>
    forgeList({ ...ofMiddle, signer: keyOf('P-256', 'stranger') }),
  );
  const start = performance.now();
  assert.equal(judge([clean, ...lists], namesakes), 'work');
  assert.ok(performance.now() - start < 2000);
});
