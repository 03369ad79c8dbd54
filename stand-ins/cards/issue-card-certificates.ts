import type { KeyObject } from 'node:crypto';
import { Certificate } from 'pkijs';
import type { Authority } from '../../certs/authority.ts';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import type { CardAttributes } from '../../certs/signature-attributes.ts';
import type { PinKind } from './card-folder.ts';
import { certificateObjects, type CertificateObject } from './card-objects.ts';
import type { CardHolder } from './make-card.ts';
import { toMunicipality } from './municipality.ts';

/** The certificates of one card, per token: the holder's own, and the authorities' beside the one for logging in. */
export async function issueCardCertificates(order: {
  persona: CardHolder;
  authorities: Readonly<Record<PinKind, Authority>>;
  now: Date;
  /** One for logging in and, where the holder may sign, one for signing. */
  publicKeys: readonly KeyObject[];
}): Promise<CertificateObject[][]> {
  const { persona, authorities } = order;
  const [authenticationKey, signatureKey] = order.publicKeys;
  if (!authenticationKey) throw new Error('the card made no key');
  const validity = toValidity(persona, order.now);
  const municipality = toMunicipality(persona);

  const authentication = await issueCardCertificate(authorities.authentication, {
    publicKey: authenticationKey,
    serial: persona.card.serial,
    municipality,
    ...validity,
  });
  const tokens = [
    [
      toObject(certificateObjects.authentication, authentication),
      toObject(certificateObjects.authenticationAuthority, authorities.authentication.certificate),
      toObject(certificateObjects.signatureAuthority, authorities.signature.certificate),
    ],
  ];
  if (signatureKey) {
    const signature = await issueCardCertificate(authorities.signature, {
      publicKey: signatureKey,
      serial: persona.card.signature_serial,
      municipality,
      ...validity,
      attributes: toAttributes(persona),
    });
    tokens.push([toObject(certificateObjects.signature, signature)]);
  }
  return tokens;
}

/** As a certificate can write them, with flags where that is not how they are written really. */
function toAttributes({ name, sex, birth_on, address, on_certificate: written }: CardHolder): CardAttributes {
  return {
    name: written?.name?.text ?? name.ja,
    sex,
    birthOn: birth_on,
    address: written?.address?.text ?? address,
    ...(written?.name && { nameSubstitutes: written.name.substitutes }),
    ...(written?.address && { addressSubstitutes: written.address.substitutes }),
  };
}

/** From the day of issue to the fifth birthday after it, in Japan's time. An expired card was issued too long ago. */
export function toValidity(
  holder: Pick<CardHolder, 'birth_on' | 'card'>,
  now: Date,
): { notBefore: Date; notAfter: Date } {
  const daysAgo = holder.card.state === 'expired' ? 6 * 366 : 30;
  const notBefore = new Date(now.getTime() - daysAgo * 86_400_000);
  const [, month = 1, day = 1] = holder.birth_on.split('-').map(Number);
  const endOfBirthday = (year: number) =>
    new Date(Date.UTC(year, Math.max(month, 1) - 1, Math.max(day, 1), 14, 59, 59));
  const firstYear = notBefore.getUTCFullYear();
  const birthdayIsOver = endOfBirthday(firstYear).getTime() <= notBefore.getTime();
  return { notBefore, notAfter: endOfBirthday(firstYear + (birthdayIsOver ? 5 : 4)) };
}

export function toObject(
  place: Pick<CertificateObject, 'id' | 'label' | 'isPrivate' | 'isAuthority'>,
  der: Buffer,
): CertificateObject {
  const certificate = Certificate.fromBER(Uint8Array.from(der).buffer);
  const encode = (part: { toBER(sizeOnly?: boolean): ArrayBuffer }) =>
    Buffer.from(part.toBER(false)).toString('base64');
  return {
    ...place,
    certificate: der.toString('base64'),
    subject: encode(certificate.subject.toSchema()),
    issuer: encode(certificate.issuer.toSchema()),
    serial: encode(certificate.serialNumber),
  };
}
