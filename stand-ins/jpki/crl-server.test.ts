import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Authority } from '../../certs/authority.ts';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import { printListByOpenssl, verifyByOpenssl, withoutOpenssl } from '../../certs/judged-by-openssl.ts';
import { enterIssued } from '../../certs/issued.ts';
import { type AuthorityFileName, makeJpki } from '../../certs/make-jpki.ts';
import { distributionPointName, type Municipality, someMunicipality, toNameDer } from '../../certs/names.ts';
import { readCertificate } from '../../src/card-login/certificate.ts';
import { createCrlSource } from '../../src/card-login/crl-source.ts';
import { createOcspSource } from '../../src/card-login/ocsp-source.ts';
import { loadCardTrust } from '../../src/card-login/trust.ts';
import { startCrlServer, type CrlServer } from './crl-server.ts';
import { revoke, revokedFile } from './revoked.ts';

const skip = withoutOpenssl;
const hour = 3_600_000;
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

let original: string;
let authorities: Authority[];
before(async () => {
  original = mkdtempSync(join(tmpdir(), 'madoguchi-crl-'));
  authorities = await makeJpki({ folder: original, now: new Date() });
});
after(() => rmSync(original, { recursive: true }));

/** A server over a register of its own. */
async function open(
  context: TestContext,
  clock?: { now(): Date },
): Promise<{ server: CrlServer; folder: string }> {
  const folder = `${original}-${Math.random().toString(36).slice(2)}`;
  cpSync(original, folder, { recursive: true });
  const server = await startCrlServer({ folder, port: 0, ...(clock ? { clock } : {}) });
  context.after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  return { server, folder };
}

