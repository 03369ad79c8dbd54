import type { HashFunction, SignatureAlgorithm } from '../signature-algorithm.ts';

/** A signature algorithm by Web eID's names. */
export interface WebEidAlgorithm {
  cryptoAlgorithm: 'RSA' | 'ECC';
  hashFunction: HashFunction;
  paddingScheme: 'PKCS1.5' | 'NONE';
}

export function toWebEidAlgorithm(
  { kind }: Pick<SignatureAlgorithm, 'kind'>,
  hashFunction: HashFunction,
): WebEidAlgorithm {
  return { cryptoAlgorithm: kind, hashFunction, paddingScheme: kind === 'RSA' ? 'PKCS1.5' : 'NONE' };
}
