import type { Context } from 'koa';
import type { Consent } from '../stores/consents.ts';
import type { RelyingParty } from '../stores/relying-parties.ts';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { CitizenId } from '../vocabulary/identifiers.ts';
import type { Log } from '../vocabulary/log.ts';
import type { Language } from '../vocabulary/words.ts';
import type { Asked } from './asked.ts';
import type { Preview } from './preview.ts';

/** One request of one company to one citizen, as the room upstairs holds it. */
export interface ConsentScreen {
  /** Unique for the request: binds form and decision to it. */
  interaction: string;
  /** Whose card logged in. */
  citizen: CitizenId;
  relyingParty: RelyingParty;
  asked: Asked;
  /** Where the browser goes after the decision; the only foreign origin that the page's form may lead to. */
  returnOrigin: string;
  formAction: string;
  language: Language;
}

export type Decided =
  | { decision: 'approved'; consent: Consent }
  | { decision: 'refused'; consent: Consent }
  /** Nothing is decided: the page was shown again. */
  | { decision: 'shown' };

export interface ConsentRoom {
  show(ctx: Context, screen: ConsentScreen): Promise<void>;
  /** Reads the form. A decision is stored, durably, before this resolves. @throws Refusal */
  decide(ctx: Context, screen: ConsentScreen): Promise<Decided>;
}

export interface ConsentRooms {
  stores: Pick<Stores, 'consents'>;
  clock: Clock;
  log: Log;
  preview: Preview;
  formKey: Buffer;
}

export function createConsent(_rooms: ConsentRooms): ConsentRoom {
  return {
    show: () => Promise.reject(new Error('the screen is being built')),
    decide: () => Promise.reject(new Error('the screen is being built')),
  };
}
