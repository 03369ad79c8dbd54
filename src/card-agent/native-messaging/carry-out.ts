import { X509Certificate } from 'node:crypto';
import { agentPasswordPage } from '../../../consent-ui/agent-password-page.tsx';
import { agentPinPage } from '../../../consent-ui/agent-pin-page.tsx';
import { Refusal } from '../../vocabulary/refusals.ts';
import type { Card } from '../card.ts';
import { type SignatureAlgorithm, toSignatureAlgorithm } from '../signature-algorithm.ts';
import type { Site, Sites } from '../sites.ts';
import { toWebEidToken, type WebEidToken } from '../web-eid-token.ts';
import type { Command } from './command.ts';
import { ProtocolFault } from './messages.ts';
import { askInWindow, type SecretWindowParts } from './secret-window.ts';
import { toWebEidAlgorithm, type WebEidAlgorithm } from './web-eid-algorithm.ts';

type Named<Name extends Command['name']> = Extract<Command, { name: Name }>;
interface Given {
  up: AbortSignal;
}

/** Carries out a command, for sites on the user's own list alone. */
export function createCarryOut(d: { sites: Sites; card: Card; window: SecretWindowParts }) {
  return async (command: Exclude<Command, { name: 'quit' }>, given: Given): Promise<object> => {
    // Before any window: a page of a stranger must not even make one appear.
    const site = d.sites.find(command.origin);
    if (!site) throw new Refusal('agent_site_not_listed');
    if (command.name === 'authenticate') return authenticate(command, site, given);
    if (!site.signs) throw new Refusal('agent_site_must_not_sign');
    return command.name === 'sign' ? sign(command, site, given) : handOverCertificate(command, site, given);
  };

  /** The authentication key signs hash(origin) ‖ hash(nonce), made here, and nothing that anybody sends. */
  function authenticate(
    { challengeNonce: nonce, language }: Named<'authenticate'>,
    { origin, name }: Site,
    given: Given,
  ): Promise<WebEidToken> {
    return askInWindow(
      {
        language,
        half: 'authentication',
        toPage: (view) => agentPinPage({ ...view, site: origin, siteName: name }),
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

  /** It states its holder's name and address: the page says so, and the card wants the password for it anyway. */
  function handOverCertificate(
    { language }: Named<'get-signing-certificate'>,
    { origin, name }: Site,
    given: Given,
  ): Promise<{ certificate: string; supportedSignatureAlgorithms: WebEidAlgorithm[] }> {
    return askInWindow(
      {
        language,
        half: 'signature',
        toPage: (view) =>
          agentPasswordPage({ ...view, site: origin, siteName: name, use: { kind: 'certificate' } }),
        look: () => d.card.look('signature'),
        async use(secret, toldTries) {
          const answer = await d.card.read({ half: 'signature', secret, toldTries });
          if (answer.outcome !== 'read') return answer;
          const { certificate } = answer;
          const algorithm = findAlgorithm(certificate);
          if (!algorithm) throw new Refusal('agent_card_unreadable', 'key of an unknown kind');
          const handedOver = {
            certificate: Buffer.from(certificate).toString('base64'),
            supportedSignatureAlgorithms: algorithm.hashFunctions.map((hashFunction) =>
              toWebEidAlgorithm(algorithm, hashFunction),
            ),
          };
          return { outcome: 'done', answer: handedOver };
        },
      },
      d.window,
      given,
    );
  }

  /** By the signature key alone: whatever this hash is of, it is no login anywhere. */
  function sign(
    { hash: digest, hashFunction, certificate, language }: Named<'sign'>,
    { origin, name }: Site,
    given: Given,
  ): Promise<{ signature: string; signatureAlgorithm: WebEidAlgorithm }> {
    const algorithm = findAlgorithm(certificate);
    if (!algorithm?.hashFunctions.includes(hashFunction)) {
      throw new ProtocolFault('that certificate’s key signs no digest of that hash function');
    }
    return askInWindow(
      {
        language,
        half: 'signature',
        toPage: (view) => {
          const use = { kind: 'digest', digest: digest.toString('hex'), hashFunction } as const;
          return agentPasswordPage({ ...view, site: origin, siteName: name, use });
        },
        look: () => d.card.look('signature'),
        async use(secret, toldTries) {
          const what = { kind: 'digest', digest, hashFunction, certificate } as const;
          const answer = await d.card.sign({ half: 'signature', secret, what, toldTries });
          if (answer.outcome !== 'signed') return answer;
          const signed = {
            signature: Buffer.from(answer.signed.signature).toString('base64'),
            signatureAlgorithm: toWebEidAlgorithm(algorithm, hashFunction),
          };
          return { outcome: 'done', answer: signed };
        },
      },
      d.window,
      given,
    );
  }
}

/** Undefined for what is no certificate, and for keys that no card of ours has. */
function findAlgorithm(certificate: Uint8Array): SignatureAlgorithm | undefined {
  try {
    return toSignatureAlgorithm(new X509Certificate(certificate).publicKey);
  } catch {
    return undefined;
  }
}
