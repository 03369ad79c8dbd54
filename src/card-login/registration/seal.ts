import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { CitizenId } from '../../vocabulary/identifiers.ts';
import type { ResidentAttributes } from '../../vocabulary/residents.ts';

/** What is kept of a signature certificate, sealed: who it says somebody is, and what it takes to ask whether it still holds. */
export interface SealedIdentity {
  attributes: ResidentAttributes;
  /** Seconds since the epoch. */
  notAfter: number;
  /** DER of the extension that names its revocation list, base64url; null where it has none. */
  distributionPoints: string | null;
}

/** What its key is derived for: whoever fills the stores from outside seals under the same. */
export const identitySealPurpose = 'identity attributes';

export interface IdentitySeal {
  seal(citizen: CitizenId, identity: SealedIdentity): Buffer;
  /** @throws Error where it was sealed for another citizen, by another key, or was changed */
  open(citizen: CitizenId, sealed: Buffer): SealedIdentity;
}

const [nonceBytes, tagBytes] = [12, 16];
const algorithm = 'aes-256-gcm';

/**
 * AES-256-GCM over the row's content, with whose it is as additional data: whoever reads a copy of the database learns
 * no name, and whoever can write to it cannot give one citizen the name of another. A random nonce of 96 bits serves
 * 2^32 sealings (NIST SP 800-38D, 8.3): more than every citizen registering a dozen times.
 */
export function createIdentitySeal(key: Buffer): IdentitySeal {
  if (key.length !== 32) throw new Error('the key for identities has 32 bytes');
  return {
    seal(citizen, identity) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(toAdditionalData(citizen));
      const text = Buffer.concat([cipher.update(JSON.stringify(identity), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, text, cipher.getAuthTag()]);
    },
    open(citizen, sealed) {
      if (sealed.length < nonceBytes + tagBytes) throw new Error('a sealed identity is cut off');
      const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(toAdditionalData(citizen))
        .setAuthTag(sealed.subarray(-tagBytes));
      const text = Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
      return JSON.parse(text.toString('utf8')) as SealedIdentity;
    },
  };
}

/** The name of the form too: another form will not be read as this one. */
function toAdditionalData(citizen: CitizenId): Buffer {
  return Buffer.from(`madoguchi-identity:1 ${citizen}`, 'utf8');
}
