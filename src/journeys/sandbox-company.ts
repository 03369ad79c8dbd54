/** The sandbox's company that may ask for everything: an integrator's own program, without a server of its own. */
import { Browser, type Page } from '../../sandbox/browser.ts';
import { RelyingParty, type Tokens } from '../../sandbox/relying-party.ts';
import type { World } from '../../sandbox/world.ts';
import { logInAs } from './shop.ts';

/** Where it would listen: browsers of the journeys stop there. */
export const companyOrigin = 'http://127.0.0.1:3005';

/** A request on its way: the citizen has logged in and sees the consent screen. */
export interface AtConsent {
  citizen: Browser;
  consent: Page;
  /** Redeems the code of the address that the decision led to. */
  redeem(answered: Page): Promise<Tokens>;
}

export interface SandboxCompany {
  relyingParty: RelyingParty;
  /** Asks a persona for whole categories, and for single items beside them. */
  ask(
    persona: string,
    categories: readonly string[],
    further?: { reads?: number; items?: readonly string[] },
  ): Promise<AtConsent>;
}

export function openRelyingParty({ addresses, folders }: World): Promise<RelyingParty> {
  return RelyingParty.of(addresses.issuer, folders.clients, 'sandbox-company', `${companyOrigin}/callback`);
}

export async function openSandboxCompany(world: World): Promise<SandboxCompany> {
  const relyingParty = await openRelyingParty(world);
  return {
    relyingParty,
    async ask(persona, categories, further = {}) {
      const citizen = new Browser({ stopsAt: [companyOrigin] });
      const pending = await relyingParty.ask({
        details: { purpose: 'try-everything', categories, ...further },
      });
      const consent = await logInAs(world, citizen, await citizen.open(pending.address), persona);
      return { citizen, consent, redeem: (answered) => relyingParty.redeem(answered.url, pending) };
    },
  };
}

/** The optional items of a consent screen, as their boxes name them. */
export function boxesOf(consent: Page): string[] {
  return consent.html.querySelectorAll('input[name=item]').map((box) => box.getAttribute('value') ?? '');
}
