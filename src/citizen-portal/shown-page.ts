/** How pages of my page are sent, in the citizen's language, and how a form's answer leads to one. */
import type { Context } from 'koa';
import { pageHeaders } from '../../consent-ui/page-headers.ts';
import { toLanguage } from '../vocabulary/language.ts';

export function show(ctx: Context, html: string): void {
  ctx.set(pageHeaders());
  ctx.body = html;
}

export function goTo(ctx: Context, path: string): void {
  ctx.redirect(path);
  ctx.status = 303;
}

/** Language of the page, and where it is found in the other one. */
export function around(ctx: Context) {
  const language = toLanguage(ctx);
  return { language, otherLanguagePath: `${ctx.path}?language=${language === 'ja' ? 'en' : 'ja'}` };
}

/** A language that was chosen goes along; the browser's own needs no saying. */
export function inChosenLanguage(ctx: Context, path: string): string {
  return 'language' in ctx.query ? `${path}?language=${toLanguage(ctx)}` : path;
}
