/** Whatever a stranger sends to what is for card agents: an answer of the 400s, soon, and nothing that stays. */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCertificate } from './certificate.ts';
import { extensionName, readSubjectKeyIdentifier } from './certificate-extensions.ts';
import { makeBombs } from './rehearsal/certificate-bombs.ts';
import {
  card,
  deliver,
  fetchNonce,
  first,
  later,
  makeToken,
  post,
  setStage,
  startLogin,
} from './rehearsal/stage.ts';
import { time } from './rehearsal/write-der.ts';

setStage();

const paths = ['/card-login/challenge', '/card-login/token'] as const;

/** A login with a challenge that is live; a login that failed too often ends, so there is a new one now and then. */
function createLogins() {
  let [login, uses] = ['', 0];
  return async (): Promise<{ login: string; nonce: string }> => {
    if (uses % 8 === 0) login = await startLogin();
    uses += 1;
    return { login, nonce: await fetchNonce(login) };
  };
}

function checkRefused({ status, headers, text, json }: Awaited<ReturnType<typeof post>>, sent: string): void {
  assert.ok(status >= 400 && status < 500, `${status} for ${sent.slice(0, 300)}: ${text}`);
  assert.match(String(headers['content-type']), /^application\/problem\+json/);
  assert.match(json['trace_id'] ?? '', /^[0-9a-f]{32}$/);
}

test('any JSON at all is answered with a problem', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.json({ maxDepth: 8 }), async (path, body) => {
      checkRefused(await post(path, body), body);
    }),
    { numRuns: 200 },
  );
  await deliver(await startLogin());
});

test('a token with any member of any shape is answered with a problem', async () => {
  const nextLogin = createLogins();
  const members = ['format', 'algorithm', 'signature', 'unverifiedCertificate'] as const;
  const base64 = fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  const algorithms = fc.constantFrom('RS256', 'PS512', 'ES256', 'ES384', 'HS256', 'none', 'rs256');
  const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 200 }), base64, algorithms);
  const changes = fc.uniqueArray(fc.tuple(fc.constantFrom(...members), value), {
    minLength: 1,
    selector: ([member]) => member,
  });
  await fc.assert(
    fc.asyncProperty(changes, async (changed) => {
      const { login, nonce } = await nextLogin();
      const token: Record<string, unknown> = { ...makeToken(nonce) };
      // `web-eid:1.0` or the algorithm that it is would be no change.
      for (const [member, to] of changed) token[member] = to === token[member] ? null : to;
      const body = JSON.stringify({ login, token });
      checkRefused(await post('/card-login/token', body), body);
    }),
    { numRuns: 200 },
  );
  await deliver(await startLogin());
});

test('a genuine token with bytes changed in its certificate or signature is refused', async () => {
  const nextLogin = createLogins();
  const change = fc.record({
    member: fc.constantFrom('unverifiedCertificate' as const, 'signature' as const),
    place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    mask: fc.integer({ min: 1, max: 255 }),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ member, place, mask }) => {
      const { login, nonce } = await nextLogin();
      const token = makeToken(nonce);
      const bytes = Buffer.from(token[member], 'base64');
      const at = Math.floor(place * bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
      const body = JSON.stringify({ login, token: { ...token, [member]: bytes.toString('base64') } });
      checkRefused(await post('/card-login/token', body), body);
    }),
    { numRuns: 100 },
  );
});

