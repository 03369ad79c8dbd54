import type { CardSignature } from './card-order.ts';

/** Web eID's authentication token, format 1.0. Origin and nonce are absent: the site must know them by itself. */
export interface WebEidToken {
  unverifiedCertificate: string;
  algorithm: string;
  signature: string;
  format: 'web-eid:1.0';
  appVersion: string;
}

/** Tells a site which agent a faulty token came from. The format wants a URL; this one leads nowhere. */
const appVersion = 'https://madoguchi.invalid/card-agent/0.1.0';

export function toWebEidToken(signed: CardSignature): WebEidToken {
  return {
    unverifiedCertificate: Buffer.from(signed.certificate).toString('base64'),
    algorithm: signed.algorithm,
    signature: Buffer.from(signed.signature).toString('base64'),
    format: 'web-eid:1.0',
    appVersion,
  };
}
