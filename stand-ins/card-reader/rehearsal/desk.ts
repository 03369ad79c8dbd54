import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Authority } from '../../../certs/authority.ts';
import { makeJpki } from '../../../certs/make-jpki.ts';
import type { Card } from '../../cards/card-folder.ts';
import { makeCard, type CardHolder } from '../../cards/make-card.ts';
import { findSoftHsm } from '../../cards/soft-hsm.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One step of a program that uses the card (use-card.mjs) and what it answered. */
export type Step = readonly [string, ...unknown[]];

/** A desk with a card reader on it, the module for it, and cards in a drawer. */
export interface Desk {
  folder: string;
  reader: string;
  module: string;
  jpki: string;
  authorities: readonly Authority[];
  /** Makes a card of this name and answers its folder. */
  make(name: string, wish?: Partial<CardHolder['card']> & Partial<Omit<CardHolder, 'card'>>): Promise<string>;
  /** A copy of a card with all its tries, so that a test spends none of another's. */
  copy(card: string): string;
  insert(card: string): void;
  pull(): void;
  /** Runs a program of its own that takes these steps with whatever is in the reader. */
  use(steps: readonly Step[], environment?: Readonly<Record<string, string>>): Promise<unknown[]>;
  clear(): void;
}

export const aPersona: CardHolder = {
  persona: 'someone',
  name: { ja: '試験　花子' },
  sex: 'female',
  birth_on: '1990-04-12',
  address: '東京都千代田区試験町一丁目',
  card: {
    pin: '1234',
    signature_password: 'ABC123',
    state: 'valid',
    generation: 1,
    serial: '1a2b',
    signature_serial: '1a2c',
  },
};

export async function setDesk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-desk-'));
  const reader = join(folder, 'reader');
  const module = join(folder, 'card-reader.so');
  const jpki = join(folder, 'jpki');
  mkdirSync(reader);
  const built = spawnSync(process.execPath, [here('../build.mjs'), module], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  const authorities = await makeJpki({ folder: jpki, now: new Date() });
  let copies = 0;

  return {
    folder,
    reader,
    module,
    jpki,
    authorities,

    async make(name, { persona, name: holder, sex, birth_on, address, ...card } = {}) {
      const wished = { persona, name: holder, sex, birth_on, address };
      const given = Object.fromEntries(Object.entries(wished).filter(([, value]) => value !== undefined));
      const target = join(folder, name);
      await makeCard({
        folder: target,
        persona: { ...aPersona, persona: name, ...given, card: { ...aPersona.card, ...card } },
        authorities,
        now: new Date(),
        softHsm: findSoftHsm(),
      });
      return target;
    },

    copy(card) {
      const target = `${card}-copy-${++copies}`;
      cpSync(card, target, { recursive: true });
      return target;
    },

    insert(card) {
      symlinkSync(card, join(reader, 'next'));
      renameSync(join(reader, 'next'), join(reader, 'inserted'));
    },

    pull: () => rmSync(join(reader, 'inserted'), { force: true }),

    use: (steps, environment = {}) =>
      new Promise((resolve, reject) => {
        const child = execFile(
          process.execPath,
          [here('use-card.mjs'), module],
          { env: { ...process.env, STAND_IN_READER: reader, ...environment }, timeout: 30_000 },
          (error, stdout, stderr) => {
            if (error) reject(Object.assign(error, { stderr }));
            else resolve(JSON.parse(stdout) as unknown[]);
          },
        );
        child.stdin?.end(JSON.stringify(steps));
      }),

    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type { Card };
