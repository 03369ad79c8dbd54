import { randomBytes } from 'node:crypto';
import type { Clock } from '../vocabulary/clock.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { loadBounded } from './load-bounded.ts';
import { type VerifiedOcspAnswer, verifyOcspAnswer } from './ocsp-answer.ts';
import { encodeOcspRequest, toCertId } from './ocsp-request.ts';
import type { RevocableCertificate } from './revocation.ts';
import type { CardAnchor } from './trust.ts';

/** A card that logs in twice in a minute is asked about once; a revocation is never later than that. */
const keepSeconds = 60;
/** A responder that just failed is left alone this long: logins must not queue behind its silence. */
const retrySeconds = 5;
const limits = { mostBytes: 16 * 1024, milliseconds: 2000 };
/** Of each kind held at once, some 2 KiB each; the oldest goes. */
const mostAnswers = 10_000;
const nonceBytes = 32;

export interface OcspSource {
  /** Undefined where nothing that is proved can be had: that is for the next source, never a yes. */
  ask(certificate: RevocableCertificate, issuer: CardAnchor): Promise<VerifiedOcspAnswer | undefined>;
}

/**
 * The authorities' responder. A no, once heard, is remembered until a yes: silencing the responder afterwards brings
 * no older list in (see `ocsp-then-crl.ts`), nor one on which a certificate that was never issued cannot stand.
 */
export function createOcspSource(d: {
  /** `{authority}` in it is the anchor's name: for authorities whose responders have addresses of their own. */
  url: string;
  clock: Clock;
  log: Log;
}): OcspSource {
  /** By key of the issuer and serial, the oldest first. */
  const good = new Map<string, { answer: VerifiedOcspAnswer; until: number }>();
  const refused = new Map<string, VerifiedOcspAnswer>();
  const failedAt = new Map<string, number>();
  const seconds = (): number => d.clock.now().getTime() / 1000;

  function hold(key: string, answer: VerifiedOcspAnswer): void {
    for (const map of [good, refused]) map.delete(key);
    if (answer.status === 'good')
      good.set(key, { answer, until: Math.min(answer.nextUpdate, seconds() + keepSeconds) });
    else refused.set(key, answer);
    // What has served its minute names a serial for no use any more.
    for (const [oldest, { until }] of good) {
      if (until > seconds() && good.size <= mostAnswers) break;
      good.delete(oldest);
    }
    const [oldest] = refused.keys();
    if (refused.size > mostAnswers && oldest !== undefined) refused.delete(oldest);
  }

  return {
    async ask({ serial }, issuer) {
      const key = `${issuer.keyHash} ${serial}`;
      const known = good.get(key);
      if (known && seconds() < known.until) return known.answer;
      const remembered = refused.get(key);
      if (seconds() - (failedAt.get(issuer.name) ?? -Infinity) < retrySeconds) return remembered;
      const certId = toCertId(issuer, serial);
      const nonce = randomBytes(nonceBytes);
      try {
        const url = d.url.replace('{authority}', encodeURIComponent(issuer.name));
        const der = await loadBounded(url, limits, {
          contentType: 'application/ocsp-request',
          body: encodeOcspRequest(certId, nonce),
        });
        const answer = verifyOcspAnswer(der, { issuer, certId, nonce, now: d.clock.now() });
        // Without a nonce an earlier answer still fits; it must not undo what was said since.
        if (remembered && answer.thisUpdate <= remembered.thisUpdate) return remembered;
        hold(key, answer);
        return answer;
      } catch (error) {
        failedAt.set(issuer.name, seconds());
        // Our own words or the network's: neither quotes an answer or a serial.
        const detail = `${issuer.name}: ${(error as Error).message}`;
        d.log.warn('ocsp_not_answered', { error: toErrorField(error), detail });
        return remembered;
      }
    },
  };
}
