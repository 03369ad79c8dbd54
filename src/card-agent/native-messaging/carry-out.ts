import { agentPinPage } from '../../../consent-ui/agent-pin-page.tsx';
import { Refusal } from '../../vocabulary/refusals.ts';
import type { Card } from '../card.ts';
import type { Site, Sites } from '../sites.ts';
import { toWebEidToken, type WebEidToken } from '../web-eid-token.ts';
import type { Command } from './command.ts';
import { ProtocolFault } from './messages.ts';
import { askInWindow, type PinWindowParts } from './pin-window.ts';

type Authenticate = Extract<Command, { name: 'authenticate' }>;

/** Carries out a command, for sites on the user's own list alone. */
export function createCarryOut(d: { sites: Sites; card: Card; window: PinWindowParts }) {
  return async (command: Exclude<Command, { name: 'quit' }>, given: { up: AbortSignal }): Promise<object> => {
    // Before any window: a page of a stranger must not even make one appear.
    const site = d.sites.find(command.origin);
    if (!site) throw new Refusal('agent_site_not_listed');
    if (command.name === 'authenticate') return authenticate(command, site, given);
    // The signature certificate's half of the card is not spoken to: no site gets a signature or the certificate.
    throw new ProtocolFault('this card agent makes no signatures yet');
  };

  /** The authentication key signs hash(origin) ‖ hash(nonce), made here, and nothing that anybody sends. */
  function authenticate(
    { challengeNonce: nonce, language }: Authenticate,
    { origin, name }: Site,
    given: { up: AbortSignal },
  ): Promise<WebEidToken> {
    return askInWindow(
      {
        language,
        showForm: (view) =>
          agentPinPage({ ...view, site: origin, siteName: name, certificateFor: 'user-authentication' }),
        secretForm: 'pin',
        look: () => d.card.look('authentication'),
        async use(secret, toldTries) {
          const what = { kind: 'login_token', origin, nonce } as const;
          const answer = await d.card.sign({ half: 'authentication', secret, what, toldTries });
          if (answer.outcome !== 'signed') return answer;
          return { outcome: 'done', answer: toWebEidToken(answer.signed) };
        },
      },
      d.window,
      given,
    );
  }
}