async function load(server: CrlServer, name: string): Promise<Buffer> {
  const response = await fetch(`${server.address}/crl/${name}.crl`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/pkix-crl');
  return Buffer.from(await response.arrayBuffer());
}

/** What openssl says of a card with this serial, by the list. */
async function judge(
  authority: Authority,
  revocationList: Buffer,
  serial: string,
  now = new Date(),
): Promise<string> {
  const certificate = await issueCardCertificate(authority, {
    publicKey,
    serial,
    notBefore: new Date(now.getTime() - hour),
    notAfter: new Date(now.getTime() + 1000 * hour),
  });
  return verifyByOpenssl({ anchor: authority.certificate, certificate, revocationList, now });
}

describe('the list server of the stand-in JPKI', () => {
  test('serves every authority’s list, signed with that authority’s key', { skip }, async (context) => {
    const { server } = await open(context);
    for (const authority of authorities)
      assert.equal(await judge(authority, await load(server, authority.name), '1a'), 'OK');
    const [g1, g2] = authorities as [Authority, Authority];
    assert.notEqual(await judge(g1, await load(server, g2.name), '1a'), 'OK');
  });

  test(
    'a revocation takes effect without a restart, under that generation alone',
    { skip },
    async (context) => {
      const { server, folder } = await open(context);
      const [g1, g2] = authorities as [Authority, Authority];
      const at = new Date(Date.now() - 1000).toISOString();
      assert.equal(await judge(g1, await load(server, g1.name), '1a'), 'OK');
      revoke(folder, { authority: 'authentication-g1', serial: '1a', at });
      assert.equal(await judge(g1, await load(server, g1.name), '1a'), 'certificate revoked');
      assert.equal(await judge(g1, await load(server, g1.name), '1b'), 'OK');
      assert.equal(await judge(g2, await load(server, g2.name), '1a'), 'OK');
    },
  );

  test('a list is renewed long before it runs out, under a higher number', { skip }, async (context) => {
    const start = Date.now();
    let now = new Date(start);
    const { server } = await open(context, { now: () => now });
    const [g1] = authorities as [Authority];
    const number = (list: Buffer): bigint =>
      BigInt(/CRL Number:\s*(0x[0-9A-F]+|\d+)/.exec(printListByOpenssl(list))?.[1] ?? -1);
    const first = await load(server, g1.name);
    now = new Date(start + 11 * hour);
    assert.deepEqual(await load(server, g1.name), first);
    now = new Date(start + 40 * hour);
    const later = await load(server, g1.name);
    assert.equal(await judge(g1, later, '1a', now), 'OK');
    assert.equal(await judge(g1, first, '1a', now), 'CRL has expired');
    assert.ok(number(later) > number(first));
  });

  test('each municipality has a list of its own beside the complete one', { skip }, async (context) => {
    const { server, folder } = await open(context);
    const [g1] = authorities as [Authority];
    const [taito, minato] = [
      { ...someMunicipality, code: '13106', name: 'Taito-ku' },
      { ...someMunicipality, code: '13103', name: 'Minato-ku' },
    ];
    const fileOf = (municipality: Municipality): string => {
      const name = toNameDer(distributionPointName('authentication', municipality));
      return `${g1.name}/${createHash('sha256').update(name).digest('hex')}`;
    };
    const serials = async (name: string): Promise<string[]> =>
      [...printListByOpenssl(await load(server, name)).matchAll(/Serial Number: (\w+)/g)].map(([, serial]) =>
        (serial ?? '').toLowerCase(),
      );
    assert.equal(
      (await fetch(`${server.address}/crl/${fileOf(taito)}.crl`)).status,
      404,
      'nothing was issued there',
    );
    for (const [serial, municipality] of [
      ['2a', taito],
      ['2b', minato],
    ] as const)
      enterIssued(folder, { authority: g1.name, serial, municipality });
    for (const serial of ['2a', '02b', '2c'])
      revoke(folder, { authority: 'authentication-g1', serial, at: new Date().toISOString() });
    // Of 2c it is not known where it was issued.
    assert.deepEqual(await serials(fileOf(taito)), ['2a', '2c']);
    assert.deepEqual(await serials(fileOf(minato)), ['2b', '2c']);
    assert.deepEqual(await serials(g1.name), ['2a', '2b', '2c']);
    const certificate = await issueCardCertificate(g1, {
      publicKey,
      serial: '2a',
      municipality: taito,
      notBefore: new Date(),
      notAfter: new Date(Date.now() + hour),
    });
    const revocationList = await load(server, fileOf(taito));
    const judged = verifyByOpenssl({ anchor: g1.certificate, certificate, revocationList });
    assert.equal(judged, 'certificate revoked', 'openssl finds the card on its municipality’s list');
  });

  test('the server’s own sources find them and its answers, for both kinds of certificate', async (context) => {
    const { server, folder } = await open(context);
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const now = new Date();
    for (const [anchorsFolder, authority] of [
      ['anchors', authorities[0]],
      ['signature-anchors', authorities[2]],
    ] as const) {
      if (!authority) throw new Error('an authority is missing');
      const minato = { ...someMunicipality, code: '13103', name: 'Minato-ku' };
      const certificateOf = async (serial: string) => {
        enterIssued(folder, { authority: authority.name, serial, municipality: minato });
        return readCertificate(
          await issueCardCertificate(authority, {
            publicKey,
            serial,
            municipality: minato,
            notBefore: now,
            notAfter: new Date(now.getTime() + hour),
          }),
        );
      };
      const trust = loadCardTrust(join(folder, anchorsFolder));
      const anchor = trust.anchors.find(({ keyHash }) => keyHash === authority.keyHash);
      if (!anchor) throw new Error('the authority is not pinned');
      const source = createCrlSource({
        url: `${server.address}/crl`,
        trust,
        clock: { now: () => new Date() },
        log,
      });
      revoke(folder, { authority: authority.name as AuthorityFileName, serial: '3a', at: now.toISOString() });
      const [revoked, good] = [await certificateOf('3a'), await certificateOf('3b')];
      await assert.rejects(source.check(revoked, anchor, new Date()), { reason: 'card_revoked' });
      const { evidence } = await source.check(good, anchor, new Date());
      const name = toNameDer(distributionPointName(authority.purpose, minato));
      const file = `${authority.name}/${createHash('sha256').update(name).digest('hex')}`;
      const used = createHash('sha256')
        .update(await load(server, file))
        .digest('base64url');
      assert.equal(evidence.sha256, used, 'by the municipality’s list, not the complete one');
      const ocsp = createOcspSource({
        url: `${server.address}/ocsp/{authority}`,
        clock: { now: () => new Date() },
        log,
      });
      const statuses = await Promise.all(
        [revoked, good, { ...good, serial: '3c' }].map(async (one) => (await ocsp.ask(one, anchor))?.status),
      );
      assert.deepEqual(statuses, ['revoked', 'good', 'unknown']);
    }
  });

  test('serves no list at all while its register cannot be read', async (context) => {
    const { server, folder } = await open(context);
    const ask = async (): Promise<number> =>
      (await fetch(`${server.address}/crl/authentication-g1.crl`)).status;
    for (const content of [
      '[{"authority',
      '{}',
      '[{"authority":"authentication-g9","serial":"1","at":"2026-01-01"}]',
    ]) {
      writeFileSync(revokedFile(folder), content);
      assert.equal(await ask(), 503, content);
      assert.equal(await ask(), 503, content);
      await assert.rejects(startCrlServer({ folder, port: 0 }));
    }
    writeFileSync(revokedFile(folder), '[]');
    assert.equal(await ask(), 200);
  });

  test('has nothing else to give', async (context) => {
    const { server } = await open(context);
    const status = async (path: string, method = 'GET'): Promise<number> =>
      (await fetch(`${server.address}${path}`, { method })).status;
    for (const path of [
      '/',
      '/crl/',
      '/crl/nobody.crl',
      '/crl/..%2fprivate%2fauthentication-g1.pem',
      '/crl/authentication-g1',
    ])
      assert.equal(await status(path), 404, path);
    assert.equal(await status('/crl/authentication-g1.crl', 'POST'), 405);
    assert.equal(await status('/crl/authentication-g1.crl', 'HEAD'), 200);
  });

  test('runs as a program and stops when it is asked to', async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', 'stand-ins/jpki/main.ts'], {
      cwd: root,
      env: { ...process.env, STAND_IN_JPKI_FOLDER: original, STAND_IN_JPKI_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 30_000,
    });
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const { event, address } = JSON.parse(line) as { event: string; address: string };
    assert.equal(event, 'listening');
    assert.equal((await fetch(`${address}/crl/signature-g2.crl`)).status, 200);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
});
