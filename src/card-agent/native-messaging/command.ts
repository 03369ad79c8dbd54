import type { Language } from '../../vocabulary/words.ts';
import { type HashFunction, hashFunctions } from '../signature-algorithm.ts';
import { ProtocolFault } from './messages.ts';

interface FromSite {
  /** As the extension read it from the browser; a page cannot write it. */
  origin: string;
  /** What the site's page is shown in, where it is a language of ours. */
  language: Language | undefined;
}

export type Command =
  | { name: 'quit' }
  | ({ name: 'authenticate'; challengeNonce: string } & FromSite)
  | ({ name: 'get-signing-certificate' } & FromSite)
  | ({ name: 'sign'; hash: Buffer; hashFunction: HashFunction; certificate: Buffer } & FromSite);

const argumentsOf: Readonly<Record<string, readonly string[]>> = {
  quit: [],
  authenticate: ['challengeNonce', 'origin'],
  'get-signing-certificate': ['origin'],
  sign: ['hash', 'hashFunction', 'certificate', 'origin'],
};

/**
 * Reads a command with exactly its own arguments, and `lang` perhaps: an argument that were merely ignored today (a
 * second origin, a PIN) could be honoured by mistake tomorrow. @throws ProtocolFault
 */
export function toCommand(message: Readonly<Record<string, unknown>>): Command {
  const { command: name, arguments: given, ...others } = message;
  if (typeof name !== 'string' || !Object.hasOwn(argumentsOf, name)) {
    throw new ProtocolFault('command: authenticate, get-signing-certificate, sign or quit');
  }
  if (typeof given !== 'object' || given === null || Object.keys(others).length > 0) {
    throw new ProtocolFault('a message has a command and its arguments, nothing else');
  }
  const wanted = argumentsOf[name] ?? [];
  const told = Object.entries(given).filter(([argument]) => argument !== 'lang');
  if (told.length !== wanted.length || told.some(([argument]) => !wanted.includes(argument))) {
    throw new ProtocolFault(`arguments of ${name}: ${[...wanted, 'lang where wished'].join(', ')}`);
  }
  const text = (argument: string, form: RegExp): string => {
    const value = (given as Record<string, unknown>)[argument];
    if (typeof value !== 'string' || !form.test(value)) throw new ProtocolFault(`${argument} is malformed`);
    return value;
  };
  if (name === 'quit') return { name };
  const from: FromSite = {
    origin: text('origin', /^[\x21-\x7e]{1,255}$/),
    language: toLanguage('lang' in given ? given.lang : undefined),
  };
  // Web eID: at least the 44 characters that 32 random bytes take in base64, at most 128.
  if (name === 'authenticate') {
    return { name, challengeNonce: text('challengeNonce', /^[\x21-\x7e]{44,128}$/), ...from };
  }
  if (name === 'get-signing-certificate') return { name, ...from };
  const hashFunction = text('hashFunction', /^SHA-(256|384|512)$/) as HashFunction;
  const hash = toBytes(text('hash', base64), 'hash');
  if (hash.length !== hashFunctions[hashFunction]) throw new ProtocolFault('hash has another length');
  const certificate = toBytes(text('certificate', base64), 'certificate');
  return { name: 'sign', hash, hashFunction, certificate, ...from };
}

const base64 = /^[0-9A-Za-z+/]+={0,2}$/;

/** Node's decoder skips what it does not know: only what it would write the same way again is base64. */
function toBytes(text: string, name: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new ProtocolFault(`${name} is malformed`);
  return bytes;
}

function toLanguage(lang: unknown): Language | undefined {
  if (typeof lang !== 'string') return undefined;
  const [code] = lang.toLowerCase().split('-');
  return code === 'ja' || code === 'en' ? code : undefined;
}
