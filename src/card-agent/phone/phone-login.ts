/**
 * A phone's login for another device, in three requests: what was scanned, what its holder is told and types, what the
 * key signs. The order of the lines is the defence: each check comes before all that it protects, the key after all.
 */
import { phoneAppConfirmPage, type PhoneAppFault } from '../../../consent-ui/phone-app-confirm-page.tsx';
import { phoneAppDonePage } from '../../../consent-ui/phone-app-done-page.tsx';
import { phoneAppScanPage } from '../../../consent-ui/phone-app-scan-page.tsx';
import type { Clock } from '../../vocabulary/clock.ts';
import { toLanguage } from '../../vocabulary/language.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { type AgentContext, showPage } from '../answers.ts';
import type { Card } from '../card.ts';
import { checkNavigation, checkOwnForm } from '../check-caller.ts';
import { findEntryFault } from '../entry-fault.ts';
import { createFormTokens } from '../form-tokens.ts';
import { wipe } from '../secret.ts';
import type { SiteExchange } from '../site-exchange.ts';
import type { Site, Sites } from '../sites.ts';
import type { Tries } from '../tries.ts';
import { toWebEidToken } from '../web-eid-token.ts';
import { readCodeText } from './code-text.ts';
import { type PostedConfirmation, readConfirmation, readScanForm } from './phone-form.ts';
import { type Scanned, sendAnswer, sendCode } from './phone-site.ts';

/** What a page told, and what is then used exactly as it was told. */
interface Told {
  site: Site;
  scanned: Scanned;
  tries: Tries;
  recognisesHolder: boolean;
}

export interface PhoneLogin {
  showCamera(ctx: AgentContext): void;
  scan(ctx: AgentContext): Promise<void>;
  confirm(ctx: AgentContext): Promise<void>;
}

export function createPhoneLogin(d: {
  origin: string;
  sites: Sites;
  card: Card;
  exchange: SiteExchange;
  clock: Clock;
}): PhoneLogin {
  const scanForms = createFormTokens<null>(d.clock);
  const confirmForms = createFormTokens<Told>(d.clock);

  const showConfirmation = (ctx: AgentContext, told: Told, fault: PhoneAppFault | null): void => {
    const { site, scanned, tries, recognisesHolder } = told;
    const page = phoneAppConfirmPage({
      language: toLanguage(ctx),
      site: site.origin,
      siteName: site.name,
      asker: scanned.asker,
      place: scanned.place,
      browser: scanned.browser,
      formToken: confirmForms.issue(told),
      formAction: `/confirm?language=${toLanguage(ctx)}`,
      tries,
      recognisesHolder,
      fault,
    });
    showPage(ctx, fault ? 422 : 200, page);
  };

  return {
    showCamera(ctx) {
      checkNavigation(ctx.req);
      const language = toLanguage(ctx);
      const formToken = scanForms.issue(null);
      showPage(ctx, 200, phoneAppScanPage({ language, formToken, formAction: `/scan?language=${language}` }));
    },

    async scan(ctx) {
      checkOwnForm(ctx.req, d.origin);
      const { formToken, text } = await readScanForm(ctx.req);
      if (scanForms.take(formToken) === undefined) throw new Refusal('agent_form_expired');
      const { site, code } = readCodeText(text, d.sites);
      // The phone first: a code is read once, and a phone that cannot answer must not use it up.
      const tries = await d.card.look('phone');
      const recognisesHolder = await d.card.recognisesHolder('phone');
      const scanned = await sendCode(d.exchange, site, code);
      showConfirmation(ctx, { site, scanned, tries, recognisesHolder }, null);
    },

    async confirm(ctx) {
      checkOwnForm(ctx.req, d.origin);
      const { formToken, ...entered } = await readConfirmation(ctx.req);
      try {
        const told = confirmForms.take(formToken);
        if (!told) throw new Refusal('agent_form_expired');
        const { number, factor } = entered;
        const fault = number === undefined ? 'not_a_number' : findFaultOf(entered, told.tries);
        if (fault || number === undefined) return showConfirmation(ctx, told, fault ?? 'not_a_number');
        const answer = await sign(told, entered);
        if (answer.outcome !== 'signed') return showConfirmation(ctx, { ...told, ...answer }, answer.outcome);
        const token = toWebEidToken(answer.signed);
        await sendAnswer(d.exchange, told.site, { scan: told.scanned.scan, number, token, factor });
        showPage(ctx, 200, phoneAppDonePage({ language: toLanguage(ctx) }));
      } finally {
        wipe(entered.pin);
      }
    },
  };

  /** A holder who was not recognised may try again, or type the PIN: the page comes back, and the code is still theirs. */
  async function sign({ site, scanned, tries }: Told, { factor, pin }: PostedConfirmationEntry) {
    const what = { kind: 'login_token', origin: site.origin, nonce: scanned.nonce } as const;
    const secret = factor === 'pin' ? pin : null;
    try {
      return await d.card.sign({ half: 'phone', what, secret, toldTries: tries });
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'agent_holder_not_recognised') throw error;
      const recognisesHolder = await d.card.recognisesHolder('phone');
      return { outcome: 'not_recognised', tries: await d.card.look('phone'), recognisesHolder } as const;
    }
  }
}

type PostedConfirmationEntry = Omit<PostedConfirmation, 'formToken'>;

function findFaultOf(
  { factor, pin, lastTryConfirmed }: PostedConfirmationEntry,
  tries: Tries,
): PhoneAppFault | undefined {
  if (factor === 'biometrics') return undefined;
  return findEntryFault('phone', { field: 'pin', secret: pin, lastTryConfirmed }, tries);
}
