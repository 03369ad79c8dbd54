import { readFile } from 'node:fs/promises';
import Router from '@koa/router';
import type { Context } from 'koa';
import { homePage } from '../consent-ui/home-page.tsx';
import { counterAssets } from '../consent-ui/page-assets.ts';
import { pageHeaders } from '../consent-ui/page-headers.ts';
import { privacyPage } from '../consent-ui/privacy-page.tsx';
import { type Problem, problemPage, problemsPage } from '../consent-ui/problem-pages.tsx';
import { addCategoryPages } from './category-pages.ts';
import { publicAsset } from './public-asset.ts';
import { toLanguage } from './vocabulary/language.ts';
import { type Reason, Refusal, refusals } from './vocabulary/refusals.ts';

const descriptionFile = new URL('../openapi.yaml', import.meta.url);

/** Named for the inside: no answer carries it, so no page explains it. */
const insideOnly: readonly string[] = ['suppression_changed'];

/** What anybody may see: the front page, what is kept, the categories, the API's description, the refusals. */
export function createPublicPages({ issuer }: { issuer: string }): Router {
  const router = new Router();
  const problems = Object.entries(refusals)
    .filter(([reason]) => !insideOnly.includes(reason))
    .map(([reason, row]): Problem => ({ reason, row, type: `${issuer}/problems/${reason}` }));

  const show = (ctx: Context, html: string): void => {
    ctx.set(pageHeaders());
    // Nothing of a citizen is on these pages; search engines may find them.
    ctx.remove('X-Robots-Tag');
    ctx.body = html;
  };
  const around = (ctx: Context) => {
    const language = toLanguage(ctx);
    return { language, otherLanguagePath: `?language=${language === 'ja' ? 'en' : 'ja'}` };
  };

  router.get('/', (ctx) => show(ctx, homePage(around(ctx))));
  router.get('/privacy', (ctx) => show(ctx, privacyPage(around(ctx))));
  addCategoryPages(router, { issuer, show, around });
  router.get('/problems', (ctx) => show(ctx, problemsPage({ ...around(ctx), problems })));
  router.get('/problems/:reason', (ctx) => {
    const problem = problems.find(({ reason }) => reason === (ctx.params['reason'] as Reason));
    if (!problem) throw new Refusal('not_found');
    show(ctx, problemPage({ ...around(ctx), problem, listPath: '/problems' }));
  });

  for (const [path, { type, body }] of Object.entries(counterAssets)) {
    router.get(path, (ctx) => publicAsset(ctx, body, type));
  }
  router.get('/openapi.yaml', async (ctx) => {
    publicAsset(ctx, await readFile(descriptionFile, 'utf8'), 'application/yaml; charset=utf-8');
    // Tools of integrators read it in browsers, too; it is the same for everybody.
    ctx.set('Access-Control-Allow-Origin', '*');
  });
  return router;
}
