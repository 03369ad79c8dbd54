import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isResidentQuestion, matchResident, type ResidentQuestion } from './match-resident.ts';
import type { Resident } from './residents.ts';
import { isWrittenFor } from './written-text.ts';

const issuer_key_hash = 'A'.repeat(43);
const certificate = (serial: string, kind = 'user_authentication') => ({ issuer_key_hash, serial, kind });
const hanako: Resident = {
  id: 'hanako',
  name: '見本 花子',
  sex: 'female',
  birth_on: '1985-04-01',
  address: '見本県見本市1番地',
  holders: {},
  certificates: [certificate('a1'), certificate('51', 'digital_signature')],
  deceased_on: null,
  representatives: [],
};
const child: Resident = {
  ...hanako,
  id: 'child',
  certificates: [certificate('a2')],
  representatives: [{ id: 'hanako', right: 'parental_authority' }],
};
const plain = (text: string) => ({ text, substituted: [] });
const question: ResidentQuestion = {
  trace_id: 'a'.repeat(32),
  registers: 'signer',
  attributes: {
    name: plain(hanako.name),
    sex: 'female',
    birth_on: hanako.birth_on,
    address: plain(hanako.address),
  },
  signature_certificate: certificate('51', 'digital_signature'),
  login_certificate: certificate('a1'),
};
const match = (changes: Partial<ResidentQuestion>, residents: readonly Resident[] = [hanako, child]) =>
  matchResident(residents, { ...question, ...changes });

test('whoever has both certificates and all four attributes is found', () => {
  assert.deepEqual(match({}), { outcome: 'found', resident: hanako, representation: null });
});

test('one attribute that is not theirs now, or a certificate nobody has, and nobody is found', () => {
  for (const wrong of [
    { name: plain('例示 花子') },
    { sex: 'male' },
    { birth_on: '1985-04-00' },
    { address: plain('見本県見本市2番地') },
  ])
    assert.deepEqual(match({ attributes: { ...question.attributes, ...wrong } }), { outcome: 'none' });
  assert.deepEqual(match({ signature_certificate: certificate('52', 'digital_signature') }), {
    outcome: 'none',
  });
  assert.deepEqual(match({ login_certificate: certificate('a9') }), { outcome: 'none' });
  assert.deepEqual(match({ login_certificate: certificate('a1', 'phone_authentication') }), {
    outcome: 'none',
  });
  const other = { ...certificate('a1'), issuer_key_hash: 'B'.repeat(43) };
  assert.deepEqual(match({ login_certificate: other }), { outcome: 'none' });
});

test('two people’s certificates, one person’s death, two entries: each is said', () => {
  assert.deepEqual(match({ login_certificate: certificate('a2') }), { outcome: 'certificate_of_another' });
  assert.deepEqual(match({}, [{ ...hanako, deceased_on: '2026-11-20' }]), { outcome: 'deceased' });
  assert.deepEqual(match({}, [hanako, { ...hanako, id: 'twice' }]), { outcome: 'several' });
});

test('by what right somebody signs for the holder is told, self and nobody too', () => {
  const by = (login: string, residents?: readonly Resident[]) => {
    const answer = match({ registers: 'represented', login_certificate: certificate(login) }, residents);
    return answer.outcome === 'found' ? [answer.resident.id, answer.representation] : answer.outcome;
  };
  assert.deepEqual(by('a2'), ['child', 'parental_authority']);
  assert.deepEqual(by('a1'), ['hanako', 'self']);
  assert.deepEqual(by('a2', [hanako, { ...child, representatives: [] }]), ['child', 'none']);
  assert.deepEqual(by('a2', [hanako, { ...child, deceased_on: '2026-11-20' }]), 'deceased');
});

test('a substitute stands for any one character, with or without a variation selector, in its own place only', () => {
  const written = (text: string, ...substituted: number[]) => ({ text, substituted });
  assert.ok(isWrittenFor(written('辺見本', 0), '邉󠄄見本'));
  assert.ok(isWrittenFor(written('吉野', 0), '𠮷野'));
  assert.ok(isWrittenFor(written('葛󠄀城', 1), '葛城'), 'the flag may stand at the selector');
  assert.ok(!isWrittenFor(written('辺見本', 1), '邉見本'));
  assert.ok(!isWrittenFor(written('辺見', 0), '邉見本'));
  assert.ok(!isWrittenFor(written('葛󠄀城'), '葛城'), 'a selector is part of the spelling');
});

test('a question of another shape is none', () => {
  assert.ok(isResidentQuestion(question));
  for (const changes of [
    { registers: 'anybody' },
    { trace_id: 'x' },
    { person_number: '990000000010' },
    { attributes: { ...question.attributes, birth_on: '1985' } },
    { attributes: { ...question.attributes, name: { text: 'x'.repeat(401), substituted: [] } } },
    { login_certificate: { ...certificate('a1'), serial: 'A1' } },
    { signature_certificate: null },
  ])
    assert.ok(!isResidentQuestion({ ...question, ...changes }), JSON.stringify(changes).slice(0, 60));
});
