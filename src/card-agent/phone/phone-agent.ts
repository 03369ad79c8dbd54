/** The second profile of the agent: a phone that logs in at another device. What plays its screen here is a loopback page. */
import type { Clock } from '../../vocabulary/clock.ts';
import type { Log } from '../../vocabulary/log.ts';
import { createCard } from '../card.ts';
import { openLoopbackApp } from '../loopback-app.ts';
import { createSiteExchange } from '../site-exchange.ts';
import type { Sites } from '../sites.ts';
import { createPhoneLogin } from './phone-login.ts';

export interface PhoneAgent {
  origin: string;
  stop(): Promise<void>;
}

export async function startPhoneAgent(d: {
  port: number;
  pkcs11Module: string;
  sites: Sites;
  clock: Clock;
  log: Log;
}): Promise<PhoneAgent> {
  const card = createCard({ modulePath: d.pkcs11Module, answerMilliseconds: 20_000 });
  const exchange = createSiteExchange({ timeoutMilliseconds: 10_000 });
  const app = await openLoopbackApp({
    ...d,
    toRoutes(origin) {
      const login = createPhoneLogin({ ...d, origin, card, exchange });
      return {
        '/': { GET: login.showCamera },
        '/scan': { POST: login.scan },
        '/confirm': { POST: login.confirm },
      };
    },
  });
  return {
    origin: app.origin,
    async stop() {
      await Promise.all([app.drain(), exchange.close()]);
      await card.close();
    },
  };
}
