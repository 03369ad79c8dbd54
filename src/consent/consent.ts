import type { Context } from 'koa';
import { wasSeen } from '../../consent-ui/asked-items.tsx';
import type { ConsentFault } from '../../consent-ui/consent-faults.tsx';
import { consentPage } from '../../consent-ui/consent-page.tsx';
import { pageHeaders } from '../../consent-ui/page-headers.ts';
import type { Consent } from '../stores/consents.ts';
import type { RelyingParty } from '../stores/relying-parties.ts';
import type { Stores } from '../stores/stores.ts';
import type { Authentication } from '../vocabulary/authentication.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { CitizenId, ItemName } from '../vocabulary/identifiers.ts';
import { categoryOf } from '../vocabulary/items.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Language } from '../vocabulary/words.ts';
import type { Asked } from './asked.ts';
import { type Choice, readChoice } from './choice.ts';
import { toConsentPageView } from './consent-view.ts';
import { createDecisions } from './decisions.ts';
import { toGranted } from './grant.ts';
import { checkOwnPage, readForm } from './posted-form.ts';
import type { Preview, PreviewedGroup } from './preview.ts';
import { createShownPages } from './shown-page.ts';

/** One request of one company to one citizen, as the room upstairs holds it. */
export interface ConsentScreen {
  /** Unique for the request: binds form and decision to it. */
  interaction: string;
  /** Whose card logged in. */
  citizen: CitizenId;
  /** How that is known. */
  authentication: Authentication;
  /** Whether the company asked for a younger login than this one would be at that moment. */
  isLoginTooOld(now: Date): boolean;
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
  | { decision: 'shown' }
  /** Nothing is decided: whoever wants to share must log in once more. */
  | { decision: 'login_too_old' };

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

/** A page may stay open this long: nobody is hurried, and nobody decides on what was read an hour ago. */
const longestShownMinutes = 60;
/** Every item of every category, ticked twice, fits. */
const mostFormBytes = 256 * 1024;

export function createConsent({ stores, clock, log, preview, formKey }: ConsentRooms): ConsentRoom {
  const shownPages = createShownPages(formKey);
  const decisions = createDecisions({ consents: stores.consents, formKey });

  async function showPage(
    ctx: Context,
    screen: ConsentScreen,
    again: { faults: readonly ConsentFault[]; ticks?: Choice } = { faults: [] },
  ): Promise<void> {
    const { asked, citizen } = screen;
    const items = [...asked.requiredItems, ...asked.optionalItems];
    const previewed = completeGroups(await preview(citizen, items), items);
    const now = clock.now();
    checkEndAhead(asked, now);
    const unseen = previewed.filter(({ outcome }) => !wasSeen(outcome)).flatMap((group) => group.items);
    const view = toConsentPageView(screen, previewed, {
      now,
      faults: again.faults,
      ticks: again.ticks,
      formAction:
        'language' in ctx.query ? withLanguage(screen.formAction, screen.language) : screen.formAction,
      formToken: shownPages.toFormToken(screen, { at: now, unseen }),
      otherLanguagePath: withLanguage(ctx.path, screen.language === 'ja' ? 'en' : 'ja'),
    });
    ctx.status = again.faults.length > 0 ? 422 : 200;
    ctx.set(pageHeaders({ formAction: [screen.returnOrigin] }));
    ctx.body = consentPage(view);
  }

  return {
    show: (ctx, screen) => showPage(ctx, screen),

    async decide(ctx, screen) {
      checkOwnPage(ctx);
      const form = await readForm(ctx, mostFormBytes);
      const shown = shownPages.verify(screen, form.get('form_token'));
      const choice = readChoice(form, screen.asked, shown.unseen);
      const showAgain = async (...faults: ConsentFault[]): Promise<Decided> => {
        await showPage(ctx, screen, { faults, ticks: choice });
        return { decision: 'shown' };
      };
      const decidedAt = clock.now();
      if (choice.decision === 'look_again') return showAgain();
      if (choice.decision === 'refuse') {
        const consent = await decisions.refuse(screen, decidedAt);
        log.info('consent_refused', { client_id: consent.client });
        return { decision: 'refused', consent };
      }
      if (decidedAt.getTime() - shown.at.getTime() > longestShownMinutes * 60_000)
        return showAgain({ kind: 'page_too_old' });
      checkEndAhead(screen.asked, decidedAt);
      if (screen.isLoginTooOld(decidedAt)) return { decision: 'login_too_old' };
      const granted = toGranted(screen.asked, choice, shown.unseen);
      if ('faults' in granted) return showAgain(...granted.faults);
      const consent = await decisions.approve(screen, granted, decidedAt);
      log.info('consent_approved', { client_id: consent.client, count: consent.items.length });
      return { decision: 'approved', consent };
    },
  };
}

/** A company may ask for an end so near that it passes while the citizen reads: then there is nothing left to decide. */
function checkEndAhead({ requestedValidUntil }: Asked, now: Date): void {
  if (requestedValidUntil && requestedValidUntil <= now) throw new Refusal('consent_expired');
}

/** What the preview left out did not arrive: nothing is asked for that the page does not list. */
function completeGroups(previewed: readonly PreviewedGroup[], items: readonly ItemName[]): PreviewedGroup[] {
  const arrived = new Set(previewed.flatMap((group) => group.items));
  const missing = items.filter((item) => !arrived.has(item));
  return [
    ...previewed,
    ...missing.map((item): PreviewedGroup => ({
      group: categoryOf(item),
      items: [item],
      outcome: 'agency_unavailable',
      values: new Map(),
      asOf: null,
      source: null,
    })),
  ];
}

function withLanguage(address: string, language: Language): string {
  const [path = ''] = address.split('?', 1);
  const query = new URLSearchParams(address.slice(path.length));
  query.set('language', language);
  return `${path}?${query.toString()}`;
}
