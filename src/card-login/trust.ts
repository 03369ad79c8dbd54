import { createHash, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readCertificate, type UnverifiedCertificate } from './certificate.ts';
import { extensionName, keyUsageBit, readIsAuthority, readKeyUsage } from './certificate-extensions.ts';
import { checkExtensionsAreKnown } from './certificate-path.ts';
import { checkExtensionForms } from './extension-forms.ts';
import { checkAnchor, checkConformity, checkForm } from './path-form.ts';
import { isSignedBy } from './signature-algorithms.ts';

/** A CA whose signature on a card's certificate counts. Pinned: it is in the folder, nothing else makes it one. */
export interface CardAnchor {
  /** The file's name without `.cer`; also the name of its revocation list. */
  name: string;
  der: Buffer;
  certificate: UnverifiedCertificate;
  publicKey: KeyObject;
  /** SHA-256 of the SubjectPublicKeyInfo (DER), base64url: what names an issuer, since its name does not. */
  keyHash: string;
}

export interface CardTrust {
  anchors: readonly CardAnchor[];
}

/** Every `*.cer` (DER) of the folder. @throws Error that names the file that cannot be an anchor: for the start. */
export function loadCardTrust(anchorsFolder: string): CardTrust {
  const files = readdirSync(anchorsFolder).filter((name) => name.endsWith('.cer'));
  // Without an anchor every card would be refused as foreign, one citizen after the other.
  if (files.length === 0) throw new Error(`${anchorsFolder} holds no trust anchor (*.cer)`);
  return {
    anchors: files.sort().map((file) => {
      try {
        return toCardAnchor(basename(file, '.cer'), readFileSync(join(anchorsFolder, file)));
      } catch (error) {
        throw new Error(`${file} cannot be a trust anchor: ${(error as Error).message}`, { cause: error });
      }
    }),
  };
}

/** Its validity is checked at every login, not here: it may end while we run. */
export function toCardAnchor(name: string, der: Buffer): CardAnchor {
  const certificate = readCertificate(der);
  const publicKey = checkIssuer(certificate);
  const { algorithm, signed, signature, subject, issuer } = certificate;
  if (!algorithm || !subject.equals(issuer) || !isSignedBy(publicKey, { algorithm, signed, signature }))
    throw new Error('it is not self-signed');
  const keyHash = createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64url');
  return { name, der, certificate, publicKey, keyHash };
}

/** Held to the same form as the cards, and made for signing certificates and lists. Answers its key. @throws Error */
export function checkIssuer(certificate: UnverifiedCertificate): KeyObject {
  const publicKey = checkForm(certificate);
  checkExtensionsAreKnown(certificate);
  checkExtensionForms(certificate);
  checkConformity(certificate);
  const { extensions } = certificate;
  const usage = readKeyUsage(extensions.get(extensionName.keyUsage)) ?? 0;
  if (!readIsAuthority(extensions.get(extensionName.basicConstraints))) throw new Error('it is not a CA');
  if ((usage & keyUsageBit.keyCertSign) === 0) throw new Error('its key usage is not for certificates');
  if ((usage & keyUsageBit.cRLSign) === 0) throw new Error('its key usage is not for revocation lists');
  checkAnchor(certificate);
  return publicKey;
}
