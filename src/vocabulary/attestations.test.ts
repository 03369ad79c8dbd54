import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { loadAgencies } from '../../stand-ins/personas.ts';
import { attestationPolicies } from '../self-information/attestations/policies.ts';
import { casesByPolicy } from '../self-information/attestations/rehearsal/policy-cases.ts';
import { attestationQuestions, attestations, findAttestation } from './attestations.ts';
import { schemaAnnotations } from './category-schema.ts';
import { findItem } from './items.ts';
import { municipalities } from './municipalities.ts';

test('every question has a policy that answers it, and no policy stands without its question', () => {
  assert.deepEqual(
    new Set(attestationPolicies.map(({ question }) => question)),
    new Set(attestationQuestions.map(({ name }) => name)),
  );
});

test('an attestation is an item of its own, found by the name that a consent carries', () => {
  for (const { item, label, question, argument } of attestations) {
    assert.equal(item, ['attestations', question.name, ...(argument === null ? [] : [argument])].join('.'));
    assert.deepEqual(findItem(item), {
      name: item,
      category: 'attestations',
      label,
      sensitivity: question.sensitivity,
      leastAssurance: question.leastAssurance,
      schema: null,
    });
  }
  for (const name of [
    'attestations',
    'attestations.',
    'attestations.constructor',
    'attestations.age-over',
    'attestations.age-over.19',
    'attestations.age-over.20.5',
    'attestations.rail-disability-discount.1',
    'rail-disability-discount',
  ])
    assert.equal(findAttestation(name), undefined, name);
});

test('the registered value stands in the words that a citizen reads, and nothing is left to fill in', () => {
  for (const { question, argument, label, says } of attestations)
    for (const language of ['ja', 'en'] as const) {
      assert.doesNotMatch(label[language] + says[language], /[{}]/);
      if (argument === null) continue;
      const value = question.choices?.[argument]?.[language] ?? assert.fail();
      assert.ok(label[language].includes(value) && says[language].includes(value), label[language]);
    }
});

test('what a policy answers is what its words describe, member for member', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addVocabulary([...schemaAnnotations]);
  for (const policy of attestationPolicies) {
    const { answer: described } =
      attestationQuestions.find(({ name }) => name === policy.question) ?? assert.fail();
    const isAnswer = ajv.compile(described);
    const members = Object.keys(described.properties).sort();
    for (const { answer, what } of casesByPolicy[policy.id]?.cases ?? []) {
      if (answer === null) continue;
      assert.deepEqual(Object.keys(answer).sort(), members);
      assert.ok(isAnswer(answer), `${what}: ${ajv.errorsText(isAnswer.errors)}`);
    }
    if (members.length === 1)
      assert.equal(isAnswer({ [String(members[0])]: false }), false, 'there is no no');
  }
});

test('the municipalities that may be asked about are those of the directory, under the same names', () => {
  for (const { id, kind, name } of loadAgencies())
    if (kind === 'municipality') assert.deepEqual(municipalities[id.slice('municipality-'.length)], name);
});
