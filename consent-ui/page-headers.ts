/**
 * What every page of ours says to the browser. No script at all, but for the one page that speaks to an extension; no other host's anything, no frame:
 * a page that asks for a decision must not be dressable by somebody else.
 */

export interface PagePolicy {
  formAction?: readonly string[];
  /** The page runs our own script, and that script asks our own addresses. */
  ownScript?: boolean;
}

/**
 * The policy of one page (CSP Level 3). `formAction` adds the origins a form may end at besides our own: Chromium
 * checks the redirects that follow a form post too, so the consent page names its one validated return origin.
 */
export function contentSecurityPolicy(options: PagePolicy = {}): string {
  const targets = ["'self'", ...(options.formAction ?? []).map(toOrigin)];
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ...(options.ownScript ? ["script-src 'self'", "connect-src 'self'"] : []),
    `form-action ${targets.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** Headers of a page (HTML). Cache: values and one-time forms must not come back out of a shared machine's history. */
export function pageHeaders(options: PagePolicy = {}): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy(options),
    // Not no-referrer: that would make a form's own post carry `Origin: null`, which the card agent refuses.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy':
      'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(), usb=()',
    'X-Robots-Tag': 'noindex',
  };
}

/** Only an origin may enter the header: a stray `;` or space would be another directive. */
function toOrigin(url: string): string {
  const { origin } = new URL(url);
  if (!/^https?:\/\/[^\s;,']+$/.test(origin)) throw new TypeError('not an http(s) origin');
  return origin;
}
