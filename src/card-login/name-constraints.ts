/** For which names an authority may speak (RFC 5280, 4.2.1.10). A form or constraint we do not know fails closed. */
import type { UnverifiedCertificate } from './certificate.ts';
import { extensionName } from './certificate-extensions.ts';
import {
  isWithin,
  readCommonNames,
  readMailAddresses,
  toComparableName,
  toWidestName,
} from './distinguished-name.ts';
import { form, type GeneralName, isOtherMail, readAlternativeNames, toGeneralName } from './general-name.ts';
import { PathFault, type PathRule } from './path-fault.ts';
import type { PathWork } from './path-work.ts';
import { checkStrictDer, type DerElement, derTag, expectTag, readChildren } from './strict-der.ts';

export interface NameConstraints {
  permitted: readonly GeneralName[];
  excluded: readonly GeneralName[];
}

const limits = { mostBytes: 6 * 1024, mostElements: 800, mostDepth: 12 };

export function readNameConstraints({ extensions }: UnverifiedCertificate): NameConstraints | undefined {
  const value = extensions.get(extensionName.nameConstraints)?.value;
  if (!value) return undefined;
  const read = (element: DerElement): GeneralName[] =>
    readChildren(value, element).map((subtree) => {
      const [base, ...bounds] = readChildren(value, expectTag(subtree, derTag.sequence));
      if (!base || bounds.length > 0) throw fault('bounds of a subtree are not implemented');
      return checkConstraint(toGeneralName(value, base));
    });
  const parts = readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence));
  const tags = parts.map(({ tag }) => tag).join();
  if (!['160', '161', '160,161'].includes(tags) || parts.some((part) => part.contentStart === part.end))
    throw fault('constraints of another shape');
  const find = (tag: number): GeneralName[] => parts.filter((part) => part.tag === tag).flatMap(read);
  return { permitted: find(0xa0), excluded: find(0xa1) };
}

/** Every name of the certificate is permitted by every authority above it that limits names of its form. */
export function checkNames(
  certificate: UnverifiedCertificate,
  above: readonly NameConstraints[],
  work: PathWork,
): void {
  if (above.length === 0) return;
  const names = readNames(certificate);
  const constraints = above.reduce(
    (sum, { permitted, excluded }) => sum + permitted.length + excluded.length,
    0,
  );
  work.spend('names', names.length * constraints);
  for (const name of names) checkName(name, above, 'name-constraints');
  // Where no host is named, others still look for one in the common name: so it is held to the constraints too.
  if (names.some((name) => name.form === form.dns)) return;
  for (const host of readCommonNames(certificate.subject).map(withoutEnd).filter(isHost))
    checkName({ form: form.dns, value: Buffer.from(host, 'latin1') }, above, 'common-name');
}

function checkName(name: GeneralName, above: readonly NameConstraints[], rule: PathRule): void {
  for (const { permitted, excluded } of above) {
    const same = permitted.filter((one) => one.form === name.form);
    if (same.length > 0 && !same.some((one) => covers(one, name)))
      throw new PathFault(rule, 'a name that is not permitted');
    if (excluded.some((one) => one.form === name.form && mayCover(one, name)))
      throw new PathFault(rule, 'a name that is excluded');
    // Its letters may be of any alphabet, which no constraint on mail that is read here speaks of.
    if (isOtherMail(name) && [...permitted, ...excluded].some((one) => one.form === form.mail))
      throw new PathFault(rule, 'a mail address of a form that is not implemented');
  }
}

function readNames({ subject, extensions }: UnverifiedCertificate): GeneralName[] {
  const alternative = readAlternativeNames(extensions.get(extensionName.subjectAlternativeName));
  const mails = readMailAddresses(subject).map((mail) => ({
    form: form.mail,
    value: Buffer.from(mail, 'latin1'),
  }));
  const named = toComparableName(subject).length > 0;
  return [...alternative, ...mails, ...(named ? [{ form: form.directory, value: subject }] : [])];
}

