import { agentPasswordPage } from '../../consent-ui/agent-password-page.tsx';
import { toSignatureStatement } from '../vocabulary/signature-statement.ts';
import type { Card } from './card.ts';
import type { CardStep } from './card-step.ts';
import type { RelyingSite } from './relying-site.ts';
import { toStatementSignature } from './statement-signature.ts';

/**
 * Step two, where the site asks for it: what this person declares. The site names a purpose and a nonce when the page
 * is shown; the text is written here, shown whole, and that very text is signed.
 */
export function createStatement(d: { card: Card; relyingSite: RelyingSite }): CardStep<{ text: string }> {
  return {
    path: '/sign',
    half: 'signature',

    async prepare(ask) {
      const asked = await d.relyingSite.fetchStatement(ask);
      return { text: toSignatureStatement({ ...asked, site: ask.site.origin }) };
    },

    toPage: (view, { site }, { text }) =>
      agentPasswordPage({
        ...view,
        site: site.origin,
        siteName: site.name,
        use: { kind: 'statement', text },
      }),

    async carryOut(ask, { text }, entered) {
      const what = { kind: 'statement', text } as const;
      const answer = await d.card.sign({ half: 'signature', what, ...entered });
      if (answer.outcome !== 'signed') return answer;
      const returnUrl = await d.relyingSite.deliverSignature(ask, toStatementSignature(answer.signed));
      return { outcome: 'delivered', returnUrl };
    },
  };
}
