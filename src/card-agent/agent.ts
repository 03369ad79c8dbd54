/**
 * The card agent: a small web server on the citizen's own machine, reached by plain links from the sites on its list.
 * Two routes and a style sheet; Host is checked before any of them.
 */
import { createServer } from 'node:http';
import Koa from 'koa';
import { pageAssets } from '../../consent-ui/page-assets.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { showRefusal } from './answers.ts';
import { createCard } from './card.ts';
import { checkHost } from './check-caller.ts';
import { checkSameUser } from './check-same-user.ts';
import { createFormTokens } from './form-tokens.ts';
import { createLogin, type LoginContext, type LoginState } from './login.ts';
import { drain, listen } from './loopback-server.ts';
import { serveAsset } from './page-parts.ts';
import { createRelyingSite } from './relying-site.ts';
import type { Sites } from './sites.ts';

export interface AgentParts {
  /** 0 lets the system choose one, for tests. */
  port: number;
  pkcs11Module: string;
  sites: Sites;
  clock: Clock;
  log: Log;
  /** How long the card, and each answer of a site, is waited for. */
  cardMilliseconds?: number;
  siteMilliseconds?: number;
}

export interface CardAgent {
  /** `http://127.0.0.1:<port>`: the only address it answers for. */
  origin: string;
  stop(): Promise<void>;
}

type Handler = (ctx: LoginContext) => Promise<void> | void;

export async function startAgent(d: AgentParts): Promise<CardAgent> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 16 * 1024 });
  const origin = `http://127.0.0.1:${await listen(server, d.port)}`;
  const card = createCard({ modulePath: d.pkcs11Module, answerMilliseconds: d.cardMilliseconds ?? 20_000 });
  const relyingSite = createRelyingSite({ timeoutMilliseconds: d.siteMilliseconds ?? 10_000 });
  const login = createLogin({
    origin,
    sites: d.sites,
    card,
    relyingSite,
    formTokens: createFormTokens(d.clock),
  });

  const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
    '/login': { GET: login.showPinPage, POST: login.logIn },
    ...Object.fromEntries(
      Object.entries(pageAssets).map(([path, asset]) => [path, { GET: serveAsset(asset) }]),
    ),
  };

  const app = new Koa<LoginState>();
  app.use(async (ctx) => {
    const route = Object.hasOwn(routes, ctx.path) ? ctx.path : 'none';
    try {
      checkHost(ctx.req, origin);
      checkSameUser(ctx.socket);
      const methods = routes[route];
      if (!methods) throw new Refusal('not_found');
      const handler = Object.hasOwn(methods, ctx.method) ? methods[ctx.method] : undefined;
      if (!handler) {
        ctx.set('Allow', Object.keys(methods).join(', '));
        throw new Refusal('method_not_allowed');
      }
      await handler(ctx);
    } catch (error) {
      showRefusal(ctx, error, d.log);
    }
    d.log.info('request', { method: ctx.method, route, status: ctx.status });
  });
  server.on('request', app.callback());

  return {
    origin,
    async stop() {
      await Promise.all([drain(server), relyingSite.close()]);
      await card.close();
    },
  };
}
