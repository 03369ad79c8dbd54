/** Every page of the house, in both languages: valid, complete, and with nothing that the policy forbids. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { parse } from 'node-html-parser';
import { itemsOf } from '../src/vocabulary/items.ts';
import { agentPasswordPage } from './agent-password-page.tsx';
import { agentPinPage } from './agent-pin-page.tsx';
import { itemsInWords, outcomeInWords } from './labels.ts';
import { styleSheetPath, webEidScriptPath } from './addresses.ts';
import { pageAssets } from './page-assets.ts';
import { pages } from './rehearsal/every-page.tsx';
import { attestation, item, pin, statement } from './rehearsal/sample-views.ts';

const styleSheet = pageAssets[styleSheetPath]?.body ?? '';

const html = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // Written by a renderer: how it is spelt is not what a reader meets.
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'long-title': 'off',
    'no-inline-style': 'error',
    'no-dup-id': 'error',
  },
});

test('a statement stands on its page to the byte', () => {
  const page = parse(
    agentPasswordPage({ ...pin, language: 'en', tries: 'plenty', fault: null, use: statement }),
  );
  assert.equal(page.querySelector('#statement')?.text, statement.text);
});

test('a phrase is shown as it stands, and is no markup', () => {
  const phrase = '<b>&amp; "x"';
  const page = agentPinPage({ ...pin, language: 'ja', tries: 'plenty', fault: null, phrase });
  assert.equal(parse(page).querySelector('#phrase bdi')?.text, phrase);
  assert.ok(!page.includes('<b>'));
});

for (const [name, page] of Object.entries(pages)) {
  test(`the page “${name}” is valid HTML in both languages`, async () => {
    for (const language of ['ja', 'en'] as const) {
      const { results } = await html.validateString(page(language));
      const faults = results.flatMap(({ messages }) =>
        messages.map(
          ({ ruleId, message, line, column }) => `${language} ${line}:${column} ${ruleId}: ${message}`,
        ),
      );
      assert.deepEqual(faults, []);
    }
  });

  test(`the page “${name}” holds nothing that its policy forbids, and one heading of first rank`, () => {
    for (const language of ['ja', 'en'] as const) {
      const root = parse(page(language));
      assert.equal(root.querySelectorAll('style, [style], iframe, object, embed, base').length, 0);
      // One page speaks to a browser extension, by a file of ours: no page has a script of its own text.
      const scripts = root.querySelectorAll('script');
      assert.deepEqual(
        scripts.map((script) => [script.getAttribute('src'), script.text]),
        name === 'login by extension' ? [[webEidScriptPath, '']] : [],
      );
      assert.equal(root.querySelectorAll('h1').length, 1);
      assert.equal(root.querySelector('html')?.getAttribute('lang'), language);
      for (const each of root.querySelectorAll('*')) {
        const handlers = Object.keys(each.attributes).filter((attribute) => /^on/i.test(attribute));
        assert.deepEqual(handlers, []);
      }
      for (const label of root.querySelectorAll('label[for]'))
        assert.ok(root.getElementById(label.getAttribute('for') ?? ''), 'a label has its field');
      for (const link of root.querySelectorAll('a[href^="#"]'))
        assert.ok(root.getElementById(link.getAttribute('href')?.slice(1) ?? ''), 'a link has its target');
      assert.equal(root.querySelectorAll('input[checked]').length, 0, 'no box is ticked beforehand');
    }
  });

  test(`the page “${name}” is all English in English`, () => {
    const root = parse(page('en'));
    // The counter's own name, the other language's, and the statements of an agency or a card.
    for (const each of root.querySelectorAll('.house, .language, bdi, title')) each.remove();
    assert.deepEqual(root.querySelector('body')?.text.match(/[ぁ-んァ-ヶ一-龠々]+/g) ?? [], []);
  });
}

test('the style sheet’s colours are the Digital Agency’s tokens', () => {
  const tokens = readFileSync(
    createRequire(import.meta.url).resolve('@digital-go-jp/design-tokens/dist/tokens.css'),
    'utf8',
  );
  const used = [...styleSheet.matchAll(/^ {2}(--color-[\w-]+): (#[0-9a-f]+);/gm)];
  assert.ok(used.length > 10, 'they were found');
  for (const [, name, value] of used) assert.ok(tokens.includes(`${name}: ${value};`), `${name} is ${value}`);
});

test('the style sheet loads nothing, and uses only what it defines', () => {
  assert.doesNotMatch(styleSheet, /url\(|@import|expression|\d+px;[^}]*font-size/);
  const defined = new Set([...styleSheet.matchAll(/^ {2}(--[\w-]+):/gm)].map(([, name]) => name));
  for (const [, name] of styleSheet.matchAll(/var\((--[\w-]+)\)/g)) assert.ok(defined.has(name), `${name}`);
  assert.doesNotMatch(styleSheet, /font-size: [\d.]+px/, 'text grows with the reader’s setting');
});

test('every class of a page has its place in the style sheet', () => {
  const missing = new Set<string>();
  for (const page of Object.values(pages)) {
    for (const each of parse(page('ja')).querySelectorAll('[class]')) {
      for (const name of each.classList.value)
        if (!styleSheet.includes(`.${name}`) && !name.startsWith('state-')) missing.add(name);
    }
  }
  assert.deepEqual([...missing], []);
});

test('items in one line name each category once, and count beyond eight', () => {
  const all = itemsOf('disability_welfare' as never).map(({ name }) => name);
  const line = itemsInWords([...all, attestation], 'ja');
  assert.equal(line.match(/障害保険福祉/g)?.length, 1);
  assert.match(line, new RegExp(`ほか${all.length - 8}項目）／証明（障害者割引の対象かどうか）$`));
  assert.equal(itemsInWords([item], 'en'), 'Disability and welfare (Certificate number)');
});

test('an outcome that nobody knows reads as a refusal, and no inherited name is taken for one', () => {
  for (const outcome of ['denied:constructor', 'constructor', 'denied:', 'denied:no_such_reason'])
    assert.equal(outcomeInWords(outcome).en, 'Refused. Nothing was shared');
  assert.match(outcomeInWords('denied:item_not_granted').ja, /^断りました（/);
});
