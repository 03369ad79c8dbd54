import { Refusal } from '../vocabulary/refusals.ts';
import { type SignatureStatement, toSignatureStatement } from '../vocabulary/signature-statement.ts';
import type { UsedCertificate } from '../vocabulary/authentication.ts';
import type { AuthoritySet } from './authority-set.ts';
import { toCardSignature } from './card-signature.ts';
import { signatureProfile, verifyCardPath } from './certificate-path.ts';
import type { ProvedSignature } from './registrar.ts';
import { isSignatureOver } from './token-signature.ts';
import { toUsedCertificate } from './verify-card-login.ts';

const kind = 'digital_signature';

/**
 * Who signed this statement with their certificate for digital signature, in the same order as a login is verified:
 * the statement is ours to the byte and its key signed it → a pinned CA vouches for that key, for signatures, now →
 * and has not taken it back. Whose it is, the registrar finds out. @throws Refusal
 */
export async function verifySignature(
  value: Readonly<Record<string, unknown>>,
  statement: SignatureStatement,
  { trust, revocation }: AuthoritySet,
  now: Date,
): Promise<{ signature: ProvedSignature; used: UsedCertificate }> {
  const { unverifiedCertificate: certificate, unverifiedKey, ...signature } = toCardSignature(value);
  const signed = Buffer.from(toSignatureStatement(statement), 'utf8');
  if (!isSignatureOver(signature, signed, unverifiedKey)) throw new Refusal('card_signature_invalid');
  const issuer = verifyCardPath(certificate, { anchors: trust.anchors, profile: signatureProfile, now });
  const answer = await revocation.check(certificate, issuer, now);
  const bound = { issuerKeyHash: issuer.keyHash, serial: certificate.serial, kind } as const;
  return {
    signature: { purpose: statement.purpose, bound, certificate },
    used: toUsedCertificate({ kind, factor: 'password' }, answer, now),
  };
}
