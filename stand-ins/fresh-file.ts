import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file, of JSON where not told otherwise, that may be changed while a program runs: read again whenever it is another than before. */
export function openFreshFile<Content>(
  path: string,
  whenMissing: Content,
  parse: (text: string) => Content = (text) => JSON.parse(text) as Content,
): () => Content {
  let seen = '';
  let content = whenMissing;
  return () => {
    const now = toMark(path);
    if (now !== seen) {
      content = now === '' ? whenMissing : parse(readFileSync(path, 'utf8'));
      seen = now;
    }
    return content;
  };
}

function toMark(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.ino}/${stat.mtimeNs}/${stat.size}` : '';
}

export function writePrivateJson(path: string, content: unknown): void {
  writePrivateFile(path, `${JSON.stringify(content, null, 2)}\n`);
}

/** Writes the file for its owner alone, and as a whole: a reader sees the old one or the new one. */
export function writePrivateFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}
