/** The server as a program: what it says when something it starts with is missing or broken. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inheritedEnvironment } from '../sandbox/program.ts';
import { dataFolder, foldersOf, repository } from '../sandbox/folders.ts';
import { openSqlitePlace, type Place } from './stores/conformance/places.ts';

describe('a server that cannot start says why in one sentence, and ends', { concurrency: 2 }, () => {
  let place: Place;
  const folders: string[] = [];
  before(() => {
    place = openSqlitePlace();
  });
  after(async () => {
    await place.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const cases: [what: string, spoil: (parts: Parts) => unknown, detail: RegExp][] = [
    ['missing secrets', ({ keys }) => rmSync(join(keys, 'secrets.json')), /secrets\.json does not exist$/],
    [
      'secrets cut off in the middle',
      ({ keys }) => truncateSync(join(keys, 'secrets.json'), 60),
      /secrets\.json is not JSON$/,
    ],
    [
      'secrets with a slip of the pen, which a parser would quote',
      ({ keys }) => writeFileSync(join(keys, 'secrets.json'), '{"cookie_keys": hunter2hunter2'),
      /secrets\.json is not JSON$/,
    ],
    [
      'a secret that is missing',
      ({ keys }) => changeJson(join(keys, 'secrets.json'), { pairwise_salt: undefined }),
      /secrets\.json cannot be used: it takes cookie_keys, pairwise_salt and derivation/,
    ],
    [
      'a secret that is empty',
      ({ keys }) => changeJson(join(keys, 'secrets.json'), { derivation: '' }),
      /secrets\.json cannot be used: it takes cookie_keys, pairwise_salt and derivation/,
    ],
    [
      'a key with a slip of the pen',
      ({ keys }) => writeFileSync(join(keys, 'answers.jwk.json'), '{"kty":"EC","d": hunter2hunter2'),
      /answers\.jwk\.json is not JSON$/,
    ],
    [
      'a key that is none',
      ({ keys }) => changeJson(join(keys, 'issuer.jwk.json'), { kty: 'hunter2hunter2' }),
      /issuer\.jwk\.json does not hold what it should \(TypeError:ERR_INVALID_ARG_VALUE\)$/,
    ],
    [
      'missing trust anchors',
      ({ anchors }) => rmSync(anchors, { recursive: true }),
      /anchors does not exist$/,
    ],
    [
      'a trust anchor that is none',
      ({ anchors }) => writeFileSync(join(anchors, 'authentication-g1.cer'), 'hunter2hunter2'),
      /authentication-g1\.cer cannot be a trust anchor/,
    ],
    [
      'a missing certificate for the network',
      ({ keys }) => rmSync(join(keys, 'network', 'certificate.pem')),
      /network\/certificate\.pem does not exist$/,
    ],
    [
      'a network authority that is none',
      ({ keys }) => writeFileSync(join(keys, 'network', 'ca.pem'), 'hunter2hunter2'),
      /network\/ca\.pem is not a certificate in PEM$/,
    ],
    [
      'a key of another certificate',
      ({ keys }) => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
        writeFileSync(join(keys, 'network', 'key.pem'), pem);
      },
      /network\/key\.pem is not the key of .*network\/certificate\.pem$/,
    ],
    [
      'a directory of agencies that is none',
      ({ settings, folder }) => {
        settings['MADOGUCHI_AGENCY_DIRECTORY_FILE'] = join(folder, 'agencies.json');
        writeFileSync(join(folder, 'agencies.json'), 'hunter2hunter2');
      },
      /agencies\.json is not JSON$/,
    ],
    [
      'a database that is not there',
      ({ settings, folder }) => (settings['MADOGUCHI_DATABASE_URL'] = `sqlite:${join(folder, 'none')}`),
      /no database file: run the migrations/,
    ],
    [
      'a database that cannot be reached, whose address holds a password',
      ({ settings }) =>
        (settings['MADOGUCHI_DATABASE_URL'] = 'postgresql://madoguchi:hunter2hunter2@127.0.0.1:1/madoguchi'),
      /store_unavailable: ECONNREFUSED$/,
    ],
  ];
  for (const [what, spoil, detail] of cases) {
    test(what, async () => {
      const parts = await newParts();
      spoil(parts);
      const { code, output } = await run(parts.settings);
      assert.equal(code, 1, output);
      const lines = output.split('\n').filter((line) => line.startsWith('{'));
      assert.equal(lines.length, 1, output);
      const line = JSON.parse(lines[0] ?? '') as Record<string, string>;
      assert.equal(line['event'], 'start_failed');
      assert.match(line['detail'] ?? '', detail);
      assert.doesNotMatch(output, /hunter2|\n {4}at /);
    });
  }

  async function newParts(): Promise<Parts> {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-start-'));
    folders.push(folder);
    const [from, to] = [foldersOf(dataFolder), foldersOf(folder)];
    cpSync(from.keys, to.keys, { recursive: true });
    cpSync(from.anchors, to.anchors, { recursive: true });
    return {
      folder,
      keys: to.keys,
      anchors: to.anchors,
      settings: {
        MADOGUCHI_DATABASE_URL: await place.newDatabase(),
        MADOGUCHI_KEYS_FOLDER: to.keys,
        MADOGUCHI_CARD_ANCHORS_FOLDER: to.anchors,
        MADOGUCHI_NETWORK_CA_FILE: join(to.networkIdentity, 'ca.pem'),
        MADOGUCHI_NETWORK_CERTIFICATE_FILE: join(to.networkIdentity, 'certificate.pem'),
        MADOGUCHI_NETWORK_KEY_FILE: join(to.networkIdentity, 'key.pem'),
      },
    };
  }
});

interface Parts {
  folder: string;
  keys: string;
  anchors: string;
  settings: Record<string, string>;
}

function changeJson(file: string, changes: Record<string, unknown>): void {
  const value = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...value, ...changes }));
}

function run(settings: Readonly<Record<string, string>>): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      cwd: repository,
      env: { ...inheritedEnvironment(), ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Should it start after all, it is ended.
      timeout: 15_000,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('close', (code) => resolve({ code, output }));
  });
}
