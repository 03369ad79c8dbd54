import type { Context } from 'koa';
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { type Reason, Refusal } from '../vocabulary/refusals.ts';

/**
 * What the library says inside (`error_detail`) that a client may know, with the parameter at fault. The library tells
 * clients nothing but the code; what is not listed here stays inside, because some details quote what was sent.
 */
const toldDetails: Readonly<Record<string, string>> = {
  'DPoP proof JWT not provided': 'DPoP: a proof is required',
  'DPoP proof JWT Replay detected': 'DPoP: this proof was used before',
  'failed jkt verification': 'DPoP: not the key the refresh token is bound to',
  'DPoP proof key thumbprint does not match dpop_jkt': 'DPoP: not the key the request was pushed with',
  'authorization code not found': 'code: unknown or used',
  'authorization code already consumed': 'code: unknown or used',
  'authorization code is expired': 'code: expired',
  'authorization code redirect_uri mismatch': 'redirect_uri: not the one of the request',
  'code_verifier must be provided': 'code_verifier: is required',
  'code_verifier does not match code_challenge': 'code_verifier: does not match code_challenge',
  'refresh token not found': 'refresh_token: unknown',
  'refresh token is expired': 'refresh_token: expired with the consent',
  'grant not found': 'consent: its grant was ended',
  'grant is expired': 'consent: expired',
  'alg mismatch': 'client_assertion: alg must be ES256 or PS256',
  'client assertion tokens must only be used once': 'client_assertion: jti was used before',
  'iss (JWT issuer) must be the client_id': 'client_assertion: iss must be the client_id',
};

/** Logs every refusal by its code, and nothing of what was sent. */
export function reportErrors(provider: Provider, log: Log): void {
  const refused = (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError): void => {
    tellParameter(ctx, error);
    const client = ctx.oidc.client ? { client_id: ctx.oidc.client.clientId } : {};
    const told = toldDetails[error.error_detail ?? ''];
    log.info('oauth_refused', {
      reason: error.error,
      route: ctx.oidc.route,
      ...client,
      ...(told ? { detail: told } : {}),
    });
  };
  provider.on('authorization.error', refused);
  provider.on('grant.error', refused);
  provider.on('pushed_authorization_request.error', refused);
  provider.on('jwks.error', refused);
  provider.on('discovery.error', refused);
  provider.on('server_error', (ctx, error) => {
    log.error('oauth_failed', {
      reason: 'internal_error',
      route: ctx.oidc.route,
      error: toErrorField(error),
    });
  });
}

/** The answer is written by the time the library reports. */
function tellParameter(ctx: Context, error: errors.OIDCProviderError): void {
  const told = toldDetails[error.error_detail ?? ''];
  const body: unknown = ctx.body;
  if (told && typeof body === 'object' && body !== null && 'error_description' in body)
    ctx.body = { ...body, error_description: told };
}

/** Errors that cannot go back to a client are pages: the front door's, like every other one. */
export function showError(ctx: KoaContextWithOIDC, out: object, error: Error): void {
  if (ctx.oidc.route === 'token' || ctx.oidc.route === 'pushed_authorization_request') {
    // Whatever a client accepts, these endpoints speak JSON (RFC 6749, 5.2).
    ctx.body = out;
    return;
  }
  throw new Refusal(
    toReason(error),
    undefined,
    error instanceof errors.OIDCProviderError ? {} : { cause: error },
  );
}

function toReason(error: Error): Reason {
  if (error instanceof errors.SessionNotFound) return 'interaction_unknown';
  if (error instanceof errors.InvalidRequestUri) return 'request_not_pushed';
  if (error instanceof errors.InvalidClient || error instanceof errors.InvalidClientMetadata)
    return 'client_unknown';
  if (!(error instanceof errors.OIDCProviderError)) return 'internal_error';
  return error.error === 'temporarily_unavailable' ? 'store_unavailable' : 'request_malformed';
}
