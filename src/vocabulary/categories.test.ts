import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { categories, findCategory, holderLabels } from './categories.ts';
import { type ItemSchema, type NodeSchema, schemaAnnotations } from './category-schema.ts';
import { monthPattern } from './item-kinds.ts';
import { itemsOf } from './items.ts';
import type { UpdateFrequency } from './update-frequencies.ts';

/** As the domain's table has them. */
const table: readonly [number: number, ja: string, scope: string, holder: string][] = [
  [1, '健康保険証', 'health_insurance_card', 'insurer'],
  [2, '診療・薬剤', 'treatments_medications', 'insurer'],
  [3, '医療費', 'medical_expenses', 'insurer'],
  [4, '予防接種', 'immunizations', 'municipality'],
  [5, '特定健診・後期高齢者健診', 'health_checkups', 'insurer'],
  [6, '検診', 'screenings', 'municipality'],
  [7, '医療保険', 'medical_insurance', 'insurer'],
  [8, '医療保険その他', 'medical_insurance_other', 'insurer'],
  [9, '学校保健', 'school_health', 'municipality'],
  [10, '難病患者支援', 'intractable_disease', 'prefecture'],
  [11, '保険証の被保険者番号', 'insured_identifier', 'insurer'],
  [12, '医療保険情報の提供状況', 'insurance_disclosures', 'insurer'],
  [13, '税・所得', 'tax_income', 'municipality'],
  [14, '医療費（税）', 'tax_medical_expenses', 'municipality'],
  [15, '公金受取口座', 'public_money_account', 'digital_agency'],
  [16, '年金', 'pension', 'pension_service'],
  [17, '年金その他', 'pension_other', 'pension_service'],
  [18, '児童手当', 'child_allowance', 'municipality'],
  [19, 'ひとり親家庭', 'single_parent_support', 'municipality'],
  [20, '母子保健', 'maternal_child_health', 'municipality'],
  [21, '教育・就学支援', 'education_support', 'prefecture'],
  [22, '障害児支援・小児慢性特定疾病医療', 'child_disability_support', 'municipality'],
  [23, '世帯情報', 'household', 'municipality'],
  [24, '障害保険福祉', 'disability_welfare', 'municipality'],
  [25, '生活保護', 'public_assistance', 'municipality'],
  [26, '中国残留邦人等支援', 'china_returnee_support', 'prefecture'],
  [27, '介護・高齢者福祉', 'long_term_care', 'municipality'],
  [28, '雇用保険', 'employment_insurance', 'labour_ministry'],
  [29, '労災補償', 'workers_compensation', 'labour_ministry'],
];

test('the 29 categories stand in their order, under their names and with who holds them', () => {
  assert.deepEqual(
    categories.map(({ number, label, name, holder }) => [number, label.ja, name, holder]),
    table,
  );
});

test('a category is found by its scope, and nothing else is', () => {
  for (const category of categories) assert.equal(findCategory(category.name), category);
  for (const name of ['', 'Disability_Welfare', 'openid', '__proto__', 'constructor', 'disability_welfare '])
    assert.equal(findCategory(name), undefined, name);
});

test('what needs special care takes a card; few records need the signature too, and few may be read on a phone’s word', () => {
  const onAPhonesWord = categories.filter(({ leastAssurance }) => leastAssurance === 'cross_device');
  assert.deepEqual(
    onAPhonesWord.map(({ name }) => name),
    ['insured_identifier', 'child_allowance', 'employment_insurance'],
  );
  for (const { name } of onAPhonesWord)
    for (const item of itemsOf(name)) assert.ok(item.sensitivity < 3, item.name);
  assert.deepEqual(
    categories.filter(({ leastAssurance }) => leastAssurance === 'signature').map(({ name }) => name),
    ['treatments_medications', 'intractable_disease', 'public_assistance'],
  );
});

test('every schema has its own file, named after the category', () => {
  const files = readdirSync(fileURLToPath(new URL('categories', import.meta.url)));
  assert.deepEqual(files.sort(), categories.map(({ name }) => `${name.replaceAll('_', '-')}.ts`).sort());
});

test('every schema is a JSON Schema that ajv takes in strict mode', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addVocabulary([...schemaAnnotations]);
  for (const { name, schema } of categories) {
    const isRecord = ajv.compile(schema);
    assert.equal(isRecord({}), true, `${name}: an agency may hold nothing of it`);
    assert.equal(isRecord({ nobody_knows_this: 1 }), false, `${name}: unknown members are refused`);
    assert.equal(isRecord([]), false, name);
  }
});

test('every category says what it holds, and that its items are a stand-in for the official list', () => {
  for (const { name, schema } of categories) {
    assert.ok(schema.title, name);
    assert.match(schema.description, /^.{20,}\. Stand-in: not the official list of items\.$/, name);
  }
});

