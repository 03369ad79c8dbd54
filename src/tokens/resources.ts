import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { emergencyScope } from '../vocabulary/emergency.ts';
import * as lifetimes from './lifetimes.ts';

/**
 * What tokens are for, each with an audience of its own: the resource API, for what citizens granted, and the emergency
 * door, for what a client is accredited for. A token for one is none for the other, whatever it says beside that.
 */
export function createResources(d: {
  apiAudience: string;
  emergencyAudience: string;
  citizenScopes: readonly string[];
}) {
  const { apiAudience, emergencyAudience } = d;
  const jwt = { accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } } as const;
  return {
    defaultResource: (ctx: KoaContextWithOIDC) => (isForItself(ctx) ? emergencyAudience : apiAudience),
    getResourceServerInfo(ctx: KoaContextWithOIDC, resource: string): ResourceServer {
      const wanted = isForItself(ctx) ? emergencyAudience : apiAudience;
      if (resource !== wanted) throw new errors.InvalidTarget(`resource: only ${wanted}`);
      if (!isForItself(ctx))
        return {
          ...jwt,
          scope: d.citizenScopes.join(' '),
          audience: apiAudience,
          accessTokenTTL: lifetimes.accessTokenSeconds,
        };
      // Neither more nor, by leaving it out, a token that looks like less.
      if (ctx.oidc.params?.['scope'] !== emergencyScope)
        throw new errors.InvalidScope(
          `scope: only ${emergencyScope}`,
          String(ctx.oidc.params?.['scope'] ?? ''),
        );
      return {
        ...jwt,
        scope: emergencyScope,
        audience: emergencyAudience,
        accessTokenTTL: lifetimes.emergencyTokenSeconds,
      };
    },
  };
}

/** A client's token of its own: no citizen stands behind it. */
function isForItself(ctx: KoaContextWithOIDC): boolean {
  return ctx.oidc.route === 'token' && ctx.oidc.params?.['grant_type'] === 'client_credentials';
}
