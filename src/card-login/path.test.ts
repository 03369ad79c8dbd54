/** Paths through intermediates that a stranger sent along. Everything is signed by a genuine key, unless it says otherwise. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { before, test } from 'node:test';
import { type Authority, type AuthorityOptions, makeAuthority } from '../../certs/authority.ts';
import { buildCertificate } from '../../certs/build-certificate.ts';
import { type CardCertificateOptions, issueCardCertificate } from '../../certs/card-certificate.ts';
import { usualHash } from '../../certs/engine.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
} from '../../certs/extensions.ts';
import { readCertificate } from './certificate.ts';
import { anyPolicy, keyUsageBit } from './certificate-extensions.ts';
import { type PathProfile, verifyPath } from './path.ts';
import { PathFault, type PathRule } from './path-fault.ts';

const now = new Date('2026-11-24T03:00:00.900Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const profile: PathProfile = {
  policies: [anyPolicy],
  explicitPolicyRequired: false,
  mappingInhibited: true,
  anyPolicyInhibited: false,
  mostIntermediates: 2,
  keyUsage: keyUsageBit.digitalSignature,
  keyPurpose: clientAuthentication,
  constraintsMustBeCritical: true,
  holderMayBeAuthority: false,
};
let root: Authority;
let middle: Authority;
let lower: Authority;
let card: Buffer;

before(async () => {
  root = await make('root');
  middle = await make('middle', { issuedBy: root });
  lower = await make('lower', { issuedBy: middle });
  card = await issue(lower);
});

test('a path goes over the intermediates that were sent along, in whatever order', () => {
  assert.equal(verify(card, [middle, lower]).length, 4);
  assert.equal(verify(card, [lower, root, middle]).length, 4);
  refused('issuer', card, [middle]);
  refused('issuer', card, []);
});

test('no more intermediates than the profile says: with none, only the anchor’s own certificates', async () => {
  refused('path-length', card, [middle, lower], { mostIntermediates: 1 });
  const own = await issue(root);
  assert.equal(verify(own, [middle, lower], { mostIntermediates: 0 }).length, 2);
  refused('path-length', await issue(middle), [middle], { mostIntermediates: 0 });
});

test('an authority allows only so many below itself, those for its own new key not counted', async () => {
  const short = await make('short', { issuedBy: root, pathLength: 0 });
  const below = await make('below', { issuedBy: short });
  refused('path-length', await issue(below), [short, below]);
  assert.equal(verify(await issue(short), [short]).length, 3);
  const renewed = await make('short', { issuedBy: short });
  assert.equal(verify(await issue(renewed), [short, renewed], { mostIntermediates: 1 }).length, 4);
});

test('where one way ends, another is tried: an intermediate that expired, and the same key cross-signed', async () => {
  const expired = await crossSign(lower, root, { notAfter: later(-1) });
  const foreign = await make('foreign');
  const astray = await crossSign(lower, foreign);
  assert.equal(verify(card, [expired, astray, middle, lower.certificate]).length, 4);
  assert.equal(verify(card, [expired, astray, await crossSign(lower, root)]).length, 3);
  refused('validity', card, [expired]);
  refused('issuer', card, [astray]);
});

test('authorities that signed each other lead round in no circle', async () => {
  const [one, other] = [await make('one'), await make('other')];
  const circle = [await crossSign(one, other), await crossSign(other, one)];
  refused('issuer', await issue(one), [...circle, one, other]);
});

test('a name proves nothing: of many authorities of one name the key decides, and the work is bounded', async () => {
  const namesakes = await Promise.all(Array.from({ length: 5 }, () => make('lower', { issuedBy: middle })));
  assert.equal(verify(card, [...namesakes, middle, lower]).length, 4);
  const many = Array.from({ length: 120 }, () => namesakes).flat();
  refused('work', card, many);
});

test('an authority under a forged root of the same name is refused', async () => {
  const forged = await make('middle', { issuedBy: await make('root') });
  refused('issuer', await issue(forged), [forged, middle]);
});

test('who is no authority issues nothing, whatever it signed', async () => {
  refused('authority', await issue(await make('none', { issuedBy: root, isAuthority: false })), 'last');
  refused('authority', await issue(await make('lists', { issuedBy: root, keyUsage: ['cRLSign'] })), 'last');
});

test('purposes nest: what an authority may not be for, its cards are not for either', async () => {
  const mail = await make('mail', {
    issuedBy: root,
    extraExtensions: [extendedKeyUsage(['1.3.6.1.5.5.7.3.4'])],
  });
  refused('key-purpose', await issue(mail), [mail]);
  const login = await make('login', {
    issuedBy: root,
    extraExtensions: [extendedKeyUsage([clientAuthentication])],
  });
  assert.equal(verify(await issue(login), [login]).length, 3);
});

test('a policy holds along the whole path', async () => {
  const question = { policies: ['1.2.392.200149.8.5.1.3.30'], explicitPolicyRequired: true };
  // The intermediates name no policy, so that nothing below them is issued under one.
  refused('policy', card, [middle, lower], question);
  assert.equal(verify(await issue(root), [], question).length, 2);
  refused('policy', await issue(root, { policyOid: '1.2.3' }), [], question);
});

let last: Authority | undefined;

async function make(name: string, options: Partial<AuthorityOptions> = {}): Promise<Authority> {
  last = await makeAuthority({
    purpose: 'authentication',
    generation: 1,
    now,
    keyKind: 'P-256',
    subject: [['CN', name]],
    ...options,
  });
  return last;
}

function issue(authority: Authority, options: Partial<CardCertificateOptions> = {}): Promise<Buffer> {
  return issueCardCertificate(authority, {
    publicKey,
    serial: '5a17',
    notBefore: later(-86400),
    notAfter: later(86400),
    ...options,
  });
}

/** Another certificate for the same authority and key. */
function crossSign(of: Authority, by: Authority, { notAfter = later(86400) } = {}): Promise<Buffer> {
  return buildCertificate({
    serial: '77',
    subject: of.subject,
    issuer: by.subject,
    notBefore: later(-86400),
    notAfter,
    publicKey: of.publicKey,
    extensions: [
      basicConstraints(true),
      keyUsage(['keyCertSign', 'cRLSign']),
      subjectKeyIdentifier(of.publicKey),
      authorityKeyIdentifier(by.publicKey),
    ],
    signingKey: by.privateKey,
    hash: usualHash[by.keyKind],
  });
}

function verify(
  der: Buffer,
  sentAlong: readonly (Authority | Buffer)[] | 'last',
  differently: Partial<PathProfile> = {},
) {
  const intermediates = sentAlong === 'last' ? [last as Authority] : sentAlong;
  return verifyPath(readCertificate(der), {
    anchors: [readCertificate(root.certificate)],
    unverifiedIntermediates: intermediates.map((one) =>
      readCertificate(Buffer.isBuffer(one) ? one : one.certificate),
    ),
    profile: { ...profile, ...differently },
    now,
    areListsAsked: true,
  });
}

function refused(rule: PathRule, ...question: Parameters<typeof verify>): void {
  assert.throws(
    () => verify(...question),
    (error) => error instanceof PathFault && error.rule === rule,
  );
}
