import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readKeys, type TrustedKey } from '../ledger-checker/signed.ts';

/** A witness's own key: nobody else signs with it, and it signs two kinds of statement only. */
export interface WitnessKey {
  publicJwk: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
  trusted: TrustedKey;
  sign(typ: string, claims: Readonly<Record<string, unknown>>): string;
}

export function newPrivateJwk(): string {
  return JSON.stringify(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  );
}

export function openWitnessKey(privateJwk: string): WitnessKey {
  const privateKey: KeyObject = createPrivateKey({
    key: JSON.parse(privateJwk) as Record<string, unknown>,
    format: 'jwk',
  });
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicJwk = { kty: 'EC', crv: 'P-256', x, y } as const;
  const trusted = readKeys(JSON.stringify(publicJwk))[0] as TrustedKey;
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    publicJwk,
    trusted,
    sign(typ, claims) {
      const signed = `${encode({ alg: 'ES256', kid: trusted.kid, typ })}.${encode(claims)}`;
      const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${signed}.${signature.toString('base64url')}`;
    },
  };
}
