/** One name, many keys: generations of an authority, cross-signed certificates, and circles. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCertificate } from './certificate.ts';
import { toRefusal, verifyPath } from './path.ts';
import { PathFault, type PathRule } from './path-fault.ts';
import { toAuthorityKeyIdentifier } from './rehearsal/forged-extensions.ts';
import {
  forgedNow,
  forgeLink,
  keyOf,
  type LinkPlan,
  nameOf,
  planLink,
  put,
  secondsFromNow,
} from './rehearsal/forged-chain.ts';
import { openProfile } from './rehearsal/path-verdict.ts';
import { time } from './rehearsal/write-der.ts';

const key = (which: string) => keyOf('P-256', which);

/** `subject key` by `issuer key`, each a name and which of its keys. */
function issue(of: string, by: string, more: Partial<LinkPlan> = {}): Buffer {
  return forgeLink({ ...plan(of, by), ...more });
}
function plan(of: string, by: string): LinkPlan {
  const [subject = '', issuer = ''] = [of, by].map((text) => text.split(' ')[0]);
  return planLink({
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    key: key(of),
    signer: key(by),
    isAuthority: subject !== 'holder',
  });
}

/** How many certificates the path has that was found, or why none was. */
function judge(
  certificate: Buffer,
  anchors: readonly Buffer[],
  along: readonly Buffer[] = [],
): number | PathRule | 'expired' {
  try {
    return verifyPath(readCertificate(certificate), {
      anchors: anchors.map((one) => readCertificate(one)),
      unverifiedIntermediates: along.map((one) => readCertificate(one)),
      profile: openProfile,
      now: forgedNow,
      areListsAsked: false,
    }).length;
  } catch (error) {
    const fault = toRefusal(error);
    return fault instanceof PathFault ? fault.rule : 'expired';
  }
}

const [rootOne, rootTwo, rootThree] = ['root 1', 'root 2', 'root 3'].map((name) => issue(name, name)) as [
  Buffer,
  Buffer,
  Buffer,
];

test('of several generations under one name the one that signed is found, in any order', () => {
  for (const generation of ['1', '2', '3']) {
    const holder = issue('holder', `root ${generation}`);
    assert.equal(judge(holder, [rootOne, rootTwo, rootThree]), 2);
    assert.equal(judge(holder, [rootThree, rootTwo, rootOne]), 2);
  }
  assert.equal(judge(issue('holder', 'root 3'), [rootOne, rootTwo]), 'issuer', 'one that is not pinned');
});

test('a key identifier of one generation on the signature of another is refused, not repaired', () => {
  const confused = plan('holder', 'root 2');
  put(confused, 'authorityKeyIdentifier', toAuthorityKeyIdentifier(key('root 1').identifier));
  assert.equal(judge(forgeLink(confused), [rootOne, rootTwo]), 'key-identifier');
});

test('an old generation that ended vouches for nobody, though the new one bears its name', () => {
  const old = issue('root 1', 'root 1', { notAfter: time(secondsFromNow(-1)) });
  assert.equal(judge(issue('holder', 'root 1'), [old, rootTwo]), 'validity');
  assert.equal(judge(issue('holder', 'root 2'), [old, rootTwo]), 2);
});

test('the new key, vouched for by the old, opens a way where the new one is not pinned yet', () => {
  const link = issue('root 2', 'root 1');
  assert.equal(judge(issue('holder', 'root 2'), [rootOne]), 'issuer');
  assert.equal(judge(issue('holder', 'root 2'), [rootOne], [link]), 3);
  assert.equal(judge(issue('holder', 'root 2'), [rootOne, rootTwo], [link]), 2, 'the shorter way first');
});

test('a cross-signed authority is reached over whichever side holds', () => {
  const foreign = issue('foreign', 'foreign');
  const [bySelf, byForeign] = [issue('middle', 'root 1'), issue('middle', 'foreign')];
  const holder = issue('holder', 'middle');
  assert.equal(judge(holder, [rootOne], [byForeign, bySelf]), 3);
  assert.equal(judge(holder, [foreign], [byForeign, bySelf]), 3);
  assert.equal(judge(holder, [rootTwo], [byForeign, bySelf]), 'issuer');
  const ended = issue('middle', 'root 1', { notAfter: time(secondsFromNow(-1)) });
  assert.equal(judge(holder, [rootOne, foreign], [ended, byForeign]), 3);
  assert.equal(judge(holder, [rootOne], [ended, byForeign]), 'validity');
});

test('authorities that vouch for each other lead to no anchor, and to an end', () => {
  // The first fault that was met may be that the way round is too long.
  const lost = (along: Buffer[]): void =>
    assert.match(String(judge(issue('holder', 'a'), [rootOne], along)), /^(issuer|path-length)$/);
  const circle = [
    issue('a', 'b'),
    issue('b', 'c'),
    issue('c', 'a'),
    issue('a', 'c'),
    issue('c', 'b'),
    issue('b', 'a'),
  ];
  lost(circle);
  lost([...circle, ...circle, issue('a', 'a')]);
  const own = [issue('a', 'a'), issue('a', 'a 2'), issue('a 2', 'a')];
  lost(own);
});

test('out of a circle a way is found where one of it knows an anchor', () => {
  const circle = [issue('a', 'b'), issue('b', 'a'), issue('b', 'root 1')];
  assert.equal(judge(issue('holder', 'a'), [rootOne], circle), 4);
});

test('who is sent along is no anchor, whatever name and key identifier it bears', () => {
  const forged = planLink({
    subject: nameOf('root'),
    issuer: nameOf('root'),
    key: key('thief'),
    signer: key('thief'),
    isAuthority: true,
  });
  put(forged, 'subjectKeyIdentifier', Buffer.concat([Buffer.of(4, 20), key('root 1').identifier]));
  const holder = plan('holder', 'root 1');
  assert.equal(
    judge(forgeLink({ ...holder, signer: key('thief') }), [rootOne], [forgeLink(forged)]),
    'issuer',
  );
  assert.equal(judge(issue('holder', 'root 1'), [], [rootOne]), 'issuer');
});
