/** Companies that call, as a program of their own. Proofs are made before the clock runs. */
import { generateKeyPairSync, hash } from 'node:crypto';
import { Pool } from 'undici';
import { loadFileKey } from '../src/key-custody/file-key.ts';
import { signJwt } from '../src/key-custody/sign-jwt.ts';
import { jwkThumbprint } from '../src/key-custody/thumbprint.ts';
import { signProof } from '../src/self-information/rehearsal/api-place.ts';
import { newIdentifier } from '../src/vocabulary/identifiers.ts';
import { answerQuestions } from './other-program.ts';

export interface Calls {
  address: string;
  path: string;
  /** What tokens are made from; null where none is sent. */
  tokens: { issuer: string; keyFile: string; client: string; consents: readonly string[] } | null;
  count: number;
  underWay: number;
}
type Question = { prepare: Calls } | 'go';

const callsPerToken = 2;
const proofKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const proofJwk = proofKey.publicKey.export({ format: 'jwk' }) as Record<string, unknown>;
let prepared: { calls: Calls; headers: Record<string, string>[] } | undefined;

answerQuestions(async (question: Question) => {
  if (question === 'go') return callAll();
  const calls = question.prepare;
  prepared = { calls, headers: calls.tokens ? makeHeaders(calls, calls.tokens) : [] };
});

async function callAll(): Promise<void> {
  if (!prepared) throw new Error('nothing is prepared');
  const { calls, headers } = prepared;
  prepared = undefined;
  const pool = new Pool(calls.address, { connections: calls.underWay });
  let next = 0;
  const callOneByOne = async (): Promise<void> => {
    while (next < calls.count) {
      const call = next;
      next += 1;
      const { statusCode, body } = await pool.request({
        method: 'GET',
        path: calls.path,
        ...(headers[call] && { headers: headers[call] }),
      });
      const text = await body.text();
      if (statusCode < 200 || statusCode > 299) throw new Error(`${calls.path}: ${statusCode} ${text}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: calls.underWay }, callOneByOne));
  } finally {
    await pool.destroy();
  }
}

function makeHeaders(calls: Calls, tokens: NonNullable<Calls['tokens']>): Record<string, string>[] {
  const { issuer, client, consents } = tokens;
  const key = loadFileKey(tokens.keyFile);
  const iat = Math.floor(Date.now() / 1000);
  let token = '';
  return Array.from({ length: calls.count }, (_, call) => {
    if (call % callsPerToken === 0)
      token = signJwt(key, 'at+jwt', {
        iss: issuer,
        aud: `${issuer}/v1`,
        sub: 'subject-of-the-bench',
        client_id: client,
        consent: consents[call % consents.length],
        scope: '',
        jti: newIdentifier(),
        iat,
        exp: iat + 300,
        cnf: { jkt: jwkThumbprint(proofJwk) },
      });
    const proof = signProof(proofKey.privateKey, proofJwk, {
      htm: 'GET',
      htu: `${issuer}${calls.path}`,
      iat,
      jti: newIdentifier(),
      ath: hash('sha256', token, 'base64url'),
    });
    return { host: new URL(issuer).host, authorization: `DPoP ${token}`, dpop: proof };
  });
}
