/**
 * The house's walls: who may import whom, and who alone may touch what. Adding a room means adding it to `floors`;
 * adding a door between two rooms of one floor means thinking again.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** From the ground up. A room imports from itself and from lower floors. */
const floors: readonly (readonly string[])[] = [
  ['src/vocabulary', 'consent-ui'],
  ['src/stores', 'src/key-custody'],
  ['src/card-login', 'src/consent', 'src/agencies', 'src/corrections', 'src/disclosures'],
  ['src/tokens'],
  ['src/self-information', 'src/citizen-portal', 'src/emergency', 'src/credentials'],
];
/**
 * Programs that watch the house from outside. They share no line with it, or a mistake of its would be theirs too;
 * only their tests open a real ledger. The witness may lean on the checker's arithmetic.
 */
const watchers: Readonly<Record<string, readonly string[]>> = {
  'ledger-checker': ['ledger-checker'],
  witness: ['witness', 'ledger-checker'],
};
/** Rooms that stand apart: of the house they may import only these. */
const apart: Readonly<Record<string, readonly string[]>> = {
  'src/card-agent': ['src/vocabulary', 'consent-ui'],
};
/** Ground-floor rooms that may know their neighbour. */
const groundFloorDoors: Readonly<Record<string, readonly string[]>> = { 'consent-ui': ['src/vocabulary'] };
/** Packages and globals that one room alone may touch, so that a change of them has one place. */
const soleImporters: Readonly<Record<string, readonly string[]>> = {
  'oidc-provider': ['src/tokens'],
  pkcs11js: ['src/key-custody', 'src/card-agent'],
  knex: ['src/stores'],
  'better-sqlite3': ['src/stores'],
  pg: ['src/stores'],
  preact: ['consent-ui'],
  'preact-render-to-string': ['consent-ui'],
  uqr: ['consent-ui'],
};
/** The only files that read the environment. */
const environmentReaders = [
  'src/config.ts',
  'src/main.ts',
  'src/erase-citizen.ts',
  'src/card-agent/settings.ts',
  'src/card-agent/main.ts',
  'src/card-agent/phone/main.ts',
  'src/card-agent/native-messaging/main.ts',
];

interface SourceFile {
  path: string;
  room: string;
  text: string;
  imports: string[];
}

const files = ['src', 'consent-ui'].flatMap(sourcesIn);

test('a file imports from its own room or from a lower floor', () => {
  const faults = files.flatMap((file) =>
    localImports(file)
      .filter((target) => !mayImport(file, target))
      .map((target) => `${file.path} imports ${target}`),
  );
  assert.deepEqual(faults, []);
});

test('nothing in the house imports a stand-in, a fixture, the sandbox or an example', () => {
  const faults = files.flatMap((file) =>
    localImports(file)
      .filter((target) => /^(stand-ins|fixtures|certs|sandbox|examples|bench)\//.test(target))
      .map((target) => `${file.path} imports ${target}`),
  );
  assert.deepEqual(faults, []);
});

test('no production file imports a test or what a test is rehearsed with', () => {
  const faults = files.flatMap((file) =>
    localImports(file)
      .filter(isForTests)
      .map((target) => `${file.path} imports ${target}`),
  );
  assert.deepEqual(faults, []);
  assert.ok(isForTests('src/card-login/rehearsal/stage.ts') && !isForTests('src/card-login/card-login.ts'));
});

test('who watches the ledger shares no line with it, and needs no library', () => {
  const watching = Object.keys(watchers).flatMap(sourcesIn);
  assert.ok(watching.length > 10, 'the files were found');
  const faults = watching.flatMap((file) => [
    ...localImports(file)
      .filter((target) => !watchers[file.room]?.includes(roomOf(target)))
      .map((target) => `${file.path} imports ${target}`),
    ...file.imports
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
      .map((name) => `${file.path} imports ${name}`),
  ]);
  const intruders = files.flatMap((file) =>
    localImports(file)
      .filter((target) => roomOf(target) in watchers)
      .map((target) => `${file.path} imports ${target}`),
  );
  assert.deepEqual([...faults, ...intruders], []);
});

test('each library that holds a room together is imported by that room alone', () => {
  const faults = files.flatMap((file) =>
    file.imports
      .filter((name) => soleImporters[name] && !soleImporters[name].includes(file.room))
      .map((name) => `${file.path} imports ${name}`),
  );
  assert.deepEqual(faults, []);
});

test('the environment is read in one place', () => {
  const faults = files.filter(
    ({ path, text }) => /process\.env\b/.test(text) && !environmentReaders.includes(path),
  );
  assert.deepEqual(
    faults.map(({ path }) => path),
    [],
  );
});

test('no barrel: no file is called index', () => {
  assert.deepEqual(
    files.filter(({ path }) => /\/index\.tsx?$/.test(path)).map(({ path }) => path),
    [],
  );
});

test('the walls hold: an import upwards, sideways or outside is seen', () => {
  const file = (path: string): SourceFile => ({ path, room: roomOf(path), text: '', imports: [] });
  assert.equal(mayImport(file('src/stores/a.ts'), 'src/consent/b.ts'), false);
  assert.equal(mayImport(file('src/consent/a.ts'), 'src/agencies/b.ts'), false);
  assert.equal(mayImport(file('src/card-agent/a.ts'), 'src/stores/b.ts'), false);
  assert.equal(mayImport(file('src/vocabulary/a.ts'), 'consent-ui/b.tsx'), false);
  assert.equal(mayImport(file('src/consent/a.ts'), 'src/app.ts'), false);
  assert.equal(mayImport(file('src/tokens/a.ts'), 'src/consent/b.ts'), true);
  assert.ok(files.length > 50, 'the files were found');
});

/** Looking over walls stops at the test: what it needs must not come into production through its desk. */
function isForTests(path: string): boolean {
  return /\.test\.tsx?$|\/rehearsal\/|^src\/(journeys|stores\/conformance)\//.test(path);
}

function mayImport(file: SourceFile, target: string): boolean {
  const room = roomOf(target);
  if (file.room === '') return true; // app.ts, main.ts and the front door introduce the rooms to each other.
  if (room === file.room) return true;
  if (apart[file.room]) return apart[file.room]?.includes(room) ?? false;
  if (groundFloorDoors[file.room]?.includes(room)) return true;
  const [from, to] = [floorOf(file.room), floorOf(room)];
  return from !== undefined && to !== undefined && to < from;
}

function floorOf(room: string): number | undefined {
  const floor = floors.findIndex((rooms) => rooms.includes(room));
  return floor === -1 ? undefined : floor;
}

/** `src/consent`, `consent-ui`; empty for files directly in src/. */
function roomOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] !== 'src') return parts[0] ?? '';
  return parts.length > 2 ? parts.slice(0, 2).join('/') : '';
}

function localImports(file: SourceFile): string[] {
  return file.imports
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, resolve(root, dirname(file.path), name)));
}

/** Production files: tests, their desks (rehearsal/), conformance suites and journeys may look over walls. */
function sourcesIn(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${String(name)}`)
    .filter((path) => /\.tsx?$/.test(path) && !isForTests(path))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
      return { path, room: roomOf(path), text, imports };
    });
}
