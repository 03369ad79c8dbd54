import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { writePrivateJson } from '../fresh-file.ts';
import { type CodeKeys, newCodeKey } from './codes.ts';
import { networkFiles } from './network-folder.ts';

/** Makes what the network's folder lacks: keys that exist stay, agencies that are new get theirs. */
export function provisionNetwork(options: {
  folder: string;
  agencies: readonly { id: string; connected: boolean }[];
}): CodeKeys {
  const { folder, agencies } = options;
  const files = networkFiles(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);

  const { register } = completed(files.registerKey, { register: newCodeKey });
  const key = readOr(files.key, { madoguchi: newCodeKey(), agencies: {} as Record<string, string> });
  key.agencies = complete(key.agencies, Object.fromEntries(agencies.map(({ id }) => [id, newCodeKey])));
  writePrivateJson(files.key, key);
  writePrivateJson(
    files.connected,
    agencies
      .filter(({ connected }) => connected)
      .map(({ id }) => id)
      .sort(),
  );
  return {
    register: register as string,
    madoguchi: key.madoguchi,
    agencies: key.agencies,
  };
}

/** The file's table, with every wanted name in it. */
function completed(path: string, wanted: Record<string, () => string>): Record<string, string> {
  const table = complete(readOr<Record<string, string>>(path, {}), wanted);
  writePrivateJson(path, table);
  return table;
}

function complete(
  table: Record<string, string>,
  wanted: Record<string, () => string>,
): Record<string, string> {
  const fresh = Object.entries(wanted).filter(([name]) => !Object.hasOwn(table, name));
  return { ...table, ...Object.fromEntries(fresh.map(([name, make]) => [name, make()])) };
}

function readOr<Content>(path: string, whenMissing: Content): Content {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Content) : whenMissing;
}
