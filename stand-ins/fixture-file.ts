import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { schemaAnnotations } from '../src/vocabulary/category-schema.ts';

export const fixturesFolder = fileURLToPath(new URL('../fixtures', import.meta.url));

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
ajv.addVocabulary([...schemaAnnotations]);

/** What is wrong with a value by a schema, in words; empty where nothing is. Compiled once per schema. */
export function faultsOf(schema: object, value: unknown): string[] {
  const isValid = ajv.compile(schema);
  if (isValid(value)) return [];
  return (isValid.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || 'the whole'} ${message}`,
  );
}

/** Reads a fixture and checks it against its schema in `fixtures/schemas/`. @throws Error that names every fault */
export function loadFixture<Content>(path: string, schemaName: string): Content {
  const value = readJson(path);
  checkFaults(basename(path), faultsOf(schemaOf(schemaName), value));
  return value as Content;
}

/** Every fixture of a folder, in the order of the names. */
export function loadFixtures<Content>(
  folder: string,
  schemaName: string,
): { name: string; content: Content }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({
      name: basename(name, '.json'),
      content: loadFixture<Content>(join(folder, name), schemaName),
    }));
}

/** All faults at once: whoever wrote the fixture mends them in one go. @throws Error */
export function checkFaults(what: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`the fixture ${what} is faulty: ${faults.join('; ')}`);
}

const schemas = new Map<string, object>();

function schemaOf(name: string): object {
  const schema = schemas.get(name) ?? (readJson(join(fixturesFolder, 'schemas', name)) as object);
  schemas.set(name, schema);
  return schema;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`the fixture ${basename(path)} cannot be read`, { cause: error });
  }
}
