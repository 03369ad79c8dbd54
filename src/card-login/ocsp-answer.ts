import { toOctets } from './certificate.ts';
import { readExtensions, toObjectIdentifier, toSeconds, toSerial } from './der-values.ts';
import type { OcspCertId } from './ocsp-request.ts';
import { readSigner, verifyResponder } from './ocsp-responder.ts';
import { findSignatureAlgorithm, isSignedBy } from './signature-algorithms.ts';
import {
  checkStrictDer,
  type DerElement,
  DerFault,
  derTag,
  expectTag,
  readChildren,
  toBytes,
  toContent,
} from './strict-der.ts';
import type { CardAnchor } from './trust.ts';

/** What the authority said of the certificate that was asked about. Only `good` accepts. */
export interface VerifiedOcspAnswer {
  status: 'good' | 'revoked' | 'unknown';
  /** Seconds since the epoch: the moment the status was known to be right, and until when it may be relied on. */
  thisUpdate: number;
  nextUpdate: number;
  /** The whole answer as it came: who keeps it can prove later what was said. */
  der: Buffer;
}

export interface OcspQuestion {
  issuer: CardAnchor;
  certId: OcspCertId;
  nonce: Buffer;
  now: Date;
}

const limits = { mostBytes: 16 * 1024, mostElements: 1000, mostDepth: 20 };
const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const nonceName = '1.3.6.1.5.5.7.48.1.2';
const sha256 = '2.16.840.1.101.3.4.2.1';
/** Clocks of two houses differ: an answer may be signed this far in our future. */
const clockDifferenceSeconds = 30;
/** An answer that does not repeat our nonce could be one from before a revocation: it must be as young as a list is. */
const withoutNonceSeconds = 600;

/**
 * Proves an answer (RFC 6960, 3.2 and 4.2): signed by someone who may answer for this authority, to this question,
 * about this certificate, and in time. @throws Error, with nothing of the certificate in its words
 */
export function verifyOcspAnswer(der: Buffer, question: OcspQuestion): VerifiedOcspAnswer {
  const { signed, algorithmIdentifier, signature, certificates } = unwrap(der);
  const [signer, producedAt, statements, ...more] = readChildren(signed, checkStrictDer(signed, limits));
  const algorithm = findSignatureAlgorithm(algorithmIdentifier);
  const key = verifyResponder(readSigner(signed, signer), certificates, question);
  if (!algorithm || !isSignedBy(key, { algorithm, signed, signature }))
    throw new DerFault('an answer that the responder did not sign');

  // From here on the bytes are the responder's own; they may still be an answer to another question or another day.
  const extensions = more.shift();
  if (more.length > 0) throw new DerFault('more than an answer');
  const isOurs = checkNonce(signed, extensions, question.nonce);
  const about = readChildren(signed, expectTag(statements, derTag.sequence)).filter((statement) =>
    isAbout(signed, statement, question.certId),
  );
  const [statement] = about;
  // Two about the same certificate could contradict each other.
  if (!statement || about.length > 1) throw new DerFault('an answer about another certificate');
  const answer = { ...readStatement(signed, statement), der };
  checkTimes(answer, toSeconds(signed, expectTag(producedAt, derTag.generalizedTime)), {
    isOurs,
    second: Math.floor(question.now.getTime() / 1000),
  });
  return answer;
}

/** The signed part of a successful answer, not yet proved. */
function unwrap(der: Buffer) {
  const [status, bytes, ...more] = readChildren(der, expectTag(checkStrictDer(der, limits), derTag.sequence));
  const code = toContent(der, expectTag(status, derTag.enumerated));
  // These are not signed, so they prove nothing: whoever sits on the way can say them.
  if (code.length !== 1 || code[0] !== 0) throw new DerFault(`no answer (status ${code[0] ?? 'none'})`);
  const [response, ...others] = readChildren(der, expectTag(bytes, 0xa0));
  if (more.length > 0 || others.length > 0) throw new DerFault('more than an answer');
  const [type, octets, ...rest] = readChildren(der, expectTag(response, derTag.sequence));
  const name = toObjectIdentifier(toContent(der, expectTag(type, derTag.objectIdentifier)));
  if (name !== basicResponse || rest.length > 0) throw new DerFault('an answer of another type');

  const basic = toContent(der, expectTag(octets, derTag.octetString));
  const [signed, algorithm, signature, wrapper, ...last] = readChildren(
    basic,
    expectTag(checkStrictDer(basic, limits), derTag.sequence),
  );
  if (last.length > 0) throw new DerFault('more than an answer');
  return {
    // A version would stand first, with a tag that is no signer's: there is only one, which DER leaves out.
    signed: toBytes(basic, expectTag(signed, derTag.sequence)),
    algorithmIdentifier: toBytes(basic, expectTag(algorithm, derTag.sequence)),
    signature: toOctets(basic, expectTag(signature, derTag.bitString)),
    certificates: wrapper ? readCertificates(basic, expectTag(wrapper, 0xa0)) : [],
  };
}

