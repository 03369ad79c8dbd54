/** A company's system by hand, so that a test can leave out, swap or repeat any single part of it. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { PublicJwk } from '../../vocabulary/jwk.ts';

export interface KeyPair {
  privateKey: KeyObject;
  publicJwk: PublicJwk;
}

export interface OAuthAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export type Form = Record<string, string>;

/** What to do differently; `undefined` leaves the part out. */
export interface Changes {
  assertion?: string | undefined;
  proof?: string | undefined;
  headers?: Record<string, string>;
}

export function newKeyPair(kid: string = randomUUID()): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, publicJwk: { ...(publicKey.export({ format: 'jwk' }) as { kty: string }), kid } };
}

export function newRsaKeyPair(kid: string = randomUUID()): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey, publicJwk: { ...(publicKey.export({ format: 'jwk' }) as { kty: string }), kid } };
}

const now = (): number => Math.floor(Date.now() / 1000);

export class Company {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly key: KeyPair;
  readonly dpop: KeyPair;

  constructor(d: { issuer: string; clientId: string; redirectUri: string; key?: KeyPair }) {
    this.issuer = d.issuer;
    this.clientId = d.clientId;
    this.redirectUri = d.redirectUri;
    this.key = d.key ?? newKeyPair();
    this.dpop = newKeyPair();
  }

  assertion(
    changes: { claims?: Record<string, unknown>; alg?: string; key?: KeyPair } = {},
  ): Promise<string> {
    const key = changes.key ?? this.key;
    const claims = {
      iss: this.clientId,
      sub: this.clientId,
      aud: this.issuer,
      jti: randomUUID(),
      iat: now(),
      exp: now() + 60,
      ...changes.claims,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: changes.alg ?? 'ES256', kid: String(key.publicJwk.kid) })
      .sign(key.privateKey);
  }

  proof(
    url: string,
    changes: { claims?: Record<string, unknown>; header?: Record<string, unknown>; key?: KeyPair } = {},
  ): Promise<string> {
    const key = changes.key ?? this.dpop;
    const jwk = Object.fromEntries(Object.entries(key.publicJwk).filter(([name]) => name !== 'kid'));
    return new SignJWT({ jti: randomUUID(), htm: 'POST', htu: url, iat: now(), ...changes.claims })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...changes.header })
      .sign(key.privateKey);
  }

  /** Parameters of a good request, and the verifier that goes with them. */
  request(changes: Form = {}): { form: Form; verifier: string } {
    const verifier = randomBytes(32).toString('base64url');
    const form = {
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      scope: 'openid',
      state: randomUUID(),
      nonce: randomUUID(),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    return { form, verifier };
  }

  push(form: Form, changes: Changes = {}): Promise<OAuthAnswer> {
    return this.#post('/par', form, { proof: undefined, ...changes });
  }

  redeem(code: string, verifier: string, changes: Changes & { form?: Form } = {}): Promise<OAuthAnswer> {
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: verifier,
    };
    return this.#post('/token', { ...form, ...changes.form }, changes);
  }

  refresh(token: string, changes: Changes & { form?: Form } = {}): Promise<OAuthAnswer> {
    return this.#post(
      '/token',
      { grant_type: 'refresh_token', refresh_token: token, ...changes.form },
      changes,
    );
  }

  /** A token of its own, behind which no citizen stands. */
  askForItself(form: Form = {}, changes: Changes = {}): Promise<OAuthAnswer> {
    return this.#post('/token', { grant_type: 'client_credentials', ...form }, changes);
  }

  /** Proof and assertion are made here where `changes` does not say otherwise. */
  async #post(path: string, form: Form, changes: Changes): Promise<OAuthAnswer> {
    const url = `${this.issuer}${path}`;
    const assertion = 'assertion' in changes ? changes.assertion : await this.assertion();
    const proof = 'proof' in changes ? changes.proof : await this.proof(url);
    const body = new URLSearchParams(form);
    if (assertion) {
      body.set('client_assertion', assertion);
      body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    }
    const headers = { accept: 'application/json', ...(proof ? { dpop: proof } : {}), ...changes.headers };
    const answer = await fetch(url, { method: 'POST', body, headers });
    return {
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json()) as OAuthAnswer['body'],
    };
  }
}
