import { interactionPolicy } from 'oidc-provider';

const { Check, Prompt } = interactionPolicy;

/**
 * Both are needed for every request, by this very request's own interaction: no session, no remembered consent.
 * The names are OpenID Connect's, so that `prompt=login` and `prompt=consent` ask for what happens anyway, and
 * `prompt=none` is answered with `login_required`.
 */
export function createPrompts() {
  return [
    new Prompt(
      { name: 'login', requestable: true },
      new Check('no_card_login', 'a card login is required', (ctx) => !ctx.oidc.result?.login),
    ),
    new Prompt(
      { name: 'consent', requestable: true },
      new Check('no_decision', 'a decision is required', (ctx) => !ctx.oidc.result?.consent?.grantId),
    ),
  ];
}
