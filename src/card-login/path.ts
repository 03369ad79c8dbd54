/**
 * Certification paths of any shape (RFC 5280, 6.1): from a certificate, through intermediates that somebody sent along,
 * to a pinned anchor. Everything about names is a hint where to look; only keys prove.
 */
import type { KeyObject } from 'node:crypto';
import { Refusal } from '../vocabulary/refusals.ts';
import type { UnverifiedCertificate } from './certificate.ts';
import {
  extensionName,
  keyUsageBit,
  readIsAuthority,
  readKeyPurposes,
  readKeyUsage,
  readPathLength,
  readSubjectKeyIdentifier,
} from './certificate-extensions.ts';
import { isSameName, toComparableName } from './distinguished-name.ts';
import { checkExtensionForms } from './extension-forms.ts';
import { checkKeyIdentifiers, readAuthorityKeyIdentifier } from './key-identifiers.ts';
import { checkNames, readNameConstraints } from './name-constraints.ts';
import { PathFault } from './path-fault.ts';
import {
  checkAnchor,
  checkConformity,
  checkConstraintsAreCritical,
  checkCriticalExtensions,
  checkForm,
  checkIsConsistent,
} from './path-form.ts';
import { checkPolicies, type PolicyQuestion } from './path-policies.ts';
import { createPathWork, type PathWork } from './path-work.ts';
import { isSignedBy, isStrongIssuerKey } from './signature-algorithms.ts';
import { DerFault } from './strict-der.ts';

/** What a path must be for. All of it is input: cards, and each public test case, bring their own. */
export interface PathProfile extends PolicyQuestion {
  /** Between anchor and holder, those that an authority issued to itself (for a new key) not counted. */
  mostIntermediates: number;
  /** A bit of KeyUsage that the holder's certificate must have set. */
  keyUsage: number | undefined;
  /** Where a certificate of the path limits its purposes, this is one of them. */
  keyPurpose: string | undefined;
  /** Constraints that are not critical break RFC 5280, 4.2.1; what was issued before it has some. */
  constraintsMustBeCritical: boolean;
  /** Whether an authority's own certificate may be what is asked about. */
  holderMayBeAuthority: boolean;
}

export interface PathQuestion {
  anchors: readonly UnverifiedCertificate[];
  /** Sent along by whoever wants to be believed: nothing of them is known to be true. */
  unverifiedIntermediates: readonly UnverifiedCertificate[];
  profile: PathProfile;
  now: Date;
  /** Whether the caller asks lists of revoked certificates for the path. */
  areListsAsked: boolean;
}

/** From the anchor to the holder's certificate. */
export type VerifiedPath = readonly UnverifiedCertificate[];

/** From the anchor to the holder's certificate. */
const mostLinks = 12;

interface Link {
  certificate: UnverifiedCertificate;
  subject: readonly string[];
  issuer: readonly string[];
  /** Subject and key: what a path goes through once. */
  identity: string;
  keyIdentifier: Buffer | undefined;
  issuerKeyIdentifier: Buffer | undefined;
  publicKey: KeyObject | undefined;
  isAnchor: boolean;
}

/**
 * The paths that hold, in the order of the hints, until the caller is content: `check` may refuse one and have the
 * next tried. @throws Refusal `card_not_trusted` or `card_expired`: the first that a signed path, or else the
 * certificate itself, met
 */
