import { hash } from 'node:crypto';
import { Refusal } from '../vocabulary/refusals.ts';
import type { OcspSource } from './ocsp-source.ts';
import type { RevocationSource } from './revocation.ts';

/**
 * The responder first, since it knows a revocation at once; the list where the responder gives nothing that is proved.
 * What it says and proves is final: a list from before the revocation does not overrule it, and `unknown` (the
 * authority has issued no such certificate, however well it is signed) is not helped by a list of the revoked ones.
 */
export function createOcspThenCrl(d: { ocsp: OcspSource; crl: RevocationSource }): RevocationSource {
  return {
    async check(certificate, issuer, now) {
      const answer = await d.ocsp.ask(certificate, issuer);
      switch (answer?.status) {
        case 'good':
          return {
            method: 'ocsp',
            asOf: new Date(answer.thisUpdate * 1000),
            evidence: {
              sha256: hash('sha256', answer.der, 'base64url'),
              der: answer.der,
              authority: issuer.name,
            },
          };
        case 'revoked':
          throw new Refusal('card_revoked');
        case 'unknown':
          throw new Refusal('revocation_unknown', 'the authority does not know this certificate');
        default:
          return d.crl.check(certificate, issuer, now);
      }
    },
  };
}
