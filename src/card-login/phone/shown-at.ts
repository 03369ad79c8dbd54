import type { Context } from 'koa';
import type { ShownAt } from '../../stores/phone-codes.ts';
import { toCoarseBrowser } from './coarse-browser.ts';
import { toNetworkHash } from './network-hash.ts';
import type { Places } from './places.ts';

/** Where the page with the code is shown, in coarse words: no address and no header of it is kept. */
export function toShownAt(ctx: Context, code: string, places: Places): ShownAt {
  return {
    place: places.find(ctx.ip) ?? null,
    ...toCoarseBrowser(ctx.get('User-Agent')),
    networkHash: toNetworkHash(code, ctx.ip),
  };
}
