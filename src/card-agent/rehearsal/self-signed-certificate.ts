import { type KeyObject, webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

/** A certificate that nobody trusts, DER: enough for a card that is only asked to sign, and for a TLS server to be refused. */
export async function makeSelfSignedCertificate(d: {
  publicKey: KeyObject;
  privateKey: KeyObject;
  commonName: string;
}): Promise<Buffer> {
  const engine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as unknown as Crypto });
  const curve = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }[
    d.publicKey.asymmetricKeyDetails?.namedCurve ?? ''
  ];
  const algorithm = curve
    ? { name: 'ECDSA', namedCurve: curve }
    : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const importKey = (key: KeyObject, format: 'spki' | 'pkcs8', use: 'verify' | 'sign') => {
    const der = key.export({ format: 'der', type: format } as { format: 'der'; type: 'spki' });
    return webcrypto.subtle.importKey(format, der, algorithm, true, [use]);
  };
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ value: 1 });
  const name = new pkijs.AttributeTypeAndValue({
    type: '2.5.4.3',
    value: new asn1js.Utf8String({ value: d.commonName }),
  });
  certificate.subject.typesAndValues.push(name);
  certificate.issuer.typesAndValues.push(name);
  certificate.notBefore.value = new Date('2020-01-01T00:00:00Z');
  certificate.notAfter.value = new Date('2049-01-01T00:00:00Z');
  await certificate.subjectPublicKeyInfo.importKey(await importKey(d.publicKey, 'spki', 'verify'), engine);
  await certificate.sign(await importKey(d.privateKey, 'pkcs8', 'sign'), 'SHA-256', engine);
  return Buffer.from(certificate.toSchema(true).toBER(false));
}
