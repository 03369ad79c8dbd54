import { Refusal } from '../../vocabulary/refusals.ts';
import type { Site, Sites } from '../sites.ts';

/** What a QR code asks for, checked: which site on the phone's own list, and the code of one login there. */
export interface ScannedText {
  site: Site;
  code: string;
}

/**
 * Exactly `<origin>/card-login/scan#<code>`. A QR code is anybody's word: the origin is compared, as text, with the
 * phone's own list, before anything is sent anywhere. @throws Refusal
 */
export function readCodeText(text: string, sites: Sites): ScannedText {
  const [, origin, code] = /^(https?:\/\/[^/?#\s]+)\/card-login\/scan#([\w-]{22})$/.exec(text) ?? [];
  if (!origin || !code) throw new Refusal('phone_code_unreadable');
  const site = sites.find(origin);
  if (!site) throw new Refusal('agent_site_not_listed');
  return { site, code };
}
