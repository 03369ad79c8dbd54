import type Router from '@koa/router';
import type { Context } from 'koa';
import { categoriesPath, categoryPath, categorySchemaPath, codeListPath } from '../consent-ui/addresses.ts';
import { categoriesPage, categoryPage } from '../consent-ui/category-pages.tsx';
import { publicAsset } from './public-asset.ts';
import { toAcr } from './vocabulary/authentication.ts';
import { type Category, categories, findCategory } from './vocabulary/categories.ts';
import { codeLists } from './vocabulary/code-lists.ts';
import { toGrantedSchema } from './vocabulary/granted-schema.ts';
import { itemsOf } from './vocabulary/items.ts';
import { Refusal } from './vocabulary/refusals.ts';
import type { Language } from './vocabulary/words.ts';

interface Around {
  language: Language;
  otherLanguagePath: string;
}

/**
 * The categories, their items and the code lists: pages for people, JSON for programs. All of it is made from the
 * vocabulary alone and the same for everybody, so each text is made once.
 */
export function addCategoryPages(
  router: Router,
  d: { issuer: string; show: (ctx: Context, html: string) => void; around: (ctx: Context) => Around },
): void {
  const made = new Map<string, string>();
  const once = (key: string, make: () => string): string => {
    const text = made.get(key) ?? make();
    made.set(key, text);
    return text;
  };
  const page = (ctx: Context, name: string, make: (around: Around) => string): void => {
    const around = d.around(ctx);
    d.show(
      ctx,
      once(`${around.language} ${name}`, () => make(around)),
    );
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.vary('Accept-Language');
  };
  const json = (path: string, make: () => unknown, type = 'application/json'): void => {
    router.get(path, (ctx) => {
      publicAsset(
        ctx,
        once(path, () => `${JSON.stringify(make(), null, 2)}\n`),
        `${type}; charset=utf-8`,
      );
      // Integrators' tools read it in browsers, too.
      ctx.set('Access-Control-Allow-Origin', '*');
    });
  };

  router.get(categoriesPath, (ctx) => page(ctx, '', categoriesPage));
  json(`${categoriesPath}.json`, () => ({ categories: categories.map((each) => toRow(d.issuer, each)) }));
  router.get(`${categoriesPath}/:name`, (ctx) => {
    const category = findCategory(ctx.params['name'] ?? '');
    if (!category) throw new Refusal('not_found');
    page(ctx, category.name, (around) => categoryPage({ ...around, category }));
  });
  for (const category of categories)
    json(
      categorySchemaPath(category.name),
      () => ({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `${d.issuer}${categorySchemaPath(category.name)}`,
        ...toGrantedSchema(category),
      }),
      'application/schema+json',
    );
  for (const list of codeLists) json(codeListPath(list.name), () => toCodes(list));
}

function toRow(issuer: string, category: Category) {
  const { number, name, label, holder, updateFrequency, freshForDays, leastAssurance } = category;
  return {
    number,
    scope: name,
    label,
    holder,
    update_frequency: updateFrequency,
    fresh_for_days: freshForDays,
    least_acr: toAcr(leastAssurance),
    items: itemsOf(name).map((item) => item.name),
    schema: `${issuer}${categorySchemaPath(name)}`,
    page: `${issuer}${categoryPath(name)}`,
  };
}

function toCodes({ codes, codesFrom, ...list }: (typeof codeLists)[number]) {
  return { ...list, codes_from: codesFrom, codes: codes.map(([code, ja, en]) => ({ code, ja, en })) };
}
