import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { attestationPolicies } from '../self-information/attestation-policies.ts';
import { attestations, findAttestationWords } from './attestations.ts';
import { schemaAnnotations } from './category-schema.ts';
import { findItem } from './items.ts';

const today = '2026-11-24';
const record = {
  certificates: [
    { kind: 'physical', fare_discount_class: 1, valid_until: null, has_photo: true, returned_on: null },
  ],
};

test('every policy that is answered has its words, and no words stand without a policy', () => {
  assert.deepEqual(
    attestations.map(({ name, category }) => [name, category]),
    attestationPolicies.map(({ words }) => [words.name, words.category]),
  );
});

test('an attestation is an item of its own, found by the name that a consent carries', () => {
  for (const words of attestations) {
    assert.equal(words.item, `attestations.${words.name}`);
    assert.equal(findAttestationWords(words.item), words);
    assert.deepEqual(findItem(words.item), {
      name: words.item,
      category: 'attestations',
      label: words.label,
      sensitivity: 3,
      leastAssurance: 'card',
      schema: null,
    });
  }
  for (const name of [
    'attestations',
    'attestations.',
    'attestations.constructor',
    'rail-disability-discount',
  ])
    assert.equal(findAttestationWords(name), undefined, name);
});

test('a policy reads only items that exist, so that a renamed item cannot turn every answer into a no', () => {
  for (const { inputs, words } of attestationPolicies)
    for (const input of inputs) assert.equal(findItem(input)?.category, words.category, input);
});

test('what a policy answers is what its words describe, member for member', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addVocabulary([...schemaAnnotations]);
  for (const policy of attestationPolicies) {
    const { words } = policy;
    assert.ok(attestations.includes(words));
    const answer = policy.answer(record, today);
    assert.ok(answer);
    assert.deepEqual(Object.keys(answer).sort(), Object.keys(words.answer.properties).sort());
    assert.equal(ajv.validate(words.answer, answer), true, ajv.errorsText());
  }
});
