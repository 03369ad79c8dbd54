/** Real Chromium for the journeys that only a browser can prove. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const executable = process.env['MADOGUCHI_CHROMIUM'] ?? '/usr/bin/chromium';
const screenshots = process.env['MADOGUCHI_SCREENSHOTS'];

/** Why there is no browser here, or false: for the test runner's `skip`. */
export const whyNoChromium: string | false = existsSync(executable)
  ? false
  : `no browser at ${executable}: install Debian’s chromium, or name one in MADOGUCHI_CHROMIUM`;

export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Keeps a picture of the page where MADOGUCHI_SCREENSHOTS names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** What the browser complained of: violations of a page's policy among them. Resources that are not there are told too. */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content.Security.Policy|Refused to/i.test(message.text()))
      complaints.push(message.text());
  });
  return complaints;
}
