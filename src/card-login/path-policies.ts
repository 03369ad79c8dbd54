/**
 * Certificate policies along a path (RFC 5280, 6.1.2 to 6.1.5). The standard's tree answers one question: under which
 * policies, as the anchor names them, was the path issued? So what is kept is only that: pairs of the policy's first
 * name (origin) and the name that it goes by in the domain of the certificate looked at (current).
 */
import type { UnverifiedCertificate } from './certificate.ts';
import {
  anyPolicy,
  extensionName,
  readInhibitAnyPolicy,
  readPolicies,
  readPolicyConstraints,
  readPolicyMappings,
} from './certificate-extensions.ts';
import { PathFault } from './path-fault.ts';

export interface PolicyQuestion {
  /** The initial policy set; `2.5.29.32.0` stands for any. */
  policies: readonly string[];
  explicitPolicyRequired: boolean;
  mappingInhibited: boolean;
  anyPolicyInhibited: boolean;
}

interface Pair {
  origin: string;
  current: string;
}

/** Mappings multiply: a path that needs more than this is nobody's. */
const mostPairs = 500;

/** @param path from the one below the anchor to the holder's; each with whether it is self-issued. */
export function checkPolicies(
  path: readonly { certificate: UnverifiedCertificate; isSelfIssued: boolean }[],
  question: PolicyQuestion,
): void {
  // How many more certificates may come before it holds: 0 holds now.
  let explicit = question.explicitPolicyRequired ? 0 : Infinity;
  let noMapping = question.mappingInhibited ? 0 : Infinity;
  let noAny = question.anyPolicyInhibited ? 0 : Infinity;
  let pairs: Pair[] = [{ origin: anyPolicy, current: anyPolicy }];
  for (const [at, { certificate, isSelfIssued }] of path.entries()) {
    const { extensions } = certificate;
    const isLast = at === path.length - 1;
    const policies = readPolicies(extensions.get(extensionName.certificatePolicies));
    pairs = narrow(pairs, policies, noAny > 0 || (isSelfIssued && !isLast));
    if (explicit === 0 && pairs.length === 0) throw fault('issued under another policy');
    const constraints = readPolicyConstraints(extensions.get(extensionName.policyConstraints));
    const mappings = readPolicyMappings(extensions.get(extensionName.policyMappings));
    // RFC 5280, 4.2.1.5 and 6.1.4 (a).
    if ([...mappings].flat(2).includes(anyPolicy)) throw fault('a mapping from or to any policy');
    if (isLast) {
      explicit = constraints.requireExplicit === 0 ? 0 : oneLess(explicit);
      break;
    }
    pairs = rename(pairs, mappings, noMapping > 0);
    if (!isSelfIssued)
      [explicit, noMapping, noAny] = [explicit, noMapping, noAny].map(oneLess) as [number, number, number];
    explicit = Math.min(explicit, constraints.requireExplicit);
    noMapping = Math.min(noMapping, constraints.inhibitMapping);
    noAny = Math.min(noAny, readInhibitAnyPolicy(extensions.get(extensionName.inhibitAnyPolicy)));
  }
  const asked = new Set(question.policies);
  const isAsked = ({ origin }: Pair): boolean =>
    origin === anyPolicy || asked.has(origin) || asked.has(anyPolicy);
  if (explicit === 0 && !pairs.some(isAsked)) throw fault('issued under another policy');
}

/** 6.1.3 (d): what this certificate keeps of the policies so far. */
function narrow(pairs: readonly Pair[], policies: readonly string[], anyCounts: boolean): Pair[] {
  const openToAny = pairs.some(({ origin, current }) => origin === anyPolicy && current === anyPolicy);
  const kept = policies
    .filter((policy) => policy !== anyPolicy)
    .flatMap((policy) => {
      const known = pairs.filter(({ current }) => current === policy);
      return known.length === 0 && openToAny ? [{ origin: policy, current: policy }] : known;
    });
  if (!policies.includes(anyPolicy) || !anyCounts) return kept;
  return [...kept, ...pairs.filter(({ current }) => !policies.includes(current) || current === anyPolicy)];
}

/** 6.1.4 (a), (b): how the next certificate calls the same policies; where that is inhibited, a renamed one is gone. */
function rename(
  pairs: readonly Pair[],
  mappings: ReadonlyMap<string, readonly string[]>,
  mayRename: boolean,
): Pair[] {
  const renamed = pairs.flatMap((pair) => {
    const names = mappings.get(pair.current);
    if (!names) return [pair];
    return mayRename ? names.map((current) => ({ origin: pair.origin, current })) : [];
  });
  const openToAny = pairs.some(({ origin, current }) => origin === anyPolicy && current === anyPolicy);
  if (openToAny && mayRename)
    for (const [policy, names] of mappings)
      if (!pairs.some(({ current }) => current === policy))
        renamed.push(...names.map((current) => ({ origin: policy, current })));
  if (renamed.length > mostPairs) throw new PathFault('work', 'too many policies');
  return renamed;
}

function oneLess(count: number): number {
  return Math.max(0, count - 1);
}

function fault(detail: string): PathFault {
  return new PathFault('policy', detail);
}
