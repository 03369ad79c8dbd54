/**
 * Lets the browsers of this user start the card agent for Web eID's extension:
 * `install.ts --module <PKCS#11 module> --sites <list> [--phrase <file>] [--browser <program>] [--force]`, or `install.ts --uninstall`.
 * Prints what it did to each file, and ends with 1 where it kept one that is not ours.
 */
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { loadPhrase } from '../phrase.ts';
import { readSettings } from '../settings.ts';
import { loadSites } from '../sites.ts';
import { toHostManifests } from './host-manifests.ts';
import { install, launcherFile, toFiles, toLauncher, uninstall } from './installation.ts';

try {
  const { values } = parseArgs({
    options: {
      module: { type: 'string' },
      sites: { type: 'string' },
      phrase: { type: 'string' },
      browser: { type: 'string' },
      home: { type: 'string' },
      force: { type: 'boolean', default: false },
      uninstall: { type: 'boolean', default: false },
    },
  });
  const home = resolve(values.home ?? homedir());
  const settings = toSettings(values);
  // Told now, by name, rather than by a browser that shows nothing.
  if (!values.uninstall) checkFiles(settings);
  const launcher = {
    file: launcherFile(home),
    content: toLauncher({
      node: process.execPath,
      loader: pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
      program: fileURLToPath(new URL('./main.ts', import.meta.url)),
      home: fileURLToPath(new URL('../../..', import.meta.url)),
      settings,
    }),
  };
  const manifests = toHostManifests({ home, platform: process.platform, launcher: launcher.file });
  const files = toFiles(launcher, manifests);
  const done = values.uninstall ? uninstall(files, values) : install(files, values);
  for (const { what, file, deed } of done) process.stdout.write(`${what}: ${deed}: ${file}\n`);
  if (done.some(({ deed }) => deed === 'kept: not ours')) {
    const kept = values.uninstall ? 'Not everything was removed.' : 'Nothing was written.';
    process.stderr.write(`${kept} A file of another program is there; --force overrules it.\n`);
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

function checkFiles(settings: Record<string, string>): void {
  const { sitesFile, phraseFile } = readSettings(settings);
  loadSites(sitesFile);
  if (phraseFile !== undefined) loadPhrase(phraseFile);
}

function toSettings(words: {
  module?: string;
  sites?: string;
  phrase?: string;
  browser?: string;
}): Record<string, string> {
  const paths = {
    PKCS11_MODULE: words.module,
    SITES_FILE: words.sites,
    PHRASE_FILE: words.phrase,
    BROWSER: words.browser,
  };
  return Object.fromEntries(
    Object.entries(paths).flatMap(([name, path]) =>
      path === undefined ? [] : [[`MADOGUCHI_AGENT_${name}`, resolve(path)]],
    ),
  );
}
