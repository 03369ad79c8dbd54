/** The 29 categories in public: what a company may ask for, and what each item means. Made from the schemas alone. */
import type { ComponentChildren, VNode } from 'preact';
import { assuranceLabels, toAcr } from '../src/vocabulary/authentication.ts';
import { type Category, categories, holderLabels } from '../src/vocabulary/categories.ts';
import { noPublicStandard } from '../src/vocabulary/category-schema.ts';
import { findCodeList } from '../src/vocabulary/code-lists.ts';
import { type Item, itemsOf } from '../src/vocabulary/items.ts';
import { updateFrequencies } from '../src/vocabulary/update-frequencies.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { categoriesPath, categoryPath, categorySchemaPath, codeListPath } from './addresses.ts';
import { CodeListFacts } from './code-list-facts.tsx';
import { LanguageLink, toDocument } from './document.tsx';
import { formOf, unitOf } from './item-form.ts';
import { inLanguage } from './readable.ts';

interface Around {
  language: Language;
  otherLanguagePath?: string | null;
}

/** All of them, each with a page of its own. */
export function categoriesPage({ language, otherLanguagePath }: Around): string {
  const say = inLanguage(language);
  const title = say({ ja: '自己情報の29種類', en: 'The 29 categories of self-information' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: 'この窓口で提供できる情報の種類です。会社は項目を一つずつ指定して求め、あなたは一つずつ選んで提供します。',
          en: 'The kinds of information that this counter hands out. Companies ask item by item, and you choose item by item.',
        })}
      </p>
      <p>
        {say({
          ja: '項目は公開されている知識から作った試験用のもので、国の仕様ではありません。機械で読める一覧は',
          en: 'The items are stand-ins made from public knowledge, not the official specification. For machines: ',
        })}{' '}
        <a href={`${categoriesPath}.json`}>
          <code>categories.json</code>
        </a>
      </p>
      <ol class="categories">
        {categories.map((category) => (
          <li key={category.name} value={category.number}>
            <a href={categoryPath(category.name)}>{say(category.label)}</a>
            <p class="note">
              {say(holderLabels[category.holder])}
              {say({ ja: '、', en: ', ' })}
              {say(updateFrequencies[category.updateFrequency].words)}
              {say({
                ja: `、${itemsOf(category.name).length}項目`,
                en: `, ${itemsOf(category.name).length} items`,
              })}
            </p>
          </li>
        ))}
      </ol>
    </>,
  );
}

/** One category: its row, and every item with what its schema says of it. */
export function categoryPage({
  language,
  otherLanguagePath,
  category,
}: Around & { category: Category }): string {
  const say = inLanguage(language);
  const title = say(category.label);
  const { freshForDays, leastAssurance } = category;
  const parts = partsOf(category);
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <dl class="summary">
        <Fact term={say({ ja: '番号', en: 'Number' })}>{category.number}</Fact>
        <Fact term={say({ ja: 'スコープ', en: 'Scope' })}>
          <code>{category.name}</code>
        </Fact>
        <Fact term={say({ ja: '情報を持つ機関', en: 'Held by' })}>{say(holderLabels[category.holder])}</Fact>
        <Fact term={say({ ja: '更新', en: 'Brought up to date' })}>
          {say(updateFrequencies[category.updateFrequency].words)}
          {say({
            ja: `（${freshForDays}日より古いと「古い」と伝えます）`,
            en: ` (told as stale when older than ${freshForDays} days)`,
          })}
        </Fact>
        <Fact term={say({ ja: '必要なログイン', en: 'Login needed' })}>
          {say(assuranceLabels[leastAssurance])} <code>{toAcr(leastAssurance)}</code>
        </Fact>
        <Fact term="JSON Schema">
          <a href={categorySchemaPath(category.name)}>
            <code>{category.name}.json</code>
          </a>
        </Fact>
      </dl>
      <p class="note">
        {say({
          ja: '項目は試験用のもので、国の仕様ではありません。提供に同意されなかった項目は答えに現れず、空欄はnullになります。',
          en: 'The items are stand-ins, not the official specification. What was not granted is absent from an answer; what is held but blank is null.',
        })}
      </p>
      <h2 id="items">{say({ ja: '項目', en: 'Items' })}</h2>
      {parts.length > 1 && (
        <ul>
          {parts.map((part) => (
            <li key={part.id}>
              <a href={`#${part.id}`}>{say(part.label)}</a>
              {say({ ja: `（${part.items.length}項目）`, en: ` (${part.items.length} items)` })}
            </li>
          ))}
        </ul>
      )}
      {parts.map((part) => (
        <section key={part.id} aria-labelledby={part.id}>
          <h3 id={part.id}>{say(part.label)}</h3>
          {part.isList && (
            <p class="note">
              {say({
                ja: '一覧。ここにある項目は、一覧の一件ごとにある。',
                en: 'A list: each of its elements has these items.',
              })}
            </p>
          )}
          {part.items.map((item) => (
            <ItemFacts key={item.name} language={language} item={item} category={category} />
          ))}
        </section>
      ))}
      <p>
        <a href={categoriesPath}>{say({ ja: '29種類の一覧', en: 'All 29 categories' })}</a>
      </p>
    </>,
  );
}