test('every item has labels in both languages, a sensitivity, and labels for its values', () => {
  for (const [path, item] of leaves()) {
    assert.ok(item['x-label'].ja && item['x-label'].en, path);
    assert.match(item['x-label'].ja, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u, path);
    assert.doesNotMatch(item['x-label'].en, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u, path);
    assert.ok([1, 2, 3].includes(item['x-sensitivity']), path);
    const values = item.enum?.filter((value) => value !== null).map(String);
    assert.deepEqual(Object.keys(item['x-value-labels'] ?? {}).sort(), values?.sort() ?? [], path);
  }
});

test('no two items of a category read the same: a citizen ticks them one by one', () => {
  for (const { name } of categories)
    for (const language of ['ja', 'en'] as const) {
      const labels = itemsOf(name).map(({ label }) => label[language]);
      assert.deepEqual(
        labels.filter((label, index) => labels.indexOf(label) !== index),
        [],
        name,
      );
    }
});

test('only what may be blank says what blank means', () => {
  for (const [path, item] of leaves()) {
    const words = item['x-null-label'];
    if (!words) continue;
    assert.ok([item.type].flat().includes('null'), path);
    assert.match(words.ja, /[\p{Script=Han}\p{Script=Hiragana}]/u, path);
    assert.match(words.en, /^[A-Z][a-z]/, path);
  }
});

test('names say the unit: *_jpy are whole yen, *_on days, *_at moments, *_year years, month a month', () => {
  for (const [path, item] of leaves()) {
    const type = [item.type].flat()[0];
    if (path.endsWith('_jpy')) assert.deepEqual([type, item.minimum], ['integer', 0], path);
    if (path.endsWith('_on')) assert.equal(item.format, 'date', path);
    if (path.endsWith('_at')) assert.equal(item.format, 'date-time', path);
    if (path.endsWith('_year')) assert.deepEqual([type, item.minimum], ['integer', 1900], path);
    if (path.endsWith('.month')) assert.equal(item.pattern, monthPattern, path);
    assert.equal(item.format === 'date-time', path.endsWith('_at'), path);
    if (item.format === 'date') assert.match(path, /_(on|from|until)$/);
  }
});

test('every text and every list is bounded', () => {
  for (const [path, node] of nodes()) {
    if (node.type === 'array') assert.ok(node.maxItems >= 1 && node.maxItems <= 2000, path);
    else if (node.type !== 'object' && [node.type].flat()[0] === 'string')
      assert.ok(node.maxLength ?? node.pattern ?? node.format ?? node.enum, path);
  }
});

test('a code stands with its system and what it means', () => {
  for (const [path, node] of nodes())
    if (node.type === 'object' && node.properties['code'] && !node.properties['name'])
      assert.deepEqual(Object.keys(node.properties), ['code', 'system', 'display'], path);
});

test('special-care categories are marked as such in every item but those that say less', () => {
  const special = [
    'disability_welfare',
    'treatments_medications',
    'public_assistance',
    'intractable_disease',
  ];
  for (const [path, item] of leaves()) {
    const [category = ''] = path.split('.');
    if (special.includes(category) && !/\.(issuer|system)$/.test(path))
      assert.equal(item['x-sensitivity'], 3, path);
  }
});

test('every kind of holder has a name, and every one of them holds something', () => {
  for (const kind of Object.keys(holderLabels) as (keyof typeof holderLabels)[]) {
    assert.ok(holderLabels[kind].ja && holderLabels[kind].en);
    assert.ok(
      categories.some(({ holder }) => holder === kind),
      kind,
    );
  }
});

function* nodes(): Generator<[string, NodeSchema]> {
  for (const { name, schema } of categories) yield* nodesOf(name, schema);
}

function* nodesOf(path: string, node: NodeSchema): Generator<[string, NodeSchema]> {
  yield [path, node];
  const members = node.type === 'object' ? node : node.type === 'array' ? node.items : undefined;
  for (const [name, member] of Object.entries(members?.properties ?? {}))
    yield* nodesOf(`${path}.${name}`, member);
}

function* leaves(): Generator<[string, ItemSchema]> {
  for (const [path, node] of nodes()) if (node.type !== 'object' && node.type !== 'array') yield [path, node];
}

test('a record is fresh at least until its holder’s next update, and not for three updates more', () => {
  const days: Partial<Record<UpdateFrequency, number>> = { daily: 1, monthly: 31, every_two_months: 62 };
  for (const { name, updateFrequency, freshForDays } of categories) {
    const period = days[updateFrequency] ?? 366;
    assert.ok(freshForDays > period && freshForDays <= 4 * period, `${name}: ${freshForDays} days`);
  }
});
