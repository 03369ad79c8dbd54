import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the sets of this room are read from. */
const read: readonly RegExp[] = [
  /^x509\/(limbo|bettertls-sample)\.json$/,
  /^x509\/pkits\//,
  /^jose-and-signatures\/(ecdsa|rsa)_\w+_test\.json$/,
  /^web-eid\//,
  /(^|\/)(README|LICENSE)[\w.-]*$/,
];

/** Vectors that this command does not run, each with where it is run or why it is not. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  [
    'jose-and-signatures/ed25519_test.json',
    'run nowhere: no card, no relying party and none of our own keys signs with Ed25519',
  ],
  ['jose-and-signatures/json_web_signature_test.json', 'src/tokens/jose-vectors.test.ts'],
  ['jose-and-signatures/json_web_key_test.json', 'src/tokens/jose-vectors.test.ts'],
  [
    'jose-and-signatures/json_web_crypto_test.json',
    'src/tokens/jose-vectors.test.ts, without what is encrypted: nothing is encrypted to us',
  ],
  ['oauth/rfc-vectors.json', 'src/tokens/resource-guard.test.ts'],
  ['oauth/oauth_authorization_server_metadata.json', 'src/tokens/discovery.test.ts'],
  ['x509/limbo-schema.json', 'the form of the cases, none of them'],
]);

/** Tells of each file that is not run here. Answers those that nobody has thought of: there must be none. */
export function tellElsewhere(vectors: URL, write: (text: string) => void): string[] {
  const files = readdirSync(vectors, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(fileURLToPath(vectors), join(entry.parentPath, entry.name)));
  for (const [file, where] of elsewhere) if (files.includes(file)) write(`not here: ${file}: ${where}\n`);
  const unknown = files
    .filter((file) => !elsewhere.has(file) && !read.some((form) => form.test(file)))
    .sort();
  for (const file of unknown) write(`  FAULT: ${file} is run by nobody\n`);
  return unknown;
}