interface Part {
  id: string;
  label: Words;
  isList: boolean;
  items: readonly Item[];
}

/** The record's own lists and groups, in their order; what lies in none of them comes first. */
function partsOf({ name, label, schema }: Category): readonly Part[] {
  const nodes = Object.entries(schema.properties);
  const within = (path: string) => itemsOf(name).filter((item) => item.name.startsWith(`${path}.`));
  const plain = itemsOf(name).filter((item) => item.name.split('.').length === 2);
  const parts = nodes
    .filter(([, node]) => node.type === 'object' || node.type === 'array')
    .map(([member, node]) => ({
      id: `${name}.${member}`,
      label: node['x-label'] ?? label,
      isList: node.type === 'array',
      items: within(`${name}.${member}`),
    }));
  if (plain.length === 0) return parts;
  return [{ id: name, label: { ja: '基本', en: 'General' }, isList: false, items: plain }, ...parts];
}

const sensitivityWords = {
  1: { ja: '1（一般）', en: '1 (ordinary)' },
  2: { ja: '2（個人に関する情報）', en: '2 (personal)' },
  3: { ja: '3（要配慮個人情報）', en: '3 (special care required)' },
} as const;

function ItemFacts({
  language,
  item,
  category,
}: {
  language: Language;
  item: Item;
  category: Category;
}): VNode | null {
  const { schema } = item;
  if (!schema) return null;
  const say = inLanguage(language);
  const unit = unitOf(item.name);
  const list = findCodeList(schema['x-code-list'] ?? '');
  const standard = schema['x-standard-ref'];
  const pace = schema['x-update-frequency'] ?? category.updateFrequency;
  return (
    <>
      <h4 id={item.name}>{say(item.label)}</h4>
      <p>{say(schema['x-meaning'])}</p>
      <dl class="summary">
        <Fact term={say({ ja: '項目名', en: 'Name' })}>
          <code>{item.name}</code>
        </Fact>
        <Fact term={unit ? say({ ja: '形・単位', en: 'Form, unit' }) : say({ ja: '形', en: 'Form' })}>
          {say(formOf(schema))}
          {unit && say({ ja: `、${unit.ja}`, en: `, ${unit.en}` })}
        </Fact>
        <Fact term={say({ ja: '空欄（null）', en: 'Blank (null)' })}>
          {say(
            schema['x-nullable'] ?? {
              ja: '空欄にならない。機関が必ず書く。',
              en: 'Never: the holder always states it.',
            },
          )}
        </Fact>
        {pace !== category.updateFrequency && (
          <Fact term={say({ ja: '更新', en: 'Brought up to date' })}>
            {say(updateFrequencies[pace].words)}
          </Fact>
        )}
        <Fact term={say({ ja: '配慮の度合い', en: 'Sensitivity' })}>
          {say(sensitivityWords[item.sensitivity])}
        </Fact>
        <Fact term={say({ ja: '従う標準', en: 'Standard followed' })}>
          {standard === noPublicStandard ? (
            say({
              ja: '公開された標準はない。名前と形は試験用。',
              en: 'No public standard; name and form are stand-ins.',
            })
          ) : (
            <bdi>{standard}</bdi>
          )}
        </Fact>
        {list && (
          <Fact term={say({ ja: 'コード表', en: 'Code list' })}>
            <a href={codeListPath(list.name)}>{say(list.label)}</a>
            <CodeListFacts language={language} list={list} />
          </Fact>
        )}
      </dl>
    </>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
