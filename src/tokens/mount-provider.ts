import type { Context, Middleware, Next } from 'koa';
import type { Provider } from 'oidc-provider';
import { Refusal } from '../vocabulary/refusals.ts';
import { toTrueDiscovery } from './discovery.ts';
import { endpoints } from './endpoints.ts';

const discoveryPaths = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

interface Endpoint {
  /** As it stands in the log. */
  pattern: string;
  methods: readonly string[];
}

/**
 * Lets the provider answer at its endpoints, and at these alone: the library also registers routes that nobody needs
 * here. It answers in a context of its own, whose origin is the issuer's whatever the request says: addresses in
 * discovery, and the `htu` a proof must name, are made from it.
 */
export function mountProvider(provider: Provider): Middleware {
  const [answer] = provider.middleware;
  if (!answer || provider.middleware.length !== 1)
    throw new Error('the provider is not what this room knows');
  return async (ctx, next) => {
    const endpoint = findEndpoint(ctx.path);
    if (!endpoint) return next();
    ctx._matchedRoute = endpoint.pattern;
    if (!endpoint.methods.includes(ctx.method)) {
      ctx.set('Allow', endpoint.methods.join(', '));
      throw new Refusal('method_not_allowed');
    }
    const inner = createInnerContext(provider, ctx);
    if (ctx.path === endpoints.authorization) keepPushedParameters(inner);
    await answer(inner, nobody);
    if (discoveryPaths.includes(ctx.path) && inner.status === 200)
      inner.body = toTrueDiscovery(inner.body as Record<string, unknown>, provider.issuer);
    const { status } = inner;
    if (inner.body !== undefined) ctx.body = inner.body;
    ctx.status = status;
    ctx.set('X-Content-Type-Options', 'nosniff');
    if (status === 503) ctx.set('Retry-After', '5');
  };
}

function findEndpoint(path: string): Endpoint | undefined {
  if (discoveryPaths.includes(path) || path === endpoints.jwks)
    return { pattern: path, methods: ['GET', 'HEAD', 'OPTIONS'] };
  if (path === endpoints.authorization) return { pattern: path, methods: ['GET'] };
  if (/^\/authorize\/[\w-]{1,64}$/.test(path)) return { pattern: '/authorize/:uid', methods: ['GET'] };
  if (path === endpoints.token || path === endpoints.pushed_authorization_request)
    return { pattern: path, methods: ['POST'] };
  return undefined;
}

function createInnerContext(provider: Provider, ctx: Context): Context {
  const inner = provider.createContext(ctx.req, ctx.res);
  const issuer = new URL(provider.issuer);
  const { path, search } = ctx;
  Object.defineProperties(inner.request, {
    protocol: { value: issuer.protocol.slice(0, -1) },
    secure: { value: issuer.protocol === 'https:' },
    host: { value: issuer.host },
    origin: { value: issuer.origin },
    // Not from the request line: that may name another host in full (RFC 9112, section 3.2.2).
    href: { value: `${issuer.origin}${path}${search}` },
  });
  return inner as Context;
}

/**
 * Of what the browser brings, only the reference to the pushed request counts (RFC 9126, section 4): the rest could be
 * anybody's, and would decide where the library sends its errors.
 */
function keepPushedParameters(inner: Context): void {
  const given = new URLSearchParams(inner.querystring);
  const [client, ...otherClients] = given.getAll('client_id');
  const [request, ...otherRequests] = given.getAll('request_uri');
  if (!client || !request || otherClients.length > 0 || otherRequests.length > 0)
    throw new Refusal('request_not_pushed');
  inner.querystring = new URLSearchParams({ client_id: client, request_uri: request }).toString();
}

const nobody: Next = async () => undefined;
