import { agentPinPage } from '../../consent-ui/agent-pin-page.tsx';
import type { Card } from './card.ts';
import type { CardStep } from './card-step.ts';
import type { RelyingSite } from './relying-site.ts';
import { toWebEidToken } from './web-eid-token.ts';

/** Step one: who this is. The card's login key signs for the site that the page names. */
export function createLogin(d: { card: Card; relyingSite: RelyingSite }): CardStep<null> {
  return {
    path: '/login',
    half: 'authentication',
    // The challenge is fetched when the PIN is there: it lives for minutes, and people read slowly.
    prepare: () => Promise.resolve(null),
    toPage: (view, { site }) => agentPinPage({ ...view, site: site.origin, siteName: site.name }),

    async carryOut(ask, _shown, entered) {
      // The challenge first: a login that the site no longer knows must not cost a try.
      const nonce = await d.relyingSite.fetchChallenge(ask);
      const what = { kind: 'login_token', origin: ask.site.origin, nonce } as const;
      const answer = await d.card.sign({ half: 'authentication', what, ...entered });
      if (answer.outcome !== 'signed') return answer;
      const returnUrl = await d.relyingSite.deliverToken(ask, toWebEidToken(answer.signed));
      return { outcome: 'delivered', returnUrl };
    },
  };
}
