/** The way through the rail company's shop, shared by the journeys. */
import type { Browser, Page } from '../../sandbox/browser.ts';
import { goBack, openCardAgent, signWhereAsked, typePin } from '../../sandbox/citizen.ts';
import { insertCard } from '../../sandbox/reader.ts';
import type { World } from '../../sandbox/world.ts';
import { loadPersonas, type Persona } from '../../stand-ins/personas.ts';

const personas = new Map(loadPersonas().map((persona) => [persona.persona, persona]));

export function personaOf(name: string): Persona {
  const persona = personas.get(name);
  if (!persona) throw new Error(`there is no persona ${name}`);
  return persona;
}

/** Chooses a route in the shop; answers Madoguchi's login page. */
export async function orderTicket(
  world: World,
  browser: Browser,
  { route = 'capital', companion = true }: { route?: string; companion?: boolean } = {},
): Promise<Page> {
  const shop = await browser.open(world.addresses.railCompany);
  return browser.submit(shop, companion ? { companion: 'yes' } : {}, undefined, `form#${route}`);
}

/** Logs in with a persona's card, and signs where that is asked for; answers the page behind it: the consent screen. */
export async function logInAs(
  world: World,
  browser: Browser,
  loginPage: Page,
  persona: string,
): Promise<Page> {
  insertCard(world.folders, persona);
  const { cardAgent } = world.addresses;
  const { card } = personaOf(persona);
  const pinPage = await openCardAgent(browser, loginPage, cardAgent);
  const loggedIn = await goBack(browser, await typePin(browser, pinPage, card.pin));
  return signWhereAsked(browser, loggedIn, cardAgent, card.signature_password ?? '');
}

/** From the shop to the consent screen of a persona. */
export async function reachConsent(
  world: World,
  browser: Browser,
  persona: string,
  order: { route?: string; companion?: boolean } = {},
): Promise<Page> {
  return logInAs(world, browser, await orderTicket(world, browser, order), persona);
}
