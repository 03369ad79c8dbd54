/** The example as a program: `RAIL_ISSUER`, `RAIL_ORIGIN` and `RAIL_KEYS_FILE` say where it stands. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { JWK } from 'jose';
import { createMadoguchiClient } from './madoguchi.ts';
import { createRailCompany } from './server.ts';

const issuer = process.env['RAIL_ISSUER'] ?? 'http://localhost:3000';
const origin = process.env['RAIL_ORIGIN'] ?? 'http://127.0.0.1:3001';
const keysFile = process.env['RAIL_KEYS_FILE'] ?? 'data/clients/rail-company.jwks.json';

const [jwk] = (JSON.parse(readFileSync(keysFile, 'utf8')) as { keys: JWK[] }).keys;
if (!jwk) throw new Error(`${keysFile} holds no key`);
const madoguchi = await createMadoguchiClient({
  issuer,
  clientId: 'rail-company',
  jwk,
  redirectUri: `${origin}/callback`,
});
const server = createServer(createRailCompany({ origin, issuer, madoguchi }).callback());
server.listen(Number(new URL(origin).port), new URL(origin).hostname, () => {
  process.stdout.write(`${JSON.stringify({ event: 'listening', address: origin })}\n`);
});
const stop = (): void => {
  server.close();
  server.closeAllConnections();
};
process.once('SIGINT', stop).once('SIGTERM', stop);
