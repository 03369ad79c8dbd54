/**
 * What kind of browser shows the code, for a person who compares it with the one in front of them. Words of ours, never
 * a part of the header: what a stranger's browser says must not become text on somebody's phone.
 */
export interface CoarseBrowser {
  browser: (typeof browsers)[number][0] | 'unknown';
  system: (typeof systems)[number][0] | 'unknown';
}

/** In the order in which they count: all of them claim to be several of the others. */
const browsers = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|Chromium|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const;

const systems = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(iPhone|iPad)\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const;

export function toCoarseBrowser(userAgent: string): CoarseBrowser {
  return {
    browser: browsers.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'unknown',
    system: systems.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'unknown',
  };
}
