/** Our own certificate on the network: checked at the start, replaced while we run. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { after, beforeEach, test } from 'node:test';
import { hoursFrom, issueNetworkCertificate, makeNetworkAuthority } from '../../certs/network-certificate.ts';
import { authorityInMemory, identityFilesIn, writeIdentity } from '../../stand-ins/network-identity.ts';
import { openStagedNetwork } from '../../stand-ins/staged-network.ts';
import { createLog } from '../vocabulary/log.ts';
import { loadNetworkIdentity } from './network-identity.ts';
import { createNetworkLine, type NetworkLine } from './network-line.ts';
import { networkNames } from './network-names.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-line-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const files = identityFilesIn(folder);
const authority = await authorityInMemory();
const now = new Date();

const issued = (change: object = {}) =>
  issueNetworkCertificate(authority.files, {
    names: [networkNames.madoguchi],
    uses: ['client'],
    notBefore: hoursFrom(now, -1),
    notAfter: hoursFrom(now, 24),
    ...change,
  });
const good = await issued();
beforeEach(() => void writeIdentity(folder, authority, good));

test('what is wrong with certificate, key or authority is said by the file’s name, and no key is quoted', async () => {
  loadNetworkIdentity(files, now);
  const cases: [() => unknown, RegExp][] = [
    [() => rmSync(files.keyFile), /key\.pem does not exist$/],
    [() => writeFileSync(files.keyFile, 'hunter2'), /key\.pem is not a private key in PEM$/],
    [() => writeFileSync(files.certificateFile, 'hunter2'), /certificate\.pem is not a certificate in PEM$/],
    [() => copyFileSync(files.certificateFile, files.authorityFile), /ca\.pem is not an authority’s/],
    [async () => writeFileSync(files.keyFile, (await issued()).keyPem), /key\.pem is not the key of/],
    [
      async () => writeFileSync(files.authorityFile, (await makeNetworkAuthority({ now })).certificatePem),
      /certificate\.pem was not issued by .*ca\.pem$/,
    ],
    [
      async () => writeIdentity(folder, authority, await issued({ names: [networkNames.network] })),
      /certificate\.pem is not madoguchi\.provision-network\.internal’s alone$/,
    ],
    [
      async () =>
        writeIdentity(
          folder,
          authority,
          await issued({ names: [networkNames.madoguchi, networkNames.network] }),
        ),
      /’s alone$/,
    ],
    [
      async () => writeIdentity(folder, authority, await issued({ notAfter: hoursFrom(now, -0.5) })),
      /certificate\.pem ran out on 20/,
    ],
    [
      async () => writeIdentity(folder, authority, await issued({ notBefore: hoursFrom(now, 2) })),
      /certificate\.pem is good from 20.* only$/,
    ],
  ];
  for (const [spoil, said] of cases) {
    writeIdentity(folder, authority, good);
    await spoil();
    assert.throws(
      () => loadNetworkIdentity(files, now),
      (error: Error) =>
        said.test(error.message) && !/hunter2|BEGIN/.test(error.message + String(error.cause)),
      String(said),
    );
  }
});

test('a replaced certificate is taken up while we run, half a replacement is not, and what is under way ends', async () => {
  const serials: string[] = [];
  let hold: Promise<unknown> = Promise.resolve();
  const network = await openStagedNetwork(async (request: IncomingMessage, response) => {
    serials.push((request.socket as TLSSocket).getPeerX509Certificate()?.serialNumber ?? '');
    await hold;
    response.end('{}');
  });
  const lines: string[] = [];
  let at = now.getTime();
  const clock = { now: () => new Date(at) };
  const line = createNetworkLine({
    url: network.url,
    identity: files,
    mostConnections: 4,
    connectMilliseconds: 2000,
    clock,
    log: createLog(clock, (text) => lines.push(text)),
  });
  const first = await ask(line);
  let go: (value?: unknown) => void = () => undefined;
  hold = new Promise((resolve) => (go = resolve));
  const underWay = ask(line);
  while (serials.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));

  const next = await issued();
  writeFileSync(files.certificateFile, next.certificatePem);
  at += 6000;
  const half = ask(line);
  while (serials.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.match(lines.at(-1) ?? '', /network_certificate_unusable.*key\.pem is not the key of/);
  writeFileSync(files.keyFile, next.keyPem);
  const early = ask(line);
  while (serials.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
  at += 6000;
  const renewed = ask(line);
  while (serials.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.match(lines.at(-1) ?? '', /network_certificate_replaced/);
  assert.equal(lines.length, 2, 'each change is told once');
  go();
  assert.deepEqual(
    [first, await underWay, await half, await early, await renewed],
    [200, 200, 200, 200, 200],
  );
  assert.equal(new Set(serials.slice(0, 4)).size, 1, 'until both files fit, and are looked at, the old one');
  assert.notEqual(serials[4], serials[0]);
  assert.doesNotMatch(lines.join(''), /BEGIN/);
  await line.close();
  await network.close();
});

async function ask(line: NetworkLine): Promise<number> {
  const { statusCode, body } = await line.pool().request({ path: '/', method: 'POST', body: '{}' });
  await body.dump();
  return statusCode;
}