export function verifyPath(
  certificate: UnverifiedCertificate,
  question: PathQuestion,
  check: (path: VerifiedPath) => void = () => undefined,
  work: PathWork = createPathWork(),
): VerifiedPath {
  const proved = new Map<Link, Map<Link, boolean>>();
  let firstFault: Refusal | undefined;
  const holder = readLink(certificate, false);
  checkForm(certificate);
  checkExtensionForms(certificate);
  work.spend('certificates', question.unverifiedIntermediates.length);
  const candidates = [
    ...question.anchors.map((anchor) => readLink(anchor, true)),
    ...question.unverifiedIntermediates.flatMap((one) => readLinkIfReadable(one)),
  ];

  const attempt = <Result>(step: () => Result): Result | undefined => {
    try {
      return step();
    } catch (error) {
      const fault = toRefusal(error);
      if (fault instanceof PathFault && fault.rule === 'work') throw fault;
      firstFault ??= fault;
      return undefined;
    }
  };

  const isIssuedBy = (below: Link, issuer: Link): boolean => {
    const known = proved.get(below)?.get(issuer);
    if (known !== undefined) return known;
    const { algorithm, signed, signature } = below.certificate;
    if (!algorithm || !issuer.publicKey) return false;
    work.spend('signatures');
    const holds = isSignedBy(issuer.publicKey, { algorithm, signed, signature });
    const ofBelow = proved.get(below) ?? new Map<Link, boolean>();
    proved.set(below, ofBelow.set(issuer, holds));
    return holds;
  };

  /** `below` begins with the certificate whose issuer is looked for and ends with the holder's. */
  const search = (below: readonly Link[]): VerifiedPath | undefined => {
    const [lowest] = below;
    if (!lowest) return undefined;
    for (const issuer of inOrderOfHints(lowest, candidates)) {
      work.spend('steps');
      if (below.some(({ identity }) => identity === issuer.identity && !issuer.isAnchor)) continue;
      const path = attempt(() => {
        if (!isIssuedBy(lowest, issuer)) return undefined;
        const longer = [issuer, ...below];
        checkIssuer(issuer, below, question);
        if (!issuer.isAnchor) return longer;
        work.spend('paths');
        checkPath(longer, question, work);
        const certificates = longer.map((link) => link.certificate);
        check(certificates);
        return longer;
      });
      if (!path) continue;
      if (issuer.isAnchor) return path.map((link) => link.certificate);
      const found = search(path);
      if (found) return found;
    }
    return undefined;
  };
  const path = search([holder]);
  if (!path) throw firstFault ?? new PathFault('issuer', 'no pinned key signed it');
  return path;
}

/** Anything that is thrown while a stranger's certificate is read becomes a refusal. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // An extension that cannot be read may hold any condition.
  if (error instanceof DerFault) return new PathFault('encoding', error.message, { cause: error });
  throw error;
}

function readLink(certificate: UnverifiedCertificate, isAnchor: boolean): Link {
  try {
    const { extensions, subject, issuer, publicKey } = certificate;
    const key = publicKey?.export({ format: 'der', type: 'spki' }).toString('base64') ?? '';
    const comparable = toComparableName(subject);
    return {
      certificate,
      subject: comparable,
      issuer: toComparableName(issuer),
      identity: `${JSON.stringify(comparable)} ${key}`,
      keyIdentifier: readSubjectKeyIdentifier(extensions.get(extensionName.subjectKeyIdentifier)),
      issuerKeyIdentifier: readAuthorityKeyIdentifier(extensions.get(extensionName.authorityKeyIdentifier))
        ?.key,
      // A weak key, or one so large that it costs time, proves nothing and is not tried.
      publicKey: publicKey && isStrongIssuerKey(publicKey) ? publicKey : undefined,
      isAnchor,
    };
  } catch (error) {
    throw toRefusal(error);
  }
}

/** One that cannot be read stands in nobody's way. */
function readLinkIfReadable(certificate: UnverifiedCertificate): Link[] {
  try {
    return [readLink(certificate, false)];
  } catch (error) {
    toRefusal(error);
    return [];
  }
}

/** Those that bear the issuer's name: anchors first, then those with the key that the certificate speaks of. */
function inOrderOfHints(below: Link, candidates: readonly Link[]): Link[] {
  const rank = ({ isAnchor, keyIdentifier }: Link): number => {
    const isHinted =
      below.issuerKeyIdentifier !== undefined && keyIdentifier?.equals(below.issuerKeyIdentifier);
    return (isAnchor ? 0 : 2) + (isHinted ? 0 : 1);
  };
  return candidates
    .filter((candidate) => isSameName(candidate.subject, below.issuer))
    .sort((one, other) => rank(one) - rank(other));
}