/** Each costs a signature's work at most once, and only the one that the answer names. */
function readCertificates(basic: Buffer, wrapper: DerElement): Buffer[] {
  const [list, ...more] = readChildren(basic, wrapper);
  if (more.length > 0) throw new DerFault('more than certificates');
  return readChildren(basic, expectTag(list, derTag.sequence)).map((element) => toBytes(basic, element));
}

/** Whether our nonce came back. Another one is somebody else's answer; none at all is allowed to old responders. */
function checkNonce(der: Buffer, wrapper: DerElement | undefined, nonce: Buffer): boolean {
  if (!wrapper) return false;
  const extensions = readOnlyExtensions(der, wrapper, 0xa1);
  for (const [name, { critical }] of extensions)
    if (critical && name !== nonceName) throw new DerFault('a critical extension that is not implemented');
  const { value } = extensions.get(nonceName) ?? {};
  if (!value) return false;
  const inner = toContent(value, expectTag(checkStrictDer(value, limits), derTag.octetString));
  if (!inner.equals(nonce)) throw new DerFault('an answer to another question');
  return true;
}

function readOnlyExtensions(der: Buffer, wrapper: DerElement, tag: number) {
  const [list, ...more] = readChildren(der, expectTag(wrapper, tag));
  if (!list || more.length > 0) throw new DerFault('extensions of another shape');
  return readExtensions(der, list);
}

function isAbout(
  der: Buffer,
  statement: DerElement,
  { issuerNameHash, issuerKeyHash, serial }: OcspCertId,
): boolean {
  const [certId] = readChildren(der, expectTag(statement, derTag.sequence));
  const [algorithm, name, key, number, ...more] = readChildren(der, expectTag(certId, derTag.sequence));
  const [hashName] = readChildren(der, expectTag(algorithm, derTag.sequence));
  return (
    more.length === 0 &&
    toObjectIdentifier(toContent(der, expectTag(hashName, derTag.objectIdentifier))) === sha256 &&
    toContent(der, expectTag(name, derTag.octetString)).equals(issuerNameHash) &&
    toContent(der, expectTag(key, derTag.octetString)).equals(issuerKeyHash) &&
    toSerial(toContent(der, expectTag(number, derTag.integer))) === serial
  );
}

const statusTags: Readonly<Record<number, VerifiedOcspAnswer['status']>> = {
  0x80: 'good',
  0xa1: 'revoked',
  0x82: 'unknown',
};

function readStatement(der: Buffer, statement: DerElement): Omit<VerifiedOcspAnswer, 'der'> {
  const [, statusElement, thisUpdate, ...optional] = readChildren(der, statement);
  const status = statusTags[statusElement?.tag ?? 0];
  if (!status) throw new DerFault('a status that is none');
  // Without a nextUpdate newer information is always available, as the standard puts it: never to be relied on.
  const [nextUpdate, ...neither] = readChildren(der, expectTag(optional.shift(), 0xa0));
  if (neither.length > 0 || optional.length > 1) throw new DerFault('more than a statement');
  const [extensions] = optional;
  if (extensions)
    for (const { critical } of readOnlyExtensions(der, extensions, 0xa1).values())
      if (critical) throw new DerFault('a critical extension that is not implemented');
  return {
    status,
    thisUpdate: toSeconds(der, expectTag(thisUpdate, derTag.generalizedTime)),
    nextUpdate: toSeconds(der, expectTag(nextUpdate, derTag.generalizedTime)),
  };
}

/** In time: not from the future, not signed before it was known, not out of date, and young unless it is to our nonce. */
function checkTimes(
  { thisUpdate, nextUpdate }: Pick<VerifiedOcspAnswer, 'thisUpdate' | 'nextUpdate'>,
  producedAt: number,
  { isOurs, second }: { isOurs: boolean; second: number },
): void {
  if (thisUpdate > producedAt || producedAt > second + clockDifferenceSeconds)
    throw new DerFault('an answer from the future');
  if (nextUpdate <= second) throw new DerFault('an answer that is out of date');
  if (!isOurs && producedAt <= second - withoutNonceSeconds)
    throw new DerFault('an old answer without our nonce');
}
