import { Refusal } from '../src/vocabulary/refusals.ts';

/**
 * The one way for an address into a page: Preact escapes text, but not `href="javascript:…"`.
 * Takes a path of this very server (`/…` or `?…`), or an absolute http(s) address without credentials.
 * Answers it normalised. @throws Refusal `internal_error`: an unsafe address in a view is a defect of the caller.
 */
export function checkedUrl(url: string): string {
  const here = 'https://here.invalid';
  // `//host` and `/\host` lead to another host; control characters are dropped by browsers before they parse.
  if (/^(\/(?![/\\])|\?)/.test(url) && !hasControlCharacter(url)) {
    const parsed = URL.canParse(url, here) ? new URL(url, here) : undefined;
    if (parsed?.origin === here) {
      return url.startsWith('?') ? parsed.search : parsed.pathname + parsed.search + parsed.hash;
    }
  }
  if (/^https?:\/\//.test(url) && !hasControlCharacter(url) && URL.canParse(url)) {
    const parsed = new URL(url);
    if (parsed.username === '' && parsed.password === '') return parsed.href;
  }
  throw new Refusal('internal_error', 'a page was given an address it must not link to');
}

/** The one other scheme that a page may link to: an offer for the wallet on this device. @throws Refusal `internal_error` */
export function checkedOfferUrl(url: string): string {
  if (/^openid-credential-offer:\/\/\?credential_offer=[\w%.~!*'()-]+$/.test(url)) return url;
  throw new Refusal('internal_error', 'a page was given an offer that is none');
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) <= 0x20) return true;
  return false;
}
