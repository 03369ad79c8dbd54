/**
 * Talks to the site a card logs in to: four fixed paths of an origin on the agent's own list. TLS is verified, no
 * redirect followed, no address taken from an answer, and an answer is read only so far and only so long.
 */
import { Agent, request } from 'undici';
import { cardLoginRefusals } from '../vocabulary/refusals/card-login.ts';
import { registrationRefusals } from '../vocabulary/refusals/registration.ts';
import { type Reason, Refusal } from '../vocabulary/refusals.ts';
import { toErrorField } from '../vocabulary/log.ts';
import type { LoginAsk } from './login-link.ts';
import { isStatementPurpose, type SignatureStatement } from '../vocabulary/signature-statement.ts';
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

const mostAnswerBytes = 16 * 1024;

export function createRelyingSite(d: { timeoutMilliseconds: number }): RelyingSite {
  const dispatcher = new Agent({ connect: { timeout: d.timeoutMilliseconds } });

  const post = async (ask: LoginAsk, path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await send(`${ask.site.origin}${path}`, body);
    if (answer.status === 200) return answer.json;
    throw toSiteRefusal(answer.json['reason']);
  };

  const send = async (
    url: string,
    body: object,
  ): Promise<{ status: number; json: Record<string, unknown> }> => {
    try {
      const response = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, application/problem+json' },
        body: JSON.stringify(body),
        // One budget for the whole exchange: a site that sends a byte now and then holds nobody.
        signal: AbortSignal.timeout(d.timeoutMilliseconds),
      });
      const { statusCode: status } = response;
      if (status >= 300 && status < 400) {
        // Unread bodies report being left as an error, which nobody waits for.
        response.body.on('error', () => undefined).destroy();
        throw new Refusal('agent_site_answer_invalid', 'the site answered with a redirect');
      }
      return { status, json: toObject(await readBody(response.body)) };
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal('agent_site_unreachable', toErrorField(error));
    }
  };

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

    close: () => dispatcher.destroy(),
  };
}

/** Web eID asks for at least 44 characters of base64: 32 random bytes. */
function toNonce(nonce: unknown): string {
  if (typeof nonce === 'string' && nonce.length >= 44 && /^[0-9A-Za-z+/]{43,126}={0,2}$/.test(nonce)) {
    return nonce;
  }
  throw new Refusal('agent_site_answer_invalid', 'the challenge is not a nonce');
}

async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostAnswerBytes) throw new Refusal('agent_site_answer_invalid', 'the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function toObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Said below: what it was stays out of every message.
  }
  throw new Refusal('agent_site_answer_invalid', 'the answer is not a JSON object');
}

const ofSite = { ...cardLoginRefusals, ...registrationRefusals };

/** The site's own reason in our words for it, where it is one about the card or its holder; its words are never shown. */
function toSiteRefusal(reason: unknown): Refusal {
  const known = typeof reason === 'string' && Object.hasOwn(ofSite, reason);
  return known
    ? new Refusal(reason as Reason, 'the site refused')
    : new Refusal('agent_site_answer_invalid', 'the site refused for a reason of its own');
}
