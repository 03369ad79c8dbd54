import { readFileSync } from 'node:fs';
import { iconPath, styleSheetPath, webEidScriptPath } from './addresses.ts';

/** What pages load besides themselves. Every server of our pages serves these, at these paths. */
export const pageAssets: Readonly<Record<string, { type: string; body: string }>> = {
  // The one style sheet of all pages, the card agent's included; read once, served as it stands.
  [styleSheetPath]: { type: 'text/css; charset=utf-8', body: read('style.css') },
  [iconPath]: { type: 'image/svg+xml', body: read('icon.svg') },
};

/** The counter's own: the card agent has no script at all. */
export const counterAssets: typeof pageAssets = {
  ...pageAssets,
  [webEidScriptPath]: { type: 'text/javascript; charset=utf-8', body: read('web-eid.js') },
};

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
