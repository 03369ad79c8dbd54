import { CompactEncrypt } from 'jose';
import type { EncryptionKey } from '../tokens/encryption-key.ts';

/**
 * A signed answer inside an encrypted one (RFC 7519, appendix A.2; FAPI: sign, then encrypt): who opens it can show
 * whose word it is, and who carries it sees neither word nor signature.
 */
export function toEncrypted(signed: string, { algorithm, key, kid }: EncryptionKey): Promise<string> {
  return new CompactEncrypt(Buffer.from(signed))
    .setProtectedHeader({ alg: algorithm, enc: 'A256GCM', cty: 'JWT', ...(kid !== undefined && { kid }) })
    .encrypt(key);
}
