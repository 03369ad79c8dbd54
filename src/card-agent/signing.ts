import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { CardFault, type ToSign } from './card-order.ts';
import {
  isDigestSignatureGood,
  isSignatureGood,
  type SignatureAlgorithm,
  toSignatureAlgorithm,
  toSignedData,
} from './signature-algorithm.ts';

/** What the card is given to sign, and how its answer is judged. */
export interface Signing {
  certificate: Buffer;
  algorithm: SignatureAlgorithm;
  input: Buffer;
  isGood(signature: Buffer): boolean;
}

/** @throws CardFault where this certificate's key does not sign that */
export function toSigning(certificate: Buffer, what: ToSign): Signing {
  const key = new X509Certificate(certificate).publicKey;
  const algorithm = toSignatureAlgorithm(key);
  if (!algorithm) throw new CardFault('agent_card_unreadable', 'key of an unknown kind');
  switch (what.kind) {
    case 'login_token':
      return ofData(certificate, key, algorithm, toSignedData(algorithm, what.origin, what.nonce));
    case 'statement':
      return ofData(certificate, key, algorithm, Buffer.from(what.text, 'utf8'));
    case 'digest':
      // The site prepared its document for the holder of that certificate, and another card may have been put in.
      if (!certificate.equals(what.certificate))
        throw new CardFault('agent_signer_differs', 'another certificate');
      if (!algorithm.hashFunctions.includes(what.hashFunction)) {
        throw new CardFault('agent_card_unreadable', 'this key does not sign digests of that hash function');
      }
      return {
        certificate,
        algorithm,
        input: algorithm.toInput(what.digest, what.hashFunction),
        isGood: (signature) => isDigestSignatureGood(algorithm, key, what, signature),
      };
  }
}

function ofData(certificate: Buffer, key: KeyObject, algorithm: SignatureAlgorithm, data: Buffer): Signing {
  const digest = createHash(algorithm.hash).update(data).digest();
  const [hashFunction] = algorithm.hashFunctions;
  return {
    certificate,
    algorithm,
    input: algorithm.toInput(digest, hashFunction),
    isGood: (signature) => isSignatureGood(algorithm, key, data, signature),
  };
}