const hostPattern = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;
const wildcardPattern = /^\*\.[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;

/** Some once ended a text with what ends one in C. */
function withoutEnd(text: string): string {
  const whole = text.replace(/\0+$/, '');
  if (whole.includes('\0')) throw fault('a common name that cannot be read');
  return whole;
}

function isHost(text: string): boolean {
  const host = text.toLowerCase();
  return host.includes('.') && (hostPattern.test(host) || wildcardPattern.test(host));
}

/** A constraint that cannot be read might forbid anything. */
function checkConstraint(constraint: GeneralName): GeneralName {
  const text = constraint.value.toString('latin1').toLowerCase();
  const host = text.replace(/^\./, '');
  const readable: Readonly<Record<number, () => boolean>> = {
    [form.mail]: () => hostPattern.test(host) || hostPattern.test(splitMail(text).host),
    [form.dns]: () => text === '' || hostPattern.test(text),
    [form.uri]: () => hostPattern.test(host),
    [form.directory]: () => toComparableName(constraint.value).length >= 0,
    [form.address]: () => [8, 32].includes(constraint.value.length) && isPrefixMask(toMask(constraint.value)),
  };
  if (!(readable[constraint.form]?.() ?? true)) throw fault('a constraint that cannot be read');
  return constraint;
}

/** Whether the name lies in the subtree. A name that cannot be read lies in none, and so is refused. */
function covers(constraint: GeneralName, name: GeneralName): boolean {
  const [base, text] = [constraint, name].map(({ value }) => value.toString('latin1').toLowerCase());
  if (base === undefined || text === undefined) return false;
  switch (name.form) {
    case form.dns:
      if (!hostPattern.test(text) && !wildcardPattern.test(text))
        throw fault('a host name that cannot be read');
      return base === '' || text === base || text.endsWith(`.${base}`);
    case form.mail: {
      const { local, host } = splitMail(name.value.toString('latin1'));
      if (!base.includes('@')) return coversHost(base, host);
      const mailbox = splitMail(constraint.value.toString('latin1'));
      return mailbox.local === local && mailbox.host === host;
    }
    case form.uri:
      return coversHost(base, toUriHost(text));
    case form.directory:
      return isWithin(toComparableName(name.value), toComparableName(constraint.value));
    case form.address:
      return coversAddress(constraint.value, name.value);
    default:
      throw fault('a constraint on names of a form that is not implemented');
  }
}

/** `example.com` is that host alone, `.example.com` every host below it. */
function coversHost(base: string, host: string): boolean {
  return base.startsWith('.') ? host.endsWith(base) : host === base;
}

/** Whether anybody might find the name in the subtree: what is excluded must not come back in another spelling. */
function mayCover(constraint: GeneralName, name: GeneralName): boolean {
  if (name.form === form.directory) return isWithin(toWidestName(name.value), toWidestName(constraint.value));
  return covers(constraint, name) || mayStandFor(name, constraint) || isSameMail(name, constraint);
}

/** A wildcard stands for hosts that an exclusion may be about. */
function mayStandFor(name: GeneralName, { value }: GeneralName): boolean {
  const text = name.value.toString('latin1').toLowerCase();
  return (
    name.form === form.dns &&
    text.startsWith('*.') &&
    value.toString('latin1').toLowerCase().endsWith(text.slice(1))
  );
}

/** The standard tells mailboxes apart by case, hardly any mail server does. */
function isSameMail(name: GeneralName, { value }: GeneralName): boolean {
  return (
    name.form === form.mail &&
    name.value.toString('latin1').toLowerCase() === value.toString('latin1').toLowerCase()
  );
}

function splitMail(mail: string): { local: string; host: string } {
  const [local, host, ...more] = mail.split('@');
  if (!local || !host || more.length > 0) throw fault('a mail address that cannot be read');
  return { local, host: host.toLowerCase() };
}

function toUriHost(uri: string): string {
  // Before the host only what RFC 3986 has there: a browser takes a backslash for the end of the host.
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?([^/?#:@]+)(?::\d*)?(?:[/?#]|$)/.exec(
    uri,
  )?.[1];
  // Constraints speak of host names; an address is none.
  if (!host || !hostPattern.test(host) || /^[\d.]+$/.test(host)) throw fault('a URI without a host name');
  return host;
}

function coversAddress(constraint: Buffer, address: Buffer): boolean {
  if (address.length !== 4 && address.length !== 16) throw fault('an address that cannot be read');
  const mask = toMask(constraint);
  if (mask.length !== address.length) return false;
  return address.every((byte, at) => ((byte ^ (constraint[at] ?? 0)) & (mask[at] ?? 0)) === 0);
}

function toMask(constraint: Buffer): Buffer {
  return constraint.subarray(constraint.length / 2);
}

function isPrefixMask(mask: Buffer): boolean {
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}

function fault(detail: string): PathFault {
  return new PathFault('name-constraints', detail);
}
