/**
 * The card agent: a small web server on the citizen's own machine, reached by plain links from the sites on its list.
 * A page and a form for each step, and a style sheet.
 */
import type { Clock } from '../vocabulary/clock.ts';
import type { Log } from '../vocabulary/log.ts';
import { createCard } from './card.ts';
import { createStepRoutes } from './card-step.ts';
import { createLogin } from './login.ts';
import { openLoopbackApp } from './loopback-app.ts';
import { createRelyingSite } from './relying-site.ts';
import type { Sites } from './sites.ts';
import { createStatement } from './statement.ts';

export interface AgentParts {
  /** 0 lets the system choose one, for tests. */
  port: number;
  pkcs11Module: string;
  sites: Sites;
  /** What its user chose to know its pages by. */
  phrase: string | null;
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

export async function startAgent(d: AgentParts): Promise<CardAgent> {
  const card = createCard({ modulePath: d.pkcs11Module, answerMilliseconds: d.cardMilliseconds ?? 20_000 });
  const relyingSite = createRelyingSite({ timeoutMilliseconds: d.siteMilliseconds ?? 10_000 });
  const app = await openLoopbackApp({
    ...d,
    toRoutes(origin) {
      const parts = { ...d, origin, card };
      const login = createStepRoutes(createLogin({ card, relyingSite }), parts);
      const statement = createStepRoutes(createStatement({ card, relyingSite }), parts);
      return {
        '/login': { GET: login.show, POST: login.enter },
        '/sign': { GET: statement.show, POST: statement.enter },
      };
    },
  });

  return {
    origin: app.origin,
    async stop() {
      await Promise.all([app.drain(), relyingSite.close()]);
      await card.close();
    },
  };
}
