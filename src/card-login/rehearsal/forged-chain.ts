/** A sound chain as a plan, so that a test can make one thing of it odd before everything is signed. */
import {
  type ForgedAlgorithm,
  type ForgedExtension,
  type ForgedKey,
  type ForgedKeyKind,
  type ForgedName,
  forgeCertificate,
  makeForgedKey,
  stringTag,
  toName,
} from './forge-certificate.ts';
import {
  extension,
  type ExtensionName,
  make,
  toAuthorityKeyIdentifier,
  toBasicConstraints,
  toIdentifiers,
  toKeyUsage,
  toPolicies,
  toSubjectKeyIdentifier,
} from './forged-extensions.ts';
import { time } from './write-der.ts';

export const forgedNow = new Date('2026-11-24T03:00:00Z');
export const secondsFromNow = (seconds: number): Date => new Date(forgedNow.getTime() + seconds * 1000);
export const clientAuthentication = '1.3.6.1.5.5.7.3.2';
export const [policyOne, policyTwo, policyThree] = ['1.2.392.1', '1.2.392.2', '1.2.392.3'] as const;

/** Kept for the process: keys cost more than all the rest. */
const keys = new Map<string, ForgedKey>();
export function keyOf(kind: ForgedKeyKind, which: string): ForgedKey {
  const id = `${kind} ${which}`;
  const key = keys.get(id) ?? makeForgedKey(kind);
  keys.set(id, key);
  return key;
}

export interface LinkPlan {
  version: number | undefined;
  serial: Buffer;
  algorithm: ForgedAlgorithm;
  outerAlgorithm?: ForgedAlgorithm;
  issuer: ForgedName;
  subject: ForgedName;
  notBefore: Buffer;
  notAfter: Buffer;
  key: ForgedKey;
  signer: ForgedKey;
  hasUniqueIdentifier?: boolean;
  extensions: ForgedExtension[];
  alter?: (signed: Buffer) => Buffer;
}

/** The anchor first, the holder last. */
export interface ChainPlan {
  links: LinkPlan[];
  /** Sent along besides those between. */
  alongside: LinkPlan[];
}

export interface ForgedChain {
  anchor: Buffer;
  intermediates: Buffer[];
  certificate: Buffer;
}

export function nameOf(commonName: string): ForgedName {
  return [[['C', stringTag.printable, 'JP']], [['CN', stringTag.printable, commonName]]];
}

/** @param mark tells this chain's names from another's */
export function planChain(intermediates: number, mark = ''): ChainPlan {
  const names = ['root', ...Array.from({ length: intermediates }, (_, at) => `middle ${at}`), 'holder'];
  const links = names.map((name, at) => {
    const above = names[at - 1] ?? name;
    return planLink({
      subject: nameOf(name + mark),
      issuer: nameOf(above + mark),
      key: keyOf('P-256', name),
      signer: keyOf('P-256', above),
      isAuthority: name !== 'holder',
    });
  });
  return { links, alongside: [] };
}

export function planLink({
  subject,
  issuer,
  key,
  signer,
  isAuthority,
}: Pick<LinkPlan, 'subject' | 'issuer' | 'key' | 'signer'> & { isAuthority: boolean }): LinkPlan {
  return {
    version: 2,
    serial: Buffer.from('5a17', 'hex'),
    algorithm: 'ec sha256',
    issuer,
    subject,
    notBefore: time(secondsFromNow(-86400)),
    notAfter: time(secondsFromNow(86400)),
    key,
    signer,
    extensions: [
      ...(isAuthority
        ? [
            make('basicConstraints', toBasicConstraints(true), true),
            make('keyUsage', toKeyUsage('keyCertSign', 'cRLSign'), true),
          ]
        : [
            make('keyUsage', toKeyUsage('digitalSignature'), true),
            make('extendedKeyUsage', toIdentifiers(clientAuthentication)),
          ]),
      make('policies', toPolicies(policyOne)),
      make('subjectKeyIdentifier', toSubjectKeyIdentifier(key.identifier)),
      make('authorityKeyIdentifier', toAuthorityKeyIdentifier(signer.identifier)),
    ],
  };
}

/** Puts it in place of the one of the same name, or beside the others. */
export function put(link: LinkPlan, name: ExtensionName, value: Buffer, critical?: boolean): void {
  const old = link.extensions.find((one) => one.name === extension[name]);
  drop(link, name);
  link.extensions.push(make(name, value, critical ?? old?.critical ?? false));
}

export function drop(link: LinkPlan, name: ExtensionName): void {
  link.extensions = link.extensions.filter((one) => one.name !== extension[name]);
}

/** Gives the link at `at` another key, with which it goes on signing what is below it. */
export function rekey({ links }: ChainPlan, at: number, key: ForgedKey, algorithm?: ForgedAlgorithm): void {
  const [link, below] = [links[at], links[at + 1]];
  if (!link) return;
  link.key = key;
  put(link, 'subjectKeyIdentifier', toSubjectKeyIdentifier(key.identifier));
  if (at === 0) resign(link, key, algorithm);
  if (below) resign(below, key, algorithm);
}

function resign(link: LinkPlan, key: ForgedKey, algorithm?: ForgedAlgorithm): void {
  link.signer = key;
  if (algorithm) link.algorithm = algorithm;
  put(link, 'authorityKeyIdentifier', toAuthorityKeyIdentifier(key.identifier));
}

export function forgeChain({ links, alongside }: ChainPlan): ForgedChain {
  const [anchor = Buffer.alloc(0), ...below] = links.map(forgeLink);
  const certificate = below.pop() ?? anchor;
  return { anchor, intermediates: [...below, ...alongside.map(forgeLink)], certificate };
}

export function forgeLink(link: LinkPlan): Buffer {
  return forgeCertificate({ ...link, issuer: toName(link.issuer), subject: toName(link.subject) });
}
