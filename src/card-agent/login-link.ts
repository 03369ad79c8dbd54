import type { LoginId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Site, Sites } from './sites.ts';

/** What a link asks for, checked: whom to log in to, and for which login there. */
export interface LoginAsk {
  site: Site;
  login: LoginId;
}

/**
 * Reads `?site=<origin>&login=<id>`. Nothing else may be in it, and nothing twice: a return address that were merely
 * ignored today could be honoured by mistake tomorrow.
 * @throws Refusal `agent_link_malformed` or `agent_site_not_listed`
 */
export function checkLoginLink(query: URLSearchParams, sites: Sites): LoginAsk {
  for (const name of query.keys()) {
    if (!['site', 'login', 'language'].includes(name)) {
      throw new Refusal('agent_link_malformed', 'the link carries more than site and login');
    }
    if (query.getAll(name).length !== 1) throw new Refusal('agent_link_malformed', `${name} stands twice`);
  }
  const claimedOrigin = query.get('site');
  const login = query.get('login');
  if (claimedOrigin === null) throw new Refusal('agent_link_malformed', 'site is missing');
  const site = sites.find(claimedOrigin);
  if (!site) throw new Refusal('agent_site_not_listed');
  if (login === null || !/^[0-9A-Za-z_-]{22,64}$/.test(login)) {
    throw new Refusal('agent_link_malformed', 'login is not the id of a login');
  }
  return { site, login: login as LoginId };
}

/** The same ask as an address of this agent, for "try again" and for the other language. */
export function toLinkPath(path: string, ask: LoginAsk, language?: string): string {
  const query = new URLSearchParams({ site: ask.site.origin, login: ask.login });
  if (language) query.set('language', language);
  return `${path}?${query}`;
}

/** A form's own address carries the language and nothing else: site and login are the form token's. */
export function checkFormAddress(query: URLSearchParams): void {
  if ([...query.keys()].some((name) => name !== 'language')) {
    throw new Refusal('agent_link_malformed', 'the form’s address carries more than the language');
  }
}
