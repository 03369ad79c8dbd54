import { systemClock, type Clock } from '../../vocabulary/clock.ts';
import { createLog } from '../../vocabulary/log.ts';
import { type CardAgent, startAgent } from '../agent.ts';
import { toSites } from '../sites.ts';
import { type Answer, navigation, ownPost, readPage, send } from './browser.ts';
import { type RehearsalSite, startSite } from './site.ts';
import { makeSoftReader, softHsmLibrary, type SoftReader } from './soft-card.ts';

/** The id that every login of a rehearsal has. */
export const loginId = 'AAAAAAAAAAAAAAAAAAAAAA';

/** An agent, a site on its list, and readers to put cards in; everything real, on ports of its own. */
export interface Stage {
  agent: CardAgent;
  site: RehearsalSite;
  /** Every line the agent logged. */
  log: string[];
  /** Puts a new reader with these cards in place of the old one; answers their certificates. */
  insert(...cards: Parameters<SoftReader['add']>[0][]): Promise<Buffer[]>;
  /** Follows the site's link, as a person does: to the login, or to the statement. */
  open(path?: '/login' | '/sign'): Promise<Answer>;
  /** Sends the form of this page, as a person does; the box of the last try is ticked where it is asked for. */
  enter(page: Answer, secret: string, d?: { tick?: boolean }): Promise<Answer>;
  close(): Promise<void>;
}

export async function setStage(
  /** This process's own: SoftHSM looks there for its tokens. */
  environment: NodeJS.ProcessEnv,
  d: {
    clock?: Clock;
    pkcs11Module?: string;
    cardMilliseconds?: number;
    siteMilliseconds?: number;
    siteOrigin?: string;
    phrase?: string;
  } = {},
): Promise<Stage> {
  const site = await startSite();
  const siteOrigin = d.siteOrigin ?? site.origin;
  const log: string[] = [];
  const readers: SoftReader[] = [];
  const agent = await startAgent({
    port: 0,
    pkcs11Module: d.pkcs11Module ?? softHsmLibrary ?? '/usr/lib/softhsm/libsofthsm2.so',
    sites: toSites([{ origin: siteOrigin, name: { ja: '試験の窓口', en: 'Test counter' } }]),
    phrase: d.phrase ?? null,
    clock: d.clock ?? systemClock,
    log: createLog(systemClock, (line) => log.push(line)),
    siteMilliseconds: d.siteMilliseconds ?? 10_000,
    ...(d.cardMilliseconds === undefined ? {} : { cardMilliseconds: d.cardMilliseconds }),
  });
  return {
    agent,
    site,
    log,

    async insert(...cards) {
      const reader = makeSoftReader(environment);
      readers.push(reader);
      const certificates: Buffer[] = [];
      for (const card of cards) certificates.push(await reader.add(card));
      environment['SOFTHSM2_CONF'] = reader.configurationFile;
      return certificates;
    },

    open: (path = '/login') =>
      send(agent.origin, `${path}?${new URLSearchParams({ site: siteOrigin, login: loginId })}`, {
        headers: navigation,
      }),

    enter(page, secret, { tick = true } = {}) {
      const { formToken, action, field, asksToConfirm } = readPage(page.body);
      const confirmed = tick && asksToConfirm ? '&last_try=yes' : '';
      const body = `form_token=${formToken}&${field}=${secret}${confirmed}`;
      return send(agent.origin, action, { method: 'POST', headers: ownPost(agent.origin), body });
    },

    async close() {
      await agent.stop();
      await site.close();
      for (const reader of readers) reader.remove();
    },
  };
}
