import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { type Asked, toAsked } from '../consent/asked.ts';
import type { RelyingParties, RelyingParty } from '../stores/relying-parties.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { ClientId } from '../vocabulary/identifiers.ts';
import { findIdentityClaim, identityClaims } from '../vocabulary/identity.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type AskedAuthentication, toAskedAuthentication } from './asked-authentication.ts';
import { toClaimsRequest } from './claims-request.ts';

/** The parameters of an authorization request that say what is asked for. */
export interface AskingParameters {
  scope?: unknown;
  authorization_details?: unknown;
  claims?: unknown;
  acr_values?: unknown;
  max_age?: unknown;
}

/** What a request asks of the citizen, and of the login that answers it. */
export interface AskedBy {
  asked: Asked;
  authentication: AskedAuthentication;
}

/**
 * What these parameters ask; the pushed request and the screen both go through here.
 * @throws Refusal, InvalidRequest, UnmetAuthenticationRequirements
 */
export function toAskedBy(relyingParty: RelyingParty, parameters: AskingParameters, now: Date): AskedBy {
  const { scope, authorization_details: details } = parameters;
  const claims = toClaimsRequest(parameters.claims);
  const { userinfo, verifiedClaims } = claims;
  const asked = toAsked(
    relyingParty,
    {
      scopes: toScopes(scope),
      authorizationDetails: typeof details === 'string' ? (JSON.parse(details) as unknown) : undefined,
      // Claims that nobody here has are passed over (OpenID Connect Core 1.0, section 5.5).
      claims: [...userinfo.keys()].flatMap((name) => findIdentityClaim(name)?.name ?? []),
      verifiedClaims,
    },
    now,
  );
  return { asked, authentication: toAskedAuthentication(asked, claims, parameters) };
}

/**
 * Refuses, at the pushed request, whatever was not registered: what reaches a citizen's screen has been reviewed.
 * The library has parsed the details by then.
 */
export function createAskedCheck(d: { relyingParties: Pick<RelyingParties, 'find'>; clock: Clock }) {
  return async (ctx: KoaContextWithOIDC): Promise<void> => {
    const parameters = ctx.oidc.params as AskingParameters & { id_token_hint?: unknown };
    if (parameters.id_token_hint !== undefined)
      throw new errors.InvalidRequest(
        'id_token_hint: not supported, every request has a card login of its own',
      );
    const relyingParty = await d.relyingParties.find(ctx.oidc.client?.clientId as ClientId);
    if (!relyingParty) throw new errors.InvalidClient('client_id: unknown');
    try {
      toAskedBy(relyingParty, parameters, d.clock.now());
    } catch (error) {
      throw error instanceof Refusal ? toOAuthError(error, parameters) : error;
    }
  };
}

/**
 * The parameter at fault decides the code: RFC 6749, 4.1.2.1 for scopes, RFC 9396, section 5 for details, OpenID
 * Connect Core 1.0, section 3.1.2.6 for claims.
 */
function toOAuthError(refusal: Refusal, parameters: AskingParameters): Error {
  const { scope, authorization_details: details } = parameters;
  const { reason, detail = refusal.row.title } = refusal;
  const isClaims = isAskedByClaims(detail, parameters);
  const isScopes = details === undefined || toScopes(scope).includes(detail);
  const parameter = isClaims ? 'claims' : isScopes ? 'scope' : 'authorization_details';
  const description = `${parameter}: ${reason}: ${detail}`
    // RFC 6749, 5.2: the characters that an error description may hold.
    .replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '')
    .slice(0, 300);
  if (isClaims) return new errors.InvalidRequest(description);
  return isScopes
    ? new errors.InvalidScope(description, String(scope ?? ''))
    : new errors.InvalidAuthorizationDetails(description);
}

/** Whether this item is asked for by the claims parameter, and not by the scope of its name. */
function isAskedByClaims(item: string, { scope, claims }: AskingParameters): boolean {
  const claim = identityClaims.find((each) => each.item === item);
  if (!claim || toScopes(scope).includes(claim.name)) return false;
  const { userinfo, verifiedClaims } = toClaimsRequest(claims);
  const vouchedFor = verifiedClaims.flatMap((set) => set.claims.map(({ name }) => name));
  return userinfo.has(claim.name) || vouchedFor.includes(claim.name);
}

function toScopes(scope: unknown): string[] {
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
}
