/** What every item says of itself, over all 29 categories, identity and the attestations' answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attestationQuestions } from './attestations.ts';
import { categories } from './categories.ts';
import { type ItemSchema, noPublicStandard, type NodeSchema } from './category-schema.ts';
import { findCodeList, codeLists } from './code-lists.ts';
import type { CategoryName } from './identifiers.ts';
import { identityCategory, identityClaims, sourceLabels } from './identity.ts';
import { itemsOf } from './items.ts';
import { updateFrequencies } from './update-frequencies.ts';

const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const items: readonly (readonly [string, ItemSchema])[] = [
  ...categories.flatMap(({ name }) => itemsOf(name)).map(({ name, schema }) => [name, schema] as const),
  ...identityClaims.map(({ item, schema }) => [item as string, schema] as const),
].map(([name, schema]) => {
  assert.ok(schema, `${name} has a schema`);
  return [name, schema];
});
const answers = attestationQuestions.flatMap(({ name, answer }) => [...leavesOf(name, answer)]);

test('there is something to look at', () => {
  assert.ok(items.length > 450, `${items.length} items`);
  assert.ok(answers.length > 6, `${answers.length} members of answers`);
});

test('every item says what its value means, in both languages and in more than its label', () => {
  for (const [name, schema] of [...items, ...answers]) {
    const { 'x-meaning': meaning } = schema;
    assert.match(meaning.ja, japanese, name);
    assert.doesNotMatch(meaning.en, japanese, name);
    // A sentence ends; a label does not. An address at its end may not be followed by a full stop.
    assert.match(meaning.ja, /。$|https?:\S+$|urn:\S+$/, name);
    assert.match(meaning.en, /\.$|https?:\S+$|urn:\S+$/, name);
  }
  assert.deepEqual(
    [...items, ...answers]
      .filter(
        ([, { 'x-meaning': meaning, 'x-label': label }]) =>
          !saysMore(meaning.ja, label.ja) || !saysMore(meaning.en, label.en),
      )
      .map(([name]) => name),
    [],
  );
});

test('a meaning that only repeats its label is caught', () => {
  assert.equal(saysMore('支給額', '支給額'), false);
  assert.equal(saysMore('支給額。', '支給額'), false);
  assert.equal(saysMore('The amount.', 'Amount'), false);
  assert.equal(saysMore('This is the amount', 'Amount'), false);
  assert.equal(saysMore('Paid for the period, in yen.', 'Amount'), true);
});

test('every item says who holds it and how often it is brought up to date: as its row, or at a pace of its own', () => {
  for (const { name, holder } of categories)
    for (const { name: item, schema } of itemsOf(name)) assert.equal(schema?.['x-holder'], holder, item);
  for (const [name, schema] of items) {
    assert.ok(schema['x-holder'] && schema['x-holder'] in sourceLabels, name);
    assert.ok(schema['x-update-frequency'] && schema['x-update-frequency'] in updateFrequencies, name);
  }
  const paceOf = (item: string) => items.find(([name]) => name === item)?.[1]['x-update-frequency'];
  assert.equal(paceOf('pension.basic_pension_number'), 'monthly');
  assert.equal(paceOf('pension.payments.amount_jpy'), 'every_two_months');
  assert.equal(paceOf('disability_welfare.certificates.kind'), 'on_change');
  assert.equal(paceOf('disability_welfare.services.kind'), 'on_decision');
  assert.equal(paceOf('identity.address'), 'on_signature');
});

test('an item says what blank means exactly where it may be blank', () => {
  for (const [name, schema] of [...items, ...answers]) {
    const mayBeBlank = [schema.type].flat().includes('null');
    const words = schema['x-nullable'];
    assert.equal(Boolean(words), mayBeBlank, name);
    if (!words) continue;
    assert.match(words.ja, japanese, name);
    assert.match(words.en, /^[A-Z].*\.$/, name);
    const answer = schema['x-null-label'];
    if (answer) assert.ok(words.ja.includes(answer.ja), name);
  }
});

test('a blank amount is not told as zero, and a blank yes-or-no not as no', () => {
  for (const [name, schema] of items) {
    if (!schema['x-nullable'] || schema['x-null-label']) continue;
    const [type] = [schema.type].flat();
    if (name.endsWith('_jpy')) assert.match(schema['x-nullable'].en, /not mean zero/, name);
    if (type === 'boolean') assert.match(schema['x-nullable'].en, /not mean no/, name);
  }
});

test('every item names the standard that it follows, or says that there is none', () => {
  const known = /^(FHIR R4|JP Core|GIF|OIDC Core|OpenID Connect Core 1\.0|Zengin) ?/;
  for (const [name, schema] of [...items, ...answers]) {
    const standard = schema['x-standard-ref'];
    if (standard !== noPublicStandard) assert.match(standard, known, name);
  }
  const medical = ['treatments_medications', 'immunizations', 'health_checkups'] as CategoryName[];
  for (const category of medical)
    assert.ok(
      itemsOf(category).filter(({ schema }) => schema?.['x-standard-ref'] !== noPublicStandard).length > 10,
      `${category} follows the medical standards`,
    );
  assert.ok(items.some(([, schema]) => schema['x-standard-ref'] === noPublicStandard));
});

test('every enumeration is a list’s: the same codes, and the same words for them', () => {
  for (const [name, schema] of [...items, ...answers]) {
    const list = findCodeList(schema['x-code-list'] ?? '');
    assert.equal(Boolean(list), schema['x-code-list'] !== undefined, name);
    if (!schema.enum) continue;
    assert.ok(list, `${name} has values of no list`);
    const held = schema.enum.filter((value) => value !== null).map(String);
    assert.deepEqual(held, [...list.codes.map(([code]) => code)], name);
    assert.deepEqual(
      schema['x-value-labels'],
      Object.fromEntries(list.codes.map(([code, ja, en]) => [code, { ja, en }])),
      name,
    );
  }
});

test('every list is used by an item', () => {
  const used = new Set(items.map(([, schema]) => schema['x-code-list']));
  assert.deepEqual(
    codeLists.map(({ name }) => name).filter((name) => !used.has(name)),
    [],
  );
});

test('identity stands beside the categories and is looked at here as they are', () => {
  assert.equal(itemsOf(identityCategory).length, identityClaims.length);
});

/** Whether more is left than small words once the label’s own are taken away. */
function saysMore(meaning: string, label: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[。、.,()（）「」’']/g, ' ')
      .trim();
  if (words(meaning) === words(label)) return false;
  if (japanese.test(label)) return words(meaning).replaceAll(words(label), '').length >= 4;
  const small = new Set(['the', 'a', 'an', 'of', 'is', 'this', 'that', 'it', 'its', 'and', 'or', 'to', 'in']);
  const ofLabel = new Set(words(label).split(/\s+/));
  return (
    words(meaning)
      .split(/\s+/)
      .filter((word) => !small.has(word) && !ofLabel.has(word)).length >= 2
  );
}

function* leavesOf(path: string, node: NodeSchema): Generator<readonly [string, ItemSchema]> {
  const members = node.type === 'object' ? node : node.type === 'array' ? node.items : undefined;
  if (node.type !== 'object' && node.type !== 'array') yield [path, node];
  for (const [name, member] of Object.entries(members?.properties ?? {}))
    yield* leavesOf(`${path}.${name}`, member);
}
