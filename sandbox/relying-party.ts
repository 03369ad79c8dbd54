/** Any registered company as a program of its own would be: openid-client, its private key, and nothing of ours. */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, importJWK, type JWK, SignJWT } from 'jose';
import * as oidc from 'openid-client';

export interface PendingRequest {
  address: URL;
  state: string;
  nonce: string;
  verifier: string;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string | undefined;
  answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;
}

export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed where the answer is JSON, else null. */
  body: Record<string, unknown> | null;
}

export class RelyingParty {
  readonly #config: oidc.Configuration;
  readonly #redirectUri: string;
  readonly #keys: CryptoKeyPair;
  readonly #dpop: oidc.DPoPHandle;

  private constructor(config: oidc.Configuration, redirectUri: string, keys: CryptoKeyPair) {
    this.#config = config;
    this.#redirectUri = redirectUri;
    this.#keys = keys;
    this.#dpop = oidc.getDPoPHandle(config, keys);
  }

  static async of(
    issuer: string,
    clientsFolder: string,
    clientId: string,
    redirectUri: string,
  ): Promise<RelyingParty> {
    const file = readFileSync(join(clientsFolder, `${clientId}.jwks.json`), 'utf8');
    const [jwk] = (JSON.parse(file) as { keys: JWK[] }).keys;
    if (!jwk) throw new Error(`${clientId} has no key`);
    const key = (await importJWK(jwk, 'ES256')) as CryptoKey;
    const config = await oidc.discovery(
      new URL(issuer),
      clientId,
      { dpop_bound_access_tokens: true, id_token_signed_response_alg: 'ES256' },
      oidc.PrivateKeyJwt({ key, kid: String(jwk.kid) }),
      { execute: [oidc.allowInsecureRequests] },
    );
    return new RelyingParty(
      config,
      redirectUri,
      await oidc.randomDPoPKeyPair('ES256', { extractable: true }),
    );
  }

  /** Pushes a request (RFC 9126) with these details (RFC 9396) or scopes; `further`: any other parameter of it. */
  async ask(wanted: {
    details?: Readonly<Record<string, unknown>>;
    scope?: string;
    further?: Readonly<Record<string, string>>;
  }): Promise<PendingRequest> {
    const pending = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const parameters: Record<string, string> = {
      redirect_uri: this.#redirectUri,
      scope: wanted.scope ?? 'openid',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      ...wanted.further,
    };
    if (wanted.details) {
      parameters['authorization_details'] = JSON.stringify([{ type: 'self-information', ...wanted.details }]);
    }
    const address = await oidc.buildAuthorizationUrlWithPAR(this.#config, parameters, { DPoP: this.#dpop });
    return { address, ...pending };
  }

  /** Redeems the code of the address the browser was sent back to; a login older than `maxAge` seconds is not taken. */
  async redeem(returned: URL, pending: PendingRequest, maxAge?: number): Promise<Tokens> {
    const answer = await oidc.authorizationCodeGrant(
      this.#config,
      returned,
      {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        ...(maxAge !== undefined && { maxAge }),
      },
      undefined,
      { DPoP: this.#dpop },
    );
    return { accessToken: answer.access_token, refreshToken: answer.refresh_token, answer };
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    const answer = await oidc.refreshTokenGrant(this.#config, refreshToken, undefined, { DPoP: this.#dpop });
    return { accessToken: answer.access_token, refreshToken: answer.refresh_token ?? refreshToken, answer };
  }

  /** The claims that were granted (OpenID Connect Core 1.0, section 5.3), of this very citizen. */
  userinfo({ accessToken, answer }: Tokens): Promise<oidc.UserInfoResponse> {
    const subject = answer.claims()?.sub ?? '';
    return oidc.fetchUserInfo(this.#config, accessToken, subject, { DPoP: this.#dpop });
  }

  /** Token and a fresh proof (RFC 9449) for `GET <issuer>/v1<path>`, for whoever sends the request by other means. */
  async headersFor(
    { accessToken }: Pick<Tokens, 'accessToken'>,
    path: string,
  ): Promise<Record<string, string>> {
    const { kty, crv, x, y } = await exportJWK(this.#keys.publicKey);
    const claims = {
      jti: randomUUID(),
      htm: 'GET',
      htu: `${this.#config.serverMetadata().issuer}/v1${path}`,
      ath: createHash('sha256').update(accessToken).digest('base64url'),
    };
    const proof = new SignJWT(claims)
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } as JWK })
      .setIssuedAt();
    return { authorization: `DPoP ${accessToken}`, dpop: await proof.sign(this.#keys.privateKey) };
  }

  /** `GET <issuer>/v1<path>` with the token and a fresh proof. */
  read(
    tokens: Pick<Tokens, 'accessToken'>,
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> {
    return this.#call(tokens, { method: 'GET', path, headers, body: null });
  }

  /** `POST <issuer>/v1<path>` with this body as JSON. */
  post(
    tokens: Pick<Tokens, 'accessToken'>,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> {
    const sent = { 'content-type': 'application/json', ...headers };
    return this.#call(tokens, { method: 'POST', path, headers: sent, body: JSON.stringify(body) });
  }

  async #call(
    tokens: Pick<Tokens, 'accessToken'>,
    wanted: { method: string; path: string; headers: Readonly<Record<string, string>>; body: string | null },
  ): Promise<ApiAnswer> {
    const { method, path, headers, body } = wanted;
    const url = new URL(`${this.#config.serverMetadata().issuer}/v1${path}`);
    const sent = new Headers({ accept: 'application/json', ...headers });
    const answer = await oidc
      .fetchProtectedResource(this.#config, tokens.accessToken, url, method, body, sent, { DPoP: this.#dpop })
      .catch((error: unknown) => {
        // A challenge (401) is an answer here, not an accident.
        if (error instanceof oidc.WWWAuthenticateChallengeError) return error.response;
        throw error;
      });
    const text = await answer.text();
    const json = /json/.test(answer.headers.get('content-type') ?? '');
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: json ? (JSON.parse(text) as Record<string, unknown>) : null,
    };
  }
}
