import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { jwkThumbprint } from '../src/key-custody/thumbprint.ts';
import type { PublicJwk } from '../src/vocabulary/jwk.ts';
import type { Folders } from './folders.ts';

/** The server's signing keys and secrets, each in a file for its owner alone. What exists stays. */
export function makeServerKeys({ keys, ledgerKey }: Folders): void {
  for (const name of ['issuer', 'answers', 'ledger']) {
    writeOnce(join(keys, `${name}.jwk.json`), () => JSON.stringify(newPrivateJwk()));
  }
  writeOnce(join(keys, 'secrets.json'), () =>
    JSON.stringify({ cookie_keys: [secret()], pairwise_salt: secret(), derivation: secret() }),
  );
  // The key that receipts are checked with lies apart from the private ones: it is for everybody.
  writeOnce(ledgerKey, () =>
    JSON.stringify(toPublicJwk(readFileSync(join(keys, 'ledger.jwk.json'), 'utf8')), null, 2),
  );
}

/** A relying party's private key as a JWK set named after its client id; answers the public half. */
export function makeClientKeys({ clients }: Folders, clientId: string): { keys: PublicJwk[] } {
  const path = join(clients, `${clientId}.jwks.json`);
  writeOnce(path, () =>
    JSON.stringify({ keys: [{ ...newPrivateJwk(), alg: 'ES256', use: 'sig' }] }, null, 2),
  );
  const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys: Record<string, unknown>[] };
  return { keys: keys.map((key) => toPublicJwk(JSON.stringify(key))) };
}

function newPrivateJwk(): Record<string, unknown> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' }) as Record<string, unknown>;
  return { ...jwk, kid: jwkThumbprint(jwk) };
}

function toPublicJwk(privateJwk: string): PublicJwk {
  const jwk = createPublicKey({
    key: JSON.parse(privateJwk) as Record<string, unknown>,
    format: 'jwk',
  }).export({
    format: 'jwk',
  }) as unknown as PublicJwk;
  return { ...jwk, kid: jwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function writeOnce(path: string, content: () => string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, content(), { mode: 0o600 });
}
