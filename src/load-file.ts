import { toErrorField } from './vocabulary/log.ts';

/**
 * Loads what the server starts with from a file or folder. Whatever is wrong with it is said in one sentence that
 * names it: parsers and system calls say less, or quote what they read, and these files hold keys.
 */
export function loadFile<Content>(path: string, load: (path: string) => Content): Content {
  try {
    return load(path);
  } catch (error) {
    throw new Error(`${path} ${whatIsWrong(error)}`, { cause: error });
  }
}

function whatIsWrong(error: unknown): string {
  if (!(error instanceof Error)) return 'cannot be used';
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'does not exist';
  if ('syscall' in error) return `cannot be read (${code})`;
  if (error instanceof SyntaxError) return 'is not JSON';
  // Our own loaders speak for themselves; whatever else comes up is named and not quoted.
  return error.constructor === Error && code === ''
    ? `cannot be used: ${error.message}`
    : `does not hold what it should (${toErrorField(error)})`;
}
