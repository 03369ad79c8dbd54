import { createHmac } from 'node:crypto';
import { toNetwork } from '../throttle.ts';

/**
 * To find out whether two requests came from one network without keeping an address: the key is the code, which is
 * stored nowhere, so that the four billion addresses cannot be tried on what is stored.
 */
export function toNetworkHash(code: string, address: string): string {
  return createHmac('sha256', code).update(toNetwork(address)).digest('base64url');
}
