/**
 * What a citizen was shown, carried by the page's own form: names of items, never a value, under a MAC that binds it
 * to this request, this citizen and what is asked. It is the form's token as well: no other page can make one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { ConsentScreen } from './consent.ts';

export interface ShownPage {
  at: Date;
  /** Asked for, but not there to be seen. */
  unseen: readonly ItemName[];
}

export interface ShownPages {
  toFormToken(screen: ConsentScreen, page: ShownPage): string;
  /** @throws Refusal `form_not_ours` */
  verify(screen: ConsentScreen, formToken: string | null): ShownPage;
}

export function createShownPages(formKey: Buffer): ShownPages {
  const mac = (screen: ConsentScreen, payload: string): Buffer =>
    createHmac('sha256', formKey)
      .update('consent page\n')
      .update(JSON.stringify([screen.interaction, screen.citizen, toBound(screen), payload]))
      .digest();
  return {
    toFormToken(screen, { at, unseen }) {
      const payload = Buffer.from(JSON.stringify({ at: at.getTime(), unseen })).toString('base64url');
      return `${payload}.${mac(screen, payload).toString('base64url')}`;
    },
    verify(screen, formToken) {
      const [payload = '', given = '', ...more] = (formToken ?? '').split('.');
      const [expected, unverified] = [mac(screen, payload), Buffer.from(given, 'base64url')];
      if (more.length > 0 || expected.length !== unverified.length || !timingSafeEqual(expected, unverified))
        throw new Refusal('form_not_ours');
      const { at, unseen } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
        at: number;
        unseen: ItemName[];
      };
      return { at: new Date(at), unseen };
    },
  };
}

/** Everything of the request that the page told: a page shown for other terms decides nothing about these. */
function toBound({ asked, relyingParty, returnOrigin }: ConsentScreen): unknown {
  const { legalName, corporateNumber, domain, contact } = relyingParty;
  const purpose = relyingParty.purposes.find(({ id }) => id === asked.purpose);
  const who = { legalName, corporateNumber, domain, contact, returnOrigin };
  return { asked, who, title: purpose?.title, retention: purpose?.retention };
}
