/** The example as a program: `COUNTER_ISSUER`, `COUNTER_ORIGIN` and `COUNTER_KEYS_FILE` say where it stands. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { JWK } from 'jose';
import { createCounterClient } from './madoguchi.ts';
import { createMedicalCounter } from './server.ts';

const issuer = process.env['COUNTER_ISSUER'] ?? 'http://localhost:3000';
const origin = process.env['COUNTER_ORIGIN'] ?? 'http://127.0.0.1:3006';
const keysFile = process.env['COUNTER_KEYS_FILE'] ?? 'data/clients/mihon-hospital.jwks.json';

const [jwk] = (JSON.parse(readFileSync(keysFile, 'utf8')) as { keys: JWK[] }).keys;
if (!jwk) throw new Error(`${keysFile} holds no key`);
const madoguchi = await createCounterClient({
  issuer,
  clientId: 'mihon-hospital',
  jwk,
  redirectUri: `${origin}/callback`,
});
const server = createServer(createMedicalCounter({ origin, issuer, madoguchi }).callback());
server.listen(Number(new URL(origin).port), new URL(origin).hostname, () => {
  process.stdout.write(`${JSON.stringify({ event: 'listening', address: origin })}\n`);
});
const stop = (): void => {
  server.close();
  server.closeAllConnections();
};
process.once('SIGINT', stop).once('SIGTERM', stop);
