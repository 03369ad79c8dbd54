/** Answers whether a certificate is revoked (RFC 6960), as of this moment: `POST /ocsp`. */
import { OCSPRequest } from 'pkijs';
import type { Authority } from '../../certs/authority.ts';
import { type Issued, toPlainSerial } from '../../certs/issued.ts';
import { hashIssuer, issueOcspAnswer, issueOcspError } from '../../certs/ocsp-answer.ts';
import type { Responder } from '../../certs/responder.ts';
import type { Clock } from '../../src/vocabulary/clock.ts';
import type { Revoked } from './revoked.ts';

export interface AnsweringAuthority {
  authority: Authority;
  responder: Responder;
}

/** How long an answer may be relied on. */
const validityMilliseconds = 60 * 60 * 1000;
const nonceName = '1.3.6.1.5.5.7.48.1.2';
/** RFC 9654, section 2.1: longer ones are refused. */
const mostNonceBytes = 128;
const hashes = { '1.3.14.3.2.26': 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256' } as const;

/**
 * One certificate a question. A certificate of an authority that is none of ours, or not the one that this address is
 * for, is not ours to speak of: unauthorized. One that the authority never issued is `unknown`, however well signed.
 */
export function createOcspResponder(d: {
  answering: readonly AnsweringAuthority[];
  revoked: () => readonly Revoked[];
  issued: () => readonly Issued[];
  clock: Clock;
}): (question: Buffer, only?: string) => Buffer {
  return (question, only) => {
    const asked = readQuestion(question);
    if (!asked) return issueOcspError(1);
    const found = d.answering.find(({ authority }) => {
      const issuer = hashIssuer(authority, asked.hash);
      return issuer.key.equals(asked.issuerKeyHash) && issuer.name.equals(asked.issuerNameHash);
    });
    if (!found || (only !== undefined && only !== found.authority.name)) return issueOcspError(6);
    const { authority, responder } = found;
    let revoked: Revoked | undefined;
    let isIssued: boolean;
    try {
      const isAsked = (entry: { authority: string; serial: string }): boolean =>
        entry.authority === authority.name && toPlainSerial(entry.serial) === asked.serial;
      revoked = d.revoked().find(isAsked);
      isIssued = d.issued().some(isAsked);
    } catch {
      // Rather no answer than one that lacks a revocation.
      return issueOcspError(3);
    }
    const now = d.clock.now();
    return issueOcspAnswer(authority, {
      statements: [
        {
          serial: asked.serial,
          hash: asked.hash,
          status: revoked ? { revokedAt: new Date(revoked.at) } : isIssued ? 'good' : 'unknown',
          thisUpdate: now,
          nextUpdate: new Date(now.getTime() + validityMilliseconds),
        },
      ],
      producedAt: now,
      nonce: asked.nonce,
      responder,
    });
  };
}

function readQuestion(der: Buffer) {
  try {
    const { tbsRequest } = OCSPRequest.fromBER(Uint8Array.from(der));
    const [request, ...more] = tbsRequest.requestList;
    if (!request || more.length > 0) return undefined;
    const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = request.reqCert;
    const hash = Object.entries(hashes).find(([name]) => name === hashAlgorithm.algorithmId)?.[1];
    const serial = toPlainSerial(Buffer.from(serialNumber.valueBlock.valueHexView).toString('hex'));
    const nonce = tbsRequest.requestExtensions?.find(({ extnID }) => extnID === nonceName);
    const nonceBytes = nonce && toNonce(Buffer.from(nonce.extnValue.valueBlock.valueHexView));
    if (!hash || !/^[0-9a-f]{1,40}$/.test(serial) || (nonce && !nonceBytes)) return undefined;
    return {
      hash,
      serial,
      issuerNameHash: Buffer.from(issuerNameHash.valueBlock.valueHexView),
      issuerKeyHash: Buffer.from(issuerKeyHash.valueBlock.valueHexView),
      nonce: nonceBytes ?? null,
    };
  } catch {
    return undefined;
  }
}

/** The octet string inside the extension, short enough for a length of one byte or two. */
function toNonce(value: Buffer): Buffer | undefined {
  const start = value[1] === 0x81 ? 3 : 2;
  const nonce = value.subarray(start);
  const isWhole = value[0] === 4 && value[start - 1] === nonce.length;
  return isWhole && nonce.length >= 1 && nonce.length <= mostNonceBytes ? nonce : undefined;
}
