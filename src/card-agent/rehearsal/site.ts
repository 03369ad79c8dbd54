import { constants, createHash, createPublicKey, randomBytes, verify, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type StatementPurpose, toSignatureStatement } from '../../vocabulary/signature-statement.ts';

/** A small relying site over real HTTP, on its own port: hands out challenges, and verifies tokens by itself. */
export interface RehearsalSite {
  origin: string;
  /** Every path that was posted to, in order. */
  asked: string[];
  /** What came of each token: the certificate it was signed with, or why it was refused. */
  verified: { certificate: Buffer; algorithm: string }[];
  /** What came of each signed statement. */
  statements: { certificate: Buffer; algorithm: string; text: string }[];
  /** The purpose that the next statement is asked for. */
  purpose: string;
  /** Set to answer a path otherwise than an honest site does. */
  misbehave: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  /** What a browser finds at a path. */
  page: (path: string) => string | undefined;
  close(): Promise<void>;
}

interface Delivery {
  login: string;
  token: {
    unverifiedCertificate: string;
    algorithm: string;
    signature: string;
    format: string;
    appVersion: string;
  };
  signature: { format: string; unverifiedCertificate: string; algorithm: string; signature: string };
}

export async function startSite(): Promise<RehearsalSite> {
  const nonces = new Map<string, string>();
  const site = {
    asked: [],
    verified: [],
    statements: [],
    purpose: 'registration',
    misbehave: new Map(),
    page: () => undefined,
  } as Partial<RehearsalSite> as RehearsalSite;

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (request.method === 'GET') {
      const html = site.page(path);
      return void response
        .writeHead(html ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
        .end(html);
    }
    site.asked.push(path);
    const misbehaviour = site.misbehave.get(path);
    if (misbehaviour) return misbehaviour(request, response);
    void answer(path, request, response);
  });

  async function answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await readAll(request)) as Delivery;
    if (path === '/card-login/challenge') {
      const nonce = randomBytes(32).toString('base64');
      nonces.set(body.login, nonce);
      return answerJson(response, 200, { nonce });
    }
    if (path === '/card-login/statement') {
      const nonce = randomBytes(32).toString('base64');
      nonces.set(body.login, nonce);
      return answerJson(response, 200, { purpose: site.purpose, nonce });
    }
    const nonce = nonces.get(body.login);
    nonces.delete(body.login);
    if (path === '/card-login/signature') return takeSignature(body.signature, nonce, response);
    if (path !== '/card-login/token' || !nonce || !isGood(body.token, site.origin, nonce)) {
      return answerJson(response, 400, { reason: 'card_signature_invalid' });
    }
    site.verified.push({
      certificate: Buffer.from(body.token.unverifiedCertificate, 'base64'),
      algorithm: body.token.algorithm,
    });
    answerJson(response, 200, { code: randomBytes(16).toString('base64url') });
  }

  function takeSignature(
    { format, unverifiedCertificate, algorithm, signature }: Delivery['signature'],
    nonce: string | undefined,
    response: ServerResponse,
  ): void {
    const text = toSignatureStatement({
      purpose: site.purpose as StatementPurpose,
      site: site.origin,
      nonce: nonce ?? '',
    });
    const certificate = Buffer.from(unverifiedCertificate, 'base64');
    const how = { key: new X509Certificate(certificate).publicKey, dsaEncoding: 'ieee-p1363' as const };
    const hash = { RS256: 'sha256', ES256: 'sha256', ES384: 'sha384' }[algorithm] ?? '';
    const isGoodSignature = verify(hash, Buffer.from(text), how, Buffer.from(signature, 'base64'));
    if (format !== 'madoguchi-signature:1' || !isGoodSignature) {
      return answerJson(response, 400, { reason: 'card_signature_invalid' });
    }
    site.statements.push({ certificate, algorithm, text });
    answerJson(response, 200, { code: randomBytes(16).toString('base64url') });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  site.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return site;
}

/** Web eID 1.0, written from the specification and apart from the agent's own code. */
function isGood(token: Delivery['token'], origin: string, nonce: string): boolean {
  const hash = { RS256: 'sha256', ES256: 'sha256', ES384: 'sha384' }[token.algorithm];
  if (token.format !== 'web-eid:1.0' || !URL.canParse(token.appVersion) || !hash) return false;
  const signed = Buffer.concat([origin, nonce].map((text) => createHash(hash).update(text).digest()));
  const certificate = new X509Certificate(Buffer.from(token.unverifiedCertificate, 'base64'));
  const key = createPublicKey(certificate.publicKey.export({ format: 'pem', type: 'spki' }));
  const how = token.algorithm.startsWith('RS')
    ? { key, padding: constants.RSA_PKCS1_PADDING }
    : { key, dsaEncoding: 'ieee-p1363' as const };
  return verify(hash, signed, how, Buffer.from(token.signature, 'base64'));
}

export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
