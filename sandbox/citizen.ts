/** A citizen at their own computer: a browser, and a card in the reader whose PIN they know. */
import type { Browser, Page } from './browser.ts';

/** Follows the login page's link to the card agent, which shows its PIN page. */
export function openCardAgent(browser: Browser, loginPage: Page, agentOrigin: string): Promise<Page> {
  return browser.follow(loginPage, `a[href^="${agentOrigin}"]`);
}

/** Types the PIN, or the signature password, and ticks the box that the last try asks for; answers what the agent shows: the way back, or why not. */
export function typePin(browser: Browser, pinPage: Page, pin: string): Promise<Page> {
  const name = pinPage.html.querySelector('input[type=password]')?.getAttribute('name');
  if (!name) throw new Error(`no PIN is asked for: ${headingOf(pinPage)}`);
  const isLast = pinPage.html.querySelector('input[name=last_try]') !== null;
  return browser.submit(pinPage, { [name]: pin, ...(isLast ? { last_try: 'yes' } : {}) });
}

/** Goes back to the site with the completion code, as the agent's page does by itself. */
export function goBack(browser: Browser, donePage: Page): Promise<Page> {
  if (!donePage.refresh) throw new Error(`the agent does not lead back: ${headingOf(donePage)}`);
  return browser.open(donePage.refresh, donePage);
}

/** The whole login, from the page that asks for the card to the page behind it. */
export async function logIn(
  browser: Browser,
  loginPage: Page,
  agentOrigin: string,
  pin: string,
): Promise<Page> {
  const pinPage = await openCardAgent(browser, loginPage, agentOrigin);
  return goBack(browser, await typePin(browser, pinPage, pin));
}

/** Signs with the card's other certificate where the page asks for it; answers the page behind that. */
export async function signWhereAsked(
  browser: Browser,
  page: Page,
  agentOrigin: string,
  password: string,
): Promise<Page> {
  const link = `a[href^="${agentOrigin}/sign"]`;
  if (!page.html.querySelector(link)) return page;
  return goBack(browser, await typePin(browser, await browser.follow(page, link), password));
}

/** The consent screen's decision. `ticked`: optional items; `unseen`: items granted without having been seen. */
export function decide(
  browser: Browser,
  consentPage: Page,
  decision: 'approve' | 'refuse' | 'look_again',
  { ticked = [], unseen = [] }: { ticked?: readonly string[]; unseen?: readonly string[] } = {},
): Promise<Page> {
  return browser.submit(consentPage, { item: ticked, unseen }, `decision=${decision}`);
}

export function headingOf(page: Page): string {
  return page.html.querySelector('h1')?.text.trim() ?? `${page.status}, no heading`;
}