/** Whether this certificate may have issued those below it, as far as that can be said before the path is whole. */
function checkIssuer(issuer: Link, below: readonly Link[], question: PathQuestion): void {
  const { certificate, isAnchor } = issuer;
  checkForm(certificate, 'issuer');
  checkExtensionForms(certificate);
  checkCriticalExtensions(certificate, question.areListsAsked);
  checkIsConsistent(certificate);
  if (question.profile.constraintsMustBeCritical) checkConstraintsAreCritical(certificate);
  if (isAnchor) checkAnchor(certificate);
  checkConformity(certificate);
  const [lowest] = below;
  if (lowest) checkKeyIdentifiers(lowest.certificate, certificate);
  if (!isValidAt(certificate, question.now)) throw new PathFault('validity', 'the issuer is not valid now');
  const { extensions } = certificate;
  if (!readIsAuthority(extensions.get(extensionName.basicConstraints)))
    throw new PathFault('authority', 'the issuer is not a CA');
  const usage = readKeyUsage(extensions.get(extensionName.keyUsage));
  if (usage !== undefined && (usage & keyUsageBit.keyCertSign) === 0)
    throw new PathFault('authority', 'the issuer’s key usage is not for certificates');
  checkKeyPurpose(certificate, question.profile);
  const between = below.slice(0, -1).filter((link) => !isSelfIssued(link)).length;
  if (between > readPathLength(extensions.get(extensionName.basicConstraints)))
    throw new PathFault('path-length', 'more authorities than the issuer allows');
  const own = isAnchor || isSelfIssued(issuer) ? 0 : 1;
  if (between + own > question.profile.mostIntermediates || below.length >= mostLinks)
    throw new PathFault('path-length', 'more intermediates than are accepted');
}

/** What can be said only of the whole path, from anchor to holder. */
function checkPath(path: readonly Link[], question: PathQuestion, work: PathWork): void {
  const { profile, now } = question;
  const holder = path.at(-1);
  if (!holder) return;
  const { certificate } = holder;
  checkCriticalExtensions(certificate, question.areListsAsked);
  checkIsConsistent(certificate);
  checkConformity(certificate);
  const { extensions } = certificate;
  if (!profile.holderMayBeAuthority && readIsAuthority(extensions.get(extensionName.basicConstraints)))
    throw new PathFault('holder', 'the certificate of a CA');
  const usage = readKeyUsage(extensions.get(extensionName.keyUsage));
  if (profile.keyUsage !== undefined && usage !== undefined && (usage & profile.keyUsage) === 0)
    throw new PathFault('key-usage', 'the key usage does not allow this');
  checkKeyPurpose(certificate, profile);
  for (const [at, link] of path.entries()) {
    if (at === 0 || (isSelfIssued(link) && link !== holder)) continue;
    const above = path.slice(0, at).flatMap((one) => readNameConstraints(one.certificate) ?? []);
    checkNames(link.certificate, above, work);
  }
  checkPolicies(
    path.slice(1).map((link) => ({ certificate: link.certificate, isSelfIssued: isSelfIssued(link) })),
    profile,
  );
  if (!isValidAt(certificate, now)) throw new Refusal('card_expired');
}

/** Purposes nest: an authority that is limited to some cannot give another one on. */
function checkKeyPurpose({ extensions }: UnverifiedCertificate, { keyPurpose }: PathProfile): void {
  const purposes = readKeyPurposes(extensions.get(extensionName.extendedKeyUsage));
  if (keyPurpose !== undefined && purposes && !purposes.includes(keyPurpose))
    throw new PathFault('key-purpose', 'the extended key usage does not allow this');
}

function isSelfIssued({ subject, issuer }: Link): boolean {
  return isSameName(subject, issuer);
}

/** In whole seconds, as certificates count: in the last second of notAfter it is still valid. */
export function isValidAt({ notBefore, notAfter }: UnverifiedCertificate, now: Date): boolean {
  const second = Math.floor(now.getTime() / 1000);
  return notBefore <= second && second <= notAfter;
}
