import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { categories } from '../../src/vocabulary/categories.ts';
import type { AgencyId } from '../../src/vocabulary/identifiers.ts';
import { openInquirer } from '../inquirer.ts';
import { loadAgencies, loadPersonas } from '../personas.ts';
import { toAgencyCode } from '../provision-network/codes.ts';
import { provisionNetwork } from '../provision-network/provision.ts';
import { openTown } from '../town.ts';
import { ofSameAge } from './same-age.ts';
import { provisionAgencies, type RecordedPerson } from './provision.ts';

test('every record of every persona is read through the network as it was written, under all 29 schemas', async () => {
  const [personas, agencies] = [loadPersonas(), loadAgencies()];
  const town = await openTown({ people: personas, agencies: agencies.map(({ id }) => id) });
  const inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: Object.fromEntries(agencies.map(({ id, kind }) => [id, kind])),
  });
  const read = new Set<string>();
  for (const persona of personas) {
    const citizen = await inquirer.register(persona.persona, town.linkCodeOf(persona), persona.holders);
    for (const { name } of categories) {
      const reading = await inquirer.ask(citizen, name);
      const held = persona.records[name];
      const outcome = persona.expected?.stale?.includes(name) ? 'stale' : held ? 'ok' : 'no_record';
      assert.equal(reading.outcome, outcome, `${persona.persona} ${name}`);
      assert.deepEqual(reading.record, held?.record ?? null);
      assert.equal(reading.asOf, held ? ofSameAge(held.as_of) : null);
      if (held) read.add(name);
    }
  }
  assert.equal(read.size, 29, 'each category has a record to be read');
  assert.deepEqual(inquirer.log, []);
  await inquirer.close();
  await town.close();
});

test('an agency’s folder knows people by its own codes and by nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-agencies-'));
  const agencies = loadAgencies();
  const personas = loadPersonas();
  const networkKeys = provisionNetwork({
    folder: join(folder, 'network'),
    agencies: agencies.map(({ id }) => ({ id, connected: true })),
  });
  provisionAgencies({ personas, networkKeys, folder });
  for (const { id, kind } of agencies) {
    const text = readFileSync(join(folder, `${id}.json`), 'utf8');
    assert.equal(statSync(join(folder, `${id}.json`)).mode & 0o777, 0o600);
    const people = personas.filter(({ holders }) => holders[kind] === id);
    assert.deepEqual(
      Object.keys(JSON.parse(text) as object).sort(),
      people.map((person) => toAgencyCode(networkKeys, id, person.person_number)).sort(),
    );
    for (const person of personas) {
      assert.ok(!text.includes(person.person_number));
      assert.ok(!text.includes('no_self_information'), 'an agency is told of no flag');
    }
  }
  rmSync(folder, { recursive: true, force: true });
});

test('a record that no agency would hold is a fault told at set-up', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-agencies-'));
  const city = 'municipality-990019' as AgencyId;
  const networkKeys = provisionNetwork({
    folder: join(folder, 'network'),
    agencies: [{ id: city, connected: true }],
  });
  const held = { as_of: '2026-11-01T09:00:00+09:00', record: {} };
  const wrong: [Partial<RecordedPerson>, RegExp][] = [
    [{ records: { horoscope: held } }, /hanako: horoscope is no category/],
    [{ records: { medical_expenses: held } }, /hanako: no agency of the network holds medical_expenses/],
    [{ records: { household: held }, holders: { municipality: 'elsewhere' } }, /no agency of the network/],
  ];
  for (const [change, said] of wrong) {
    const person = {
      persona: 'hanako',
      person_number: '990000001001',
      holders: { municipality: city },
      records: {},
    };
    assert.throws(
      () => provisionAgencies({ personas: [{ ...person, ...change }], networkKeys, folder }),
      said,
    );
  }
  rmSync(folder, { recursive: true, force: true });
});
