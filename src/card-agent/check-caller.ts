/**
 * Who may reach the agent. Any page in the browser can send requests to loopback; these checks come before the card
 * is touched, on what a page cannot forge, and refuse where a header is absent or `null`.
 */
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../vocabulary/refusals.ts';

/**
 * Exactly the agent's own host and port, on every route and first of all: a name that a stranger's DNS points at
 * loopback (rebinding) makes the stranger's page same-origin with the agent, token and all.
 */
export function checkHost(request: IncomingMessage, origin: string): void {
  const hosts = request.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length !== 1 || request.headers.host !== new URL(origin).host) throw new Refusal('foreign_host');
  // An address with a host of its own would make Host a matter of interpretation (RFC 9112, 3.2.2).
  if (!request.url?.startsWith('/')) throw new Refusal('foreign_host');
}

/**
 * A person who followed a link: a top-level navigation to a document. Not a frame, image, script or fetch.
 * Browsers without Sec-Fetch headers may still look at the page: looking costs no try, and its form cannot be read.
 */
export function checkNavigation(request: IncomingMessage): void {
  const { headers } = request;
  const told = Object.keys(headers).some((name) => name.startsWith('sec-fetch-'));
  const navigates = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (told && !navigates) throw new Refusal('agent_caller_not_ours', 'not a top-level navigation');
  // A link sends no Origin: a script that asks across origins does.
  if (headers.origin !== undefined) throw new Refusal('agent_caller_not_ours', 'a navigation has no Origin');
}

/**
 * The agent's own form. `same-site` is not enough: another port of this machine is the same site.
 * Here an absent header refuses: every browser that can be told apart from an attack sends them.
 */
export function checkOwnForm(request: IncomingMessage, origin: string): void {
  const { headers } = request;
  if (headers.origin !== origin) throw new Refusal('agent_caller_not_ours', 'Origin is not the agent’s own');
  if (headers['sec-fetch-site'] !== 'same-origin') {
    throw new Refusal('agent_caller_not_ours', 'Sec-Fetch-Site is not same-origin');
  }
  const { 'sec-fetch-mode': mode = 'navigate', 'sec-fetch-dest': destination = 'document' } = headers;
  if (mode !== 'navigate' || destination !== 'document') {
    throw new Refusal('agent_caller_not_ours', 'not a form’s own navigation');
  }
}

/** The style sheet, for the agent's own pages: whether an agent runs here is nobody else's business. */
export function checkOwnPart(request: IncomingMessage): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Refusal('agent_caller_not_ours', 'not asked for by a page of the agent');
  }
}
