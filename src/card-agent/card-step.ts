/**
 * One step with the card, in two requests: the citizen sees what the card would be used for, then the card is used. The
 * order of the lines is the defence: each check comes before all that it protects, and the card comes after all of them.
 * Every step runs through here, so that none can forget one.
 */
import { agentDonePage } from '../../consent-ui/agent-done-page.tsx';
import type { AgentSecretView } from '../../consent-ui/agent-secret-words.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { toLanguage } from '../vocabulary/language.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type AgentContext, showPage } from './answers.ts';
import type { Card } from './card.ts';
import type { HalfName } from './card-half.ts';
import type { NotAccepted } from './card-order.ts';
import { checkNavigation, checkOwnForm } from './check-caller.ts';
import { findEntryFault } from './entry-fault.ts';
import { createFormTokens } from './form-tokens.ts';
import { checkFormAddress, checkLoginLink, type LoginAsk, toLinkPath } from './login-link.ts';
import { wipe } from './secret.ts';
import { readSecretForm } from './secret-form.ts';
import type { Sites } from './sites.ts';
import type { Tries } from './tries.ts';

/** `Shown` is what the page tells beyond the site, and what is then used exactly as it was told. */
export interface CardStep<Shown> {
  path: string;
  half: HalfName;
  prepare(ask: LoginAsk): Promise<Shown>;
  toPage(view: AgentSecretView, ask: LoginAsk, shown: Shown): string;
  /** Has the card sign, and delivers: answers where the browser goes on. */
  carryOut(
    ask: LoginAsk,
    shown: Shown,
    entered: { secret: Uint8Array; toldTries: Tries },
  ): Promise<NotAccepted | { outcome: 'delivered'; returnUrl: string }>;
}

export interface StepRoutes {
  show(ctx: AgentContext): Promise<void>;
  enter(ctx: AgentContext): Promise<void>;
}

export function createStepRoutes<Shown>(
  step: CardStep<Shown>,
  d: { origin: string; sites: Sites; card: Card; phrase: string | null; clock: Clock },
): StepRoutes {
  /** Of this step's own forms: one of another step is unknown here. Nothing of it is read back from the form. */
  const formTokens = createFormTokens<{ ask: LoginAsk; shown: Shown; toldTries: Tries }>(d.clock);

  const showForm = (
    ctx: AgentContext,
    { ask, shown, toldTries }: { ask: LoginAsk; shown: Shown; toldTries: Tries },
    fault: AgentSecretView['fault'],
  ): void => {
    const language = toLanguage(ctx);
    const view: AgentSecretView = {
      language,
      formToken: formTokens.issue({ ask, shown, toldTries }),
      formAction: `${step.path}?language=${language}`,
      tries: toldTries,
      fault,
      phrase: d.phrase,
      otherLanguagePath: toLinkPath(step.path, ask, language === 'ja' ? 'en' : 'ja'),
    };
    showPage(ctx, fault ? 422 : 200, step.toPage(view, ask, shown));
  };
  const offerRetry = (ctx: AgentContext, ask: LoginAsk): void => {
    ctx.state.toRetryPath = (language) => toLinkPath(step.path, ask, language);
  };

  return {
    async show(ctx) {
      checkNavigation(ctx.req);
      const ask = checkLoginLink(new URLSearchParams(ctx.querystring), d.sites);
      offerRetry(ctx, ask);
      const toldTries = await d.card.look(step.half);
      showForm(ctx, { ask, shown: await step.prepare(ask), toldTries }, null);
    },

    async enter(ctx) {
      checkOwnForm(ctx.req, d.origin);
      checkFormAddress(new URLSearchParams(ctx.querystring));
      const { formToken, ...entry } = await readSecretForm(ctx.req);
      const { secret } = entry;
      try {
        const told = formTokens.take(formToken);
        if (!told) throw new Refusal('agent_form_expired');
        offerRetry(ctx, told.ask);
        const fault = findEntryFault(step.half, entry, told.toldTries);
        if (fault) return showForm(ctx, told, fault);
        const answer = await step.carryOut(told.ask, told.shown, { secret, toldTries: told.toldTries });
        if (answer.outcome !== 'delivered') {
          return showForm(ctx, { ...told, toldTries: answer.tries }, answer.outcome);
        }
        showPage(ctx, 200, agentDonePage({ language: toLanguage(ctx), returnUrl: answer.returnUrl }));
      } finally {
        wipe(secret);
      }
    },
  };
}
