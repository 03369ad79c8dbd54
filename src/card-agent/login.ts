/**
 * One login, in two steps: the citizen sees whom the card would answer to, then the card answers. The order of the
 * lines is the defence: each check comes before all that it protects, and the card comes after all of them.
 */
import type { ParameterizedContext } from 'koa';
import { agentDonePage } from '../../consent-ui/agent-done-page.tsx';
import { agentPinPage, type AgentPinPageView } from '../../consent-ui/agent-pin-page.tsx';
import { toLanguage } from '../vocabulary/language.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { showPage } from './answers.ts';
import type { Card } from './card.ts';
import { checkNavigation, checkOwnForm } from './check-caller.ts';
import type { FormTokens } from './form-tokens.ts';
import { checkFormAddress, checkLoginLink, type LoginAsk, toLoginPath } from './login-link.ts';
import type { RelyingSite } from './relying-site.ts';
import { findSlip, wipe } from './secret.ts';
import { readSecretForm } from './secret-form.ts';
import type { Sites } from './sites.ts';
import type { Tries } from './tries.ts';
import { toWebEidToken } from './web-eid-token.ts';

/** What a request turned out to be for: the page that may have to say why it failed links back to it. */
export interface LoginState {
  ask?: LoginAsk;
}
export type LoginContext = ParameterizedContext<LoginState>;

export interface Login {
  showPinPage(ctx: LoginContext): Promise<void>;
  logIn(ctx: LoginContext): Promise<void>;
}

export function createLogin(d: {
  origin: string;
  sites: Sites;
  card: Card;
  relyingSite: RelyingSite;
  formTokens: FormTokens;
}): Login {
  const showPin = (
    ctx: LoginContext,
    ask: LoginAsk,
    tries: Tries,
    fault: AgentPinPageView['fault'],
  ): void => {
    const language = toLanguage(ctx);
    const page = agentPinPage({
      language,
      site: ask.site.origin,
      siteName: ask.site.name,
      formToken: d.formTokens.issue({ ask, toldTries: tries }),
      formAction: `/login?language=${language}`,
      certificateFor: 'user-authentication',
      tries,
      fault,
      otherLanguagePath: toLoginPath(ask, language === 'ja' ? 'en' : 'ja'),
    });
    showPage(ctx, fault ? 422 : 200, page);
  };

  return {
    async showPinPage(ctx) {
      checkNavigation(ctx.req);
      const ask = checkLoginLink(new URLSearchParams(ctx.querystring), d.sites);
      ctx.state.ask = ask;
      showPin(ctx, ask, await d.card.look('authentication'), null);
    },

    async logIn(ctx) {
      checkOwnForm(ctx.req, d.origin);
      checkFormAddress(new URLSearchParams(ctx.querystring));
      const { formToken, secret } = await readSecretForm(ctx.req);
      try {
        const purpose = d.formTokens.take(formToken);
        if (!purpose) throw new Refusal('agent_form_expired');
        const { ask, toldTries } = purpose;
        ctx.state.ask = ask;
        if (findSlip('pin', secret)) return showPin(ctx, ask, toldTries, 'not_four_digits');
        // The challenge first: a login that the site no longer knows must not cost a try.
        const nonce = await d.relyingSite.fetchChallenge(ask);
        const what = { kind: 'login_token', origin: ask.site.origin, nonce } as const;
        const answer = await d.card.sign({ half: 'authentication', secret, what, toldTries });
        if (answer.outcome !== 'signed') return showPin(ctx, ask, answer.tries, answer.outcome);
        const returnUrl = await d.relyingSite.deliverToken(ask, toWebEidToken(answer.signed));
        showPage(ctx, 200, agentDonePage({ language: toLanguage(ctx), returnUrl }));
      } finally {
        wipe(secret);
      }
    },
  };
}
