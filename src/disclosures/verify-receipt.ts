/**
 * `npm run verify-receipt -- FILE --key KEY [--promise JWS] [--witness-key KEY]…`: checks a receipt offline, and says in plain words what it
 * proves. KEY is a file with the ledger's public key (a JWK or a JWK set), from wherever its user trusts to have it.
 * Ends with 0 where the receipt holds, 1 where it does not, 2 where it was called wrongly.
 */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import { checkReceipt, ReceiptFault } from './check-receipt.ts';
import { sayReceipt } from './say-receipt.ts';

class UsageFault extends Error {}

/** A receipt is a few kilobytes; whatever is larger is something else. */
const mostBytes = 1024 * 1024;
const usage = 'Usage: npm run verify-receipt -- FILE --key KEY [--promise JWS] [--witness-key KEY]…';

try {
  const { file, keyFile, promise, witnessKeyFiles } = readArguments(process.argv.slice(2));
  const keys = loadKeys(keyFile);
  const witnessKeys = witnessKeyFiles.map(loadKeys);
  console.log(sayReceipt(checkReceipt(loadText(file, 'receipt'), keys, promise, witnessKeys)));
} catch (error) {
  if (error instanceof UsageFault) {
    console.error(`${error.message}\n${usage}`);
    process.exitCode = 2;
  } else if (error instanceof ReceiptFault) {
    console.log(`NOT VALID. ${error.message}`);
    process.exitCode = 1;
  } else throw error;
}

interface Arguments {
  file: string;
  keyFile: string;
  promise: string | undefined;
  witnessKeyFiles: string[];
}

function readArguments(given: string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: given,
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        promise: { type: 'string' },
        'witness-key': { type: 'string', multiple: true, default: [] },
      },
    });
    const [file, ...more] = positionals;
    if (!file || more.length > 0) throw new UsageFault('Name one receipt.');
    if (!values.key)
      throw new UsageFault('Name the file with the ledger’s public key: a receipt cannot vouch for itself.');
    return { file, keyFile: values.key, promise: values.promise, witnessKeyFiles: values['witness-key'] };
  } catch (error) {
    if (error instanceof UsageFault) throw error;
    throw new UsageFault((error as Error).message.split('\n', 1)[0] ?? 'The options cannot be read.');
  }
}

/** The size is looked at before anything is read, and only a plain file has one: a device would never end. */
function loadText(path: string, what: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    throw new UsageFault(`The ${what} file cannot be opened.`);
  }
  try {
    const { size, isPlain } = { size: fstatSync(descriptor).size, isPlain: fstatSync(descriptor).isFile() };
    if (!isPlain) throw new UsageFault(`The ${what} is not a plain file.`);
    if (size > mostBytes)
      throw new ReceiptFault(`The ${what} file is too large: ${mostBytes} bytes at most.`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function loadKeys(path: string): PublicJwk[] {
  const given = readJson(loadText(path, 'key'));
  const list: unknown = isObject(given) && 'keys' in given ? given['keys'] : [given];
  if (!Array.isArray(list)) throw new UsageFault('The key file holds neither a JWK nor a JWK set.');
  const keys = list.filter(isP256);
  if (keys.length === 0) throw new UsageFault('The key file holds no public P-256 key as a JWK.');
  // Whoever has this file could have made the receipt.
  if (keys.some((key) => 'd' in key))
    throw new UsageFault('The key file holds a private key; give the public one.');
  return keys;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageFault('The key file is not JSON.');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isP256(value: unknown): value is PublicJwk {
  if (!isObject(value) || value['kty'] !== 'EC' || value['crv'] !== 'P-256') return false;
  try {
    createPublicKey({ key: value as JsonWebKey, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}
