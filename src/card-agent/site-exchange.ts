/**
 * How agents talk to a site: JSON posted to fixed paths of an origin on their user's own list. TLS is verified, no
 * redirect followed, no address taken from an answer, and an answer is read only so far and only so long.
 */
import { Agent, request } from 'undici';
import { toErrorField } from '../vocabulary/log.ts';
import { cardLoginRefusals } from '../vocabulary/refusals/card-login.ts';
import { phoneRefusals } from '../vocabulary/refusals/phone.ts';
import { registrationRefusals } from '../vocabulary/refusals/registration.ts';
import { type Reason, Refusal } from '../vocabulary/refusals.ts';
import type { Site } from './sites.ts';

export interface SiteExchange {
  /** What the site answered with 200. @throws Refusal in our words for whatever else */
  post(site: Site, path: string, body: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const mostAnswerBytes = 16 * 1024;

export function createSiteExchange(d: { timeoutMilliseconds: number }): SiteExchange {
  const dispatcher = new Agent({ connect: { timeout: d.timeoutMilliseconds } });

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

  return {
    async post(site, path, body) {
      const answer = await send(`${site.origin}${path}`, body);
      if (answer.status === 200) return answer.json;
      throw toSiteRefusal(answer.json['reason']);
    },

    close: () => dispatcher.destroy(),
  };
}

/** Web eID asks for at least 44 characters of base64: 32 random bytes. */
export function toNonce(nonce: unknown): string {
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

/** The site's own reason in our words for it, where it is one about the card; its words are never shown. */
function toSiteRefusal(reason: unknown): Refusal {
  const known = typeof reason === 'string' && Object.hasOwn(ofSite, reason);
  return known
    ? new Refusal(reason as Reason, 'the site refused')
    : new Refusal('agent_site_answer_invalid', 'the site refused for a reason of its own');
}

const ofSite = { ...cardLoginRefusals, ...registrationRefusals, ...phoneRefusals };
