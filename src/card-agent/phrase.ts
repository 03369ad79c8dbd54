/**
 * The phrase that its user chose to know the agent's pages by. Whoever takes the agent's port first can imitate every
 * page but this line; so it lies in a file that nobody else can read.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { isSecret } from './secret.ts';

const leastCharacters = 4;
const mostCharacters = 60;
const mostBytes = 1024;

/** @throws Error in one sentence, where the file is another's, is open to others, or holds no phrase */
export function loadPhrase(file: string): string {
  let text: string;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY);
    const { mode, uid, size } = fstatSync(descriptor);
    const ours = process.getuid?.() ?? uid;
    if (uid !== ours || (process.getuid && (mode & 0o077) !== 0)) {
      throw new Error(
        `the phrase is open to other users of this machine: it must be yours, with mode 0600: ${file}`,
      );
    }
    if (size > mostBytes) throw new Error(`the phrase is too long: ${file}`);
    text = readFileSync(descriptor, 'utf8');
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code) throw error;
    throw new Error(`the phrase cannot be read: ${file}`, { cause: error });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return toPhrase(text.replace(/\r?\n$/, ''));
}

/** One line of visible characters; nothing that turns the direction of a page or hides in it. @throws Error */
export function toPhrase(text: string): string {
  const phrase = text.normalize('NFC').trim();
  const { length } = [...phrase];
  if (length < leastCharacters || length > mostCharacters) {
    throw new Error(`a phrase has ${leastCharacters} to ${mostCharacters} characters`);
  }
  if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]+$/u.test(phrase)) {
    throw new Error('a phrase is one line of visible characters');
  }
  const bytes = Buffer.from(phrase, 'utf8');
  if (isSecret('pin', bytes) || isSecret('password', bytes)) {
    throw new Error('a phrase stands on the screen: it must not be a PIN or a password');
  }
  return phrase;
}