test('JSON made to hurt: nested, repeated, inherited, cut off, in no alphabet', async () => {
  const nextLogin = createLogins();
  const { login, nonce } = await nextLogin();
  const token = JSON.stringify(makeToken(nonce));
  const bodies = [
    '['.repeat(16_000),
    '{"a":'.repeat(3000),
    `${'['.repeat(8000)}${']'.repeat(8000)}`,
    `{"login":"${login}","token":${'{"token":'.repeat(1700)}1${'}'.repeat(1700)}}`,
    `{"login":"${login}","token":{${'"format":"web-eid:1",'.repeat(700)}"a":1}}`,
    `{"login":"${login}","login":"${'A'.repeat(22)}","token":${token}}`,
    `{"login":["${login}"],"token":${token}}`,
    `{"login":{"toString":"${login}"},"token":${token}}`,
    `{"__proto__":{"login":"${login}","token":${token}}}`,
    `{"constructor":{"prototype":{"login":"${login}"}},"token":${token}}`,
    `{"login":"${login}","token":{"__proto__":${token}}}`,
    `{"login":"${login}","token":${token}`,
    `\u0000{"login":"${login}","token":${token}}`,
    `{"login":"${login}\\u0000","token":${token}}`,
    `{"login":"\\ud800${'A'.repeat(21)}","token":${token}}`,
    `{"login":1e400,"token":${token}}`,
    '1'.repeat(16_000),
    `"${'\\u0000'.repeat(2600)}"`,
    'NaN',
    '',
  ];
  for (const body of bodies)
    for (const path of paths)
      if (path !== '/card-login/challenge' || !body.startsWith(`{"login":"${login}","token"`))
        checkRefused(await post(path, body), body);
  for (const bytes of [
    Buffer.of(0xff, 0xfe),
    Buffer.from('{"login":"\u00e9"}', 'latin1'),
    Buffer.from('{}', 'utf16le'),
  ])
    checkRefused(await post('/card-login/token', bytes), 'bytes');
  assert.equal(({} as Record<string, unknown>)['login'], undefined);
});

test('a certificate made to cost the reader costs no more than a few good logins, and leaves nothing behind', async () => {
  const anchor = readCertificate(first.certificate);
  const rsaKey = {
    privateKey: card.privateKey,
    spki: createPublicKey(card.privateKey).export({ format: 'der', type: 'spki' }),
    identifier: Buffer.alloc(20, 7),
  };
  const authority = {
    privateKey: createPrivateKey({ key: first.pkcs8, format: 'der', type: 'pkcs8' }),
    spki: first.publicKey.export({ format: 'der', type: 'spki' }),
    identifier:
      readSubjectKeyIdentifier(anchor.extensions.get(extensionName.subjectKeyIdentifier)) ?? Buffer.alloc(0),
  };
  const bombs = makeBombs({
    authority: { key: authority, name: anchor.subject },
    card: rsaKey,
    notBefore: time(later(-86400)),
    notAfter: time(later(86400)),
  });
  const nextLogin = createLogins();
  const bodyFor = (certificate: Buffer, { login, nonce }: { login: string; nonce: string }): string => {
    const token = { ...makeToken(nonce), unverifiedCertificate: certificate.toString('base64') };
    // Of the length that its key would make, so that it is not refused for that before the key is used.
    if (certificate === bombs['a key of 4096 bits with the longest exponent'])
      token.signature = Buffer.alloc(512, 1).toString('base64');
    return JSON.stringify({ login, token });
  };
  const good = await middleCost(async () => {
    const login = await startLogin();
    const body = bodyFor(card.certificate, { login, nonce: await fetchNonce(login) });
    return async () => assert.equal((await post('/card-login/token', body)).status, 200);
  });
  const costs: Record<string, number> = {};
  const reasons = new Map<string | undefined, number>();
  const before = process.memoryUsage().rss;
  for (const [name, certificate] of Object.entries(bombs)) {
    const cost = await middleCost(async () => {
      const body = bodyFor(certificate, await nextLogin());
      return async () => {
        const answer = await post('/card-login/token', body);
        checkRefused(answer, name);
        reasons.set(answer.json['reason'], (reasons.get(answer.json['reason']) ?? 0) + 1);
      };
    });
    costs[name] = cost / good;
  }
  const worst = Object.entries(costs).sort(([, one], [, other]) => other - one)[0];
  assert.ok(worst && worst[1] < 4, `${worst?.join(': ')} times a good login`);
  assert.deepEqual([...reasons.keys()].sort(), [
    'card_not_trusted',
    'card_signature_invalid',
    'card_token_malformed',
  ]);
  assert.ok(process.memoryUsage().rss - before < 100 * 1024 * 1024);
});

/** The middle of nine, in microseconds of this process: request, answer and all. */
async function middleCost(prepare: () => Promise<() => Promise<void>>): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const work = await prepare();
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    costs.push(user + system);
  }
  return costs.sort((one, other) => one - other)[4] ?? 0;
}
