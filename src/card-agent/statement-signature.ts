import type { CardSignature } from './card-order.ts';

/** A signed statement as it is delivered. Its text is absent: the site writes it itself, and believes no other. */
export interface StatementSignature {
  format: 'madoguchi-signature:1';
  unverifiedCertificate: string;
  algorithm: string;
  signature: string;
}

export function toStatementSignature(signed: CardSignature): StatementSignature {
  return {
    format: 'madoguchi-signature:1',
    unverifiedCertificate: Buffer.from(signed.certificate).toString('base64'),
    algorithm: signed.algorithm,
    signature: Buffer.from(signed.signature).toString('base64'),
  };
}
