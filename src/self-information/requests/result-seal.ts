import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { InformationRequest } from '../../stores/information-requests.ts';
import type { ItemReading } from '../read-items.ts';

/** What its key is derived for. */
export const resultSealPurpose = 'waiting results';

/** What agencies answered for one request, cut down to what may be seen, with the state of the flags it was read under. */
export type Result = readonly ItemReading[];

type Owner = Pick<InformationRequest, 'id' | 'client' | 'consent'>;

export interface ResultSeal {
  seal(owner: Owner, result: Result): Buffer;
  /** @throws Error where it was sealed for another request, company or consent, by another key, or was changed */
  open(owner: Owner, sealed: Buffer): Result;
}

const [nonceBytes, tagBytes] = [12, 16];
const algorithm = 'aes-256-gcm';

/**
 * AES-256-GCM, as for identities (card-login/registration/seal.ts): a copy of the database tells no value, and whoever
 * can write to it cannot put one person’s result under another’s request. A random nonce of 96 bits serves 2^32
 * sealings; at ten a second that is thirteen years, and each is kept for minutes.
 */
export function createResultSeal(key: Buffer): ResultSeal {
  if (key.length !== 32) throw new Error('the key for results has 32 bytes');
  return {
    seal(owner, result) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(toAdditionalData(owner));
      const text = Buffer.concat([cipher.update(JSON.stringify(result), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, text, cipher.getAuthTag()]);
    },
    open(owner, sealed) {
      if (sealed.length < nonceBytes + tagBytes) throw new Error('a sealed result is cut off');
      const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(toAdditionalData(owner))
        .setAuthTag(sealed.subarray(-tagBytes));
      const text = Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
      return JSON.parse(text.toString('utf8')) as Result;
    },
  };
}

/** None of the three can hold a space. */
function toAdditionalData({ id, client, consent }: Owner): Buffer {
  return Buffer.from(`madoguchi-result:1 ${id} ${client} ${consent}`, 'utf8');
}
