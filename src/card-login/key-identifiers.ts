/**
 * How a certificate and its issuer speak of each other's keys (RFC 5280, 4.2.1.1 and 4.2.1.2). They say where to look
 * first, and prove nothing; but where they contradict the signature, somebody made a mistake that is not ours to forgive.
 */
import type { UnverifiedCertificate } from './certificate.ts';
import { extensionName, readSubjectKeyIdentifier } from './certificate-extensions.ts';
import { type Extension, toSerial } from './der-values.ts';
import { isSameName, toComparableName } from './distinguished-name.ts';
import { form, readGeneralNames } from './general-name.ts';
import { PathFault } from './path-fault.ts';
import { checkStrictDer, DerFault, derTag, expectTag, readChildren, toContent } from './strict-der.ts';

export interface AuthorityKeyIdentifier {
  key: Buffer | undefined;
  /** The issuer's own issuer and serial: both or neither. */
  issuer: readonly (readonly string[])[] | undefined;
  serial: string | undefined;
}

const limits = { mostBytes: 4096, mostElements: 500, mostDepth: 12 };
const [keyTag, issuerTag, serialTag] = [0x80, 0xa1, 0x82];
const shapes = ['', `${keyTag}`, `${keyTag},${issuerTag},${serialTag}`, `${issuerTag},${serialTag}`];

/** Undefined where there is no such extension. */
export function readAuthorityKeyIdentifier(
  extension: Extension | undefined,
): AuthorityKeyIdentifier | undefined {
  if (!extension) return undefined;
  const { value } = extension;
  const parts = readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence));
  if (!shapes.includes(parts.map(({ tag }) => tag).join()))
    throw new DerFault('an authority key identifier of another shape');
  const find = (tag: number): Buffer | undefined => {
    const part = parts.find((one) => one.tag === tag);
    return part && toContent(value, part);
  };
  const [serial, issuerPart] = [find(serialTag), parts.find(({ tag }) => tag === issuerTag)];
  // An integer under another tag, of which the reader of DER knows nothing.
  if (serial) checkStrictDer(Buffer.concat([Buffer.of(derTag.integer, serial.length), serial]), limits);
  return {
    key: find(keyTag),
    issuer:
      issuerPart &&
      readGeneralNames(value, issuerPart)
        .filter((name) => name.form === form.directory)
        .map((name) => toComparableName(name.value)),
    serial: serial && toSerial(serial),
  };
}

/** A certificate names the key that signed it, its issuer names that key as its own, and both say the same. */
export function checkKeyIdentifiers(certificate: UnverifiedCertificate, issuer: UnverifiedCertificate): void {
  const above = readAuthorityKeyIdentifier(certificate.extensions.get(extensionName.authorityKeyIdentifier));
  const own = readSubjectKeyIdentifier(issuer.extensions.get(extensionName.subjectKeyIdentifier));
  if (!above?.key) throw fault('it does not say which key signed it');
  if (!own) throw fault('the issuer does not say which key is its own');
  if (!above.key.equals(own)) throw fault('it names another key than the one that signed it');
  if (above.serial !== undefined && above.serial !== issuer.serial)
    throw fault('it names another certificate of the issuer');
  const ownIssuer = toComparableName(issuer.issuer);
  if (above.issuer && !above.issuer.some((name) => isSameName(name, ownIssuer)))
    throw fault('it names another certificate of the issuer');
}

function fault(detail: string): PathFault {
  return new PathFault('key-identifier', detail);
}
