/** What a card's agent asks of a site and delivers to it: four fixed paths, by `site-exchange.ts`. */
import { Refusal } from '../vocabulary/refusals.ts';
import type { LoginAsk } from './login-link.ts';
import { isStatementPurpose, type SignatureStatement } from '../vocabulary/signature-statement.ts';
import { createSiteExchange, toNonce } from './site-exchange.ts';
import type { StatementSignature } from './statement-signature.ts';
import type { WebEidToken } from './web-eid-token.ts';

export interface RelyingSite {
  /** A nonce to sign, good for minutes and once. @throws Refusal */
  fetchChallenge(ask: LoginAsk): Promise<string>;
  /** Hands over the token; answers the address to send the browser to. @throws Refusal */
  deliverToken(ask: LoginAsk, token: WebEidToken): Promise<string>;
  /** What to declare, with a nonce that makes it serve once: never a text. @throws Refusal */
  fetchStatement(ask: LoginAsk): Promise<Omit<SignatureStatement, 'site'>>;
  /** As `deliverToken`. @throws Refusal */
  deliverSignature(ask: LoginAsk, signature: StatementSignature): Promise<string>;
  close(): Promise<void>;
}

export function createRelyingSite(d: { timeoutMilliseconds: number }): RelyingSite {
  const exchange = createSiteExchange(d);
  const post = (ask: LoginAsk, path: string, body: object) => exchange.post(ask.site, path, body);

  const deliver = async (ask: LoginAsk, path: string, delivery: object): Promise<string> => {
    const { code } = await post(ask, path, { login: ask.login, ...delivery });
    if (typeof code !== 'string' || !/^[0-9A-Za-z_-]{22,128}$/.test(code)) {
      throw new Refusal('agent_site_answer_invalid', 'the code is not a completion code');
    }
    return `${ask.site.origin}/card-login/complete?${new URLSearchParams({ login: ask.login, code })}`;
  };

  return {
    async fetchChallenge(ask) {
      const { nonce } = await post(ask, '/card-login/challenge', { login: ask.login });
      return toNonce(nonce);
    },

    async fetchStatement(ask) {
      const { purpose, nonce } = await post(ask, '/card-login/statement', { login: ask.login });
      // A purpose of tomorrow's table has no text here, and nothing is signed that cannot be read.
      if (!isStatementPurpose(purpose)) {
        throw new Refusal('agent_site_answer_invalid', 'the purpose is not one that is signed for');
      }
      return { purpose, nonce: toNonce(nonce) };
    },

    deliverToken: (ask, token) => deliver(ask, '/card-login/token', { token }),
    deliverSignature: (ask, signature) => deliver(ask, '/card-login/signature', { signature }),

    close: () => exchange.close(),
  };
}
