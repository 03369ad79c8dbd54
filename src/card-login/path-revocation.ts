/** Whether anything of a path was taken back, by lists that come with the question (RFC 5280, 6.3). */
import type { UnverifiedCertificate } from './certificate.ts';
import {
  anyPolicy,
  extensionName,
  keyUsageBit,
  readIsAuthority,
  readKeyUsage,
} from './certificate-extensions.ts';
import { type DistributionPoint, readDistributionPoints, readPointNames } from './distribution-points.ts';
import { isSameName, toComparableName } from './distinguished-name.ts';
import { type PathQuestion, toRefusal, verifyPath, type VerifiedPath } from './path.ts';
import { PathFault } from './path-fault.ts';
import { createPathWork, type PathWork } from './path-work.ts';
import { isSignedBy, isStrongIssuerKey } from './signature-algorithms.ts';
import { allReasons, readUnverifiedList, type UnverifiedList } from './unverified-list.ts';

/** Lists that cannot be read say nothing: what they were about is then unknown, which refuses. */
export function readLists(ders: readonly Buffer[]): UnverifiedList[] {
  createPathWork().spend('lists', ders.length);
  return ders.flatMap((der) => {
    try {
      return [readUnverifiedList(der)];
    } catch (error) {
      toRefusal(error);
      return [];
    }
  });
}

/** A path of which no certificate below the anchor was revoked, as fresh lists prove. @throws Refusal */
export function verifyUnrevokedPath(
  certificate: UnverifiedCertificate,
  question: PathQuestion,
  lists: readonly UnverifiedList[],
): VerifiedPath {
  const work = createPathWork();
  const check = (path: VerifiedPath): void => checkUnrevoked(path, { ...question, lists, work }, new Set());
  return verifyPath(certificate, question, check, work);
}

/** A question with its lists, and with the one purse that all that it leads to is paid from. */
interface ListQuestion extends PathQuestion {
  lists: readonly UnverifiedList[];
  work: PathWork;
}

function checkUnrevoked(
  path: VerifiedPath,
  question: ListQuestion,
  askedAlready: ReadonlySet<UnverifiedCertificate>,
): void {
  for (const [at, certificate] of path.entries())
    if (at > 0) checkOne(certificate, path.slice(0, at), question, askedAlready);
}

function checkOne(
  certificate: UnverifiedCertificate,
  above: VerifiedPath,
  question: ListQuestion,
  askedAlready: ReadonlySet<UnverifiedCertificate>,
): void {
  // Whoever signed a list cannot be cleared by that very list.
  if (askedAlready.has(certificate)) throw unknown('a list that its own signer is on');
  const asked = new Set([...askedAlready, certificate]);
  const issuer = toComparableName(certificate.issuer);
  const ofIssuer = question.lists.filter(
    (list) => isSameName(list.issuer, issuer) && isFresh(list, question.now),
  );
  const proved = ofIssuer.filter((list) => isProved(list, certificate, above, question, asked));
  const points = readDistributionPoints(certificate);
  let reasons = 0;
  for (const list of proved) {
    if (list.deltaOf !== undefined) continue;
    const told = points
      .filter((point) => isAbout(list, certificate, point))
      .map((point) => point.reasons & list.scope.reasons);
    if (told.length === 0) continue;
    const delta = findDelta(list, proved);
    if (!delta && (list.hasDeltas || certificate.extensions.has(extensionName.freshestCrl))) continue;
    const entry = delta?.entries.get(certificate.serial) ?? list.entries.get(certificate.serial);
    if (entry && !entry.isRemoved) throw new PathFault('revoked', 'a certificate of the path was revoked');
    for (const some of told) reasons |= some;
  }
  if (reasons === allReasons) return;
  if (points.some(({ isIndirect }) => isIndirect) || ofIssuer.some(({ scope }) => scope.isIndirect))
    throw new PathFault('indirect-lists', 'revocation is told by somebody else');
  throw unknown('no fresh list says that nothing of the path was revoked');
}

/** The newest delta list that builds on this one, or on an earlier one of the same kind. */
function findDelta(complete: UnverifiedList, lists: readonly UnverifiedList[]): UnverifiedList | undefined {
  const { number, scope } = complete;
  return lists
    .filter(
      (delta) =>
        delta.deltaOf !== undefined &&
        number !== undefined &&
        delta.number !== undefined &&
        delta.deltaOf <= number &&
        number <= delta.number &&
        delta.scope.bytes.equals(scope.bytes),
    )
    .sort((one, other) => Number((other.number ?? 0n) - (one.number ?? 0n)))[0];
}

function isAbout(
  { scope }: UnverifiedList,
  certificate: UnverifiedCertificate,
  { names, isIndirect }: DistributionPoint,
): boolean {
  const isAuthority = readIsAuthority(certificate.extensions.get(extensionName.basicConstraints));
  if (isIndirect || scope.isIndirect || scope.onlyAttributes) return false;
  if (isAuthority ? scope.onlyUsers : scope.onlyAuthorities) return false;
  if (!scope.point) return true;
  const ofList = readPointNames(scope.point, certificate.issuer);
  return ofList.some((name) => names.some((one) => one.equals(name)));
}

/** Signed by the issuer, or by another key of its that the same anchor vouches for, and that was not revoked either. */
function isProved(
  list: UnverifiedList,
  certificate: UnverifiedCertificate,
  above: VerifiedPath,
  question: ListQuestion,
  asked: ReadonlySet<UnverifiedCertificate>,
): boolean {
  const issuer = toComparableName(certificate.issuer);
  return [...above, ...question.unverifiedIntermediates].some((signer) => {
    const { publicKey } = signer;
    const { algorithm, signed, signature } = list;
    try {
      if (!algorithm || !publicKey || !isStrongIssuerKey(publicKey)) return false;
      if (!isSameName(toComparableName(signer.subject), issuer)) return false;
      const usage = readKeyUsage(signer.extensions.get(extensionName.keyUsage));
      if (usage !== undefined && (usage & keyUsageBit.cRLSign) === 0) return false;
      question.work.spend('signatures');
      if (!isSignedBy(publicKey, { algorithm, signed, signature })) return false;
      if (above.includes(signer)) return true;
      const path = verifyPath(
        signer,
        { ...question, profile: forSigner(question) },
        (found) => checkUnrevoked(found, question, asked),
        question.work,
      );
      return path[0] === above[0];
    } catch (error) {
      const fault = toRefusal(error);
      if (fault instanceof PathFault && fault.rule === 'work') throw fault;
      return false;
    }
  });
}

function forSigner({ profile }: PathQuestion): PathQuestion['profile'] {
  return {
    ...profile,
    policies: [anyPolicy],
    explicitPolicyRequired: false,
    keyUsage: keyUsageBit.cRLSign,
    keyPurpose: undefined,
    holderMayBeAuthority: true,
  };
}

/** `thisUpdate` ≤ now < `nextUpdate`: a list from the future is as suspect as an old one. */
function isFresh({ thisUpdate, nextUpdate }: UnverifiedList, now: Date): boolean {
  const second = Math.floor(now.getTime() / 1000);
  return thisUpdate <= second && second < nextUpdate;
}

function unknown(detail: string): PathFault {
  return new PathFault('revocation-unknown', detail);
}
