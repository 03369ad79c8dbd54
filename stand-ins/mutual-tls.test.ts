/** Who is answered on the network, and who is asked: attacked with every certificate that is not the right one. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { after, before, describe, test } from 'node:test';
import { type Agent, request } from 'undici';
import { hoursFrom, issueNetworkCertificate, makeNetworkAuthority } from '../certs/network-certificate.ts';
import { networkNames } from '../src/agencies/network-names.ts';
import type { RecordedPerson } from './agencies/provision.ts';
import { openInquirer } from './inquirer.ts';
import { closeServer, listen } from './json-over-http.ts';
import { createMutualTlsServer } from './mutual-tls.ts';
import { authorityInMemory, provideIdentity, writeIdentity } from './network-identity.ts';
import { openCaller, openStagedNetwork } from './staged-network.ts';
import { openTown, type Town } from './town.ts';

const city = 'municipality-990019';
const neighbour = 'municipality-990027';
const now = new Date();
const hanako: RecordedPerson = {
  persona: 'hanako',
  person_number: '990000001001',
  holders: { municipality: city },
  records: {
    disability_welfare: { as_of: '2026-11-01T09:00:00+09:00', record: { certificates: [] } },
  },
};

let town: Town;
const callers: Record<string, Agent> = {};
before(async () => {
  town = await openTown({ people: [hanako], agencies: [city, neighbour] });
  const { files: authority, issue } = await authorityInMemory();
  const foreign = await makeNetworkAuthority({ now });
  const namesake = await makeNetworkAuthority({ now, name: 'Network Authority' });
  const good = { uses: ['client'] as const, notBefore: hoursFrom(now, -1), notAfter: hoursFrom(now, 1) };
  const names = [networkNames.madoguchi];
  const issued = (change: object, by = authority) =>
    issueNetworkCertificate(by, { ...good, names, ...change });
  const right = await issue(networkNames.madoguchi);
  const mine = await issue(networkNames.agency(neighbour));
  Object.assign(callers, {
    'Madoguchi itself': await openCaller(networkNames.madoguchi),
    'the network itself': await openCaller(networkNames.network),
    'an agency': await openCaller(networkNames.agency(city)),
    'another agency': await openCaller(mine),
    'nobody: no certificate': await openCaller({}),
    'the right name by a foreign authority': await openCaller(await issued({}, foreign)),
    'the right name by an authority of the same name': await openCaller(await issued({}, namesake)),
    'a certificate that ran out': await openCaller(
      await issued({ notBefore: hoursFrom(now, -3), notAfter: hoursFrom(now, -2) }),
    ),
    'a certificate that is not good yet': await openCaller(
      await issued({ notBefore: hoursFrom(now, 2), notAfter: hoursFrom(now, 3) }),
    ),
    'a certificate for servers only': await openCaller(await issued({ uses: ['server'] })),
    'two parties at once': await openCaller(
      await issued({ names: [networkNames.madoguchi, networkNames.network] }),
    ),
    'a pattern of names': await openCaller(await issued({ names: ['*.provision-network.internal'] })),
    'a name that only begins like the right one': await openCaller(
      await issued({ names: [`${networkNames.madoguchi}.evil.example`] }),
    ),
    'no name at all': await openCaller(await issued({ names: [] })),
    'an agency that issues with its own certificate': await openCaller(await issued({}, mine)),
    'the right certificate over TLS 1.2': await openCaller(right, {
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
    }),
  });
});
after(async () => {
  await Promise.all(Object.values(callers).map((caller) => caller.destroy()));
  await town.close();
});

/** The status, or nothing where no word was said. */
async function statusOf(
  url: string,
  caller: Agent,
  body: object,
  path = '/inquiries',
): Promise<number | undefined> {
  try {
    const answer = await request(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      dispatcher: caller,
      body: JSON.stringify(body),
    });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    return undefined;
  }
}

const toNetwork = () => ({
  inquiry_id: randomBytes(16).toString('base64url'),
  code: town.linkCodeOf(hanako),
  agency: city,
  category: 'disability_welfare',
  trace_id: 'a'.repeat(32),
});
const toAgency = {
  process_number: '20261101090000000000',
  code: 'A'.repeat(22),
  category: 'disability_welfare',
};
/** Parties by their certificates, whom the other side names and does not answer; all others are not even spoken with. */
const named = [
  'the network itself',
  'an agency',
  'another agency',
  'Madoguchi itself',
  'two parties at once',
  'a pattern of names',
  'a name that only begins like the right one',
  'no name at all',
];

test('of all who ask the network for a record, Madoguchi alone is answered', async () => {
  assert.ok(Object.keys(callers).length > 12);
  for (const [who, caller] of Object.entries(callers)) {
    const exchanges = town.exchanges();
    const status = await statusOf(town.networkUrl, caller, toNetwork());
    const refused = named.includes(who) ? 403 : undefined;
    assert.equal(status, who === 'Madoguchi itself' ? 200 : refused, who);
    if (who !== 'Madoguchi itself') assert.equal(town.exchanges(), exchanges, who);
  }
});

test('of all who ask an agency, the network alone is answered', async () => {
  for (const [who, caller] of Object.entries(callers)) {
    const asked = town.agencyLog.length;
    const status = await statusOf(town.addressOf(city), caller, toAgency, '/agency/inquiries');
    const refused = named.includes(who) ? 403 : undefined;
    assert.equal(status, who === 'the network itself' ? 200 : refused, who);
    assert.equal(town.agencyLog.length, who === 'the network itself' ? asked + 1 : asked, who);
  }
});

test('plain HTTP gets no word from either', async () => {
  for (const url of [town.networkUrl, town.addressOf(city)])
    await assert.rejects(
      request(`${url.replace('https', 'http')}/inquiries`, { method: 'POST', body: '{}' }),
    );
});

test('an agency at another’s address is not asked: its certificate names it', async () => {
  const asked = town.agencyLog.length;
  const restore = town.move(city, town.addressOf(neighbour));
  const lines = town.exchanges().split('\n').length;
  assert.equal(await statusOf(town.networkUrl, callers['Madoguchi itself'] as Agent, toNetwork()), 200);
  const written = town.exchanges().split('\n');
  assert.equal(written.length, lines + 1);
  assert.match(written.at(-2) ?? '', /"outcome":"agency_unavailable"/);
  assert.equal(town.agencyLog.length, asked, 'the neighbour has seen no code of the city’s');
  restore();
});

describe('Madoguchi sends nobody’s code to who is not the network', () => {
  const odd: Record<string, () => Promise<{ url: string; close(): Promise<void> }>> = {};
  let asked = 0;
  const answer = (_: unknown, response: { end(): unknown }): void => {
    asked += 1;
    response.end();
  };
  const staged = (party: string) => () => openStagedNetwork(answer, party);
  const stagedWith =
    (change: object, foreign = false) =>
    async () => {
      const { files } = await authorityInMemory();
      const authority = foreign ? await makeNetworkAuthority({ now }) : files;
      const certificate = await issueNetworkCertificate(authority, {
        names: [networkNames.network],
        uses: ['server', 'client'],
        notBefore: hoursFrom(now, -1),
        notAfter: hoursFrom(now, 1),
        ...change,
      });
      return openStagedNetwork(answer, certificate);
    };
  odd['an agency'] = staged(networkNames.agency(city));
  odd['Madoguchi’s own certificate'] = staged(networkNames.madoguchi);
  odd['a certificate for clients only'] = stagedWith({ uses: ['client'] });
  odd['a certificate that ran out'] = stagedWith({
    notBefore: hoursFrom(now, -3),
    notAfter: hoursFrom(now, -2),
  });
  odd['a foreign authority'] = stagedWith({}, true);
  odd['two parties at once'] = stagedWith({ names: [networkNames.network, networkNames.agency(city)] });
  odd['a pattern of names'] = stagedWith({ names: ['*.provision-network.internal'] });
  odd['no name at all'] = stagedWith({ names: [] });

  for (const [who, open] of Object.entries(odd)) {
    test(`${who} in its place`, async () => {
      asked = 0;
      const network = await open();
      const inquirer = await openInquirer({
        networkUrl: network.url,
        identity: town.identity,
        agencies: { [city]: 'municipality' },
      });
      const citizen = await inquirer.register('hanako', town.linkCodeOf(hanako), { municipality: city });
      assert.equal((await inquirer.ask(citizen)).outcome, 'agency_unavailable');
      assert.equal(inquirer.log[0]?.['reason'], 'network_not_trusted');
      assert.equal(asked, 0);
      await inquirer.close();
      await network.close();
    });
  }
});

test('a certificate of ours that the network does not take reads as unreachable, as TLS 1.3 has it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-foreign-'));
  const foreign = await makeNetworkAuthority({ now });
  const right = await authorityInMemory();
  const certificate = await issueNetworkCertificate(foreign, {
    names: [networkNames.madoguchi],
    uses: ['client'],
    notBefore: hoursFrom(now, -1),
    notAfter: hoursFrom(now, 1),
  });
  // It trusts the right network and fits its own authority: what a half-finished change of authority would leave.
  const files = writeIdentity(
    folder,
    { certificatePem: `${foreign.certificatePem}${right.certificatePem}` },
    certificate,
  );
  const inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: files,
    agencies: { [city]: 'municipality' },
  });
  const citizen = await inquirer.register('hanako', town.linkCodeOf(hanako), { municipality: city });
  assert.equal((await inquirer.ask(citizen)).outcome, 'agency_unavailable');
  assert.equal(inquirer.log[0]?.['reason'], 'network_unreachable');
  await inquirer.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a hundred inquiries, one after the other, pay for two handshakes at most', async () => {
  const inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: { [city]: 'municipality' },
  });
  const citizen = await inquirer.register('hanako', town.linkCodeOf(hanako), { municipality: city });
  const before = town.handshakes();
  for (let turn = 0; turn < 100; turn += 1) assert.equal((await inquirer.ask(citizen)).outcome, 'ok');
  assert.ok(town.handshakes() - before <= 2, `${town.handshakes() - before}`);
  await inquirer.close();
});

test('set-up keeps good certificates, and replaces those that run out, are another’s, or of another authority', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'madoguchi-set-up-')), randomUUID());
  const authority = await authorityInMemory();
  const uncached = { ...authority, issue: (party: string) => issueFresh(party) };
  const issueFresh = (party: string, hours = 24 * 365) =>
    issueNetworkCertificate(authority.files, {
      names: [party],
      uses: ['client'],
      notBefore: hoursFrom(now, -1),
      notAfter: hoursFrom(now, hours),
    });
  const provided = async () => {
    const files = await provideIdentity(uncached, networkNames.madoguchi, folder);
    return readFileSync(files.certificateFile, 'utf8');
  };
  const first = await provided();
  assert.equal(await provided(), first);
  for (const name of ['ca.pem', 'certificate.pem', 'key.pem'])
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
  writeIdentity(folder, authority, await issueFresh(networkNames.madoguchi, 24 * 29));
  const renewed = await provided();
  assert.notEqual(renewed, first);
  writeIdentity(folder, await makeNetworkAuthority({ now }), await issueFresh(networkNames.madoguchi));
  assert.notEqual(await provided(), renewed);
  writeIdentity(folder, authority, await issueFresh(networkNames.agency(city)));
  assert.match(new X509Certificate(await provided()).subjectAltName ?? '', /^DNS:madoguchi\./);
  rmSync(folder, { recursive: true, force: true });
});

test('a party takes up its own new certificate with the next connection, and half a replacement never', async () => {
  const { files: authority, certificatePem, issue } = await authorityInMemory();
  const fresh = () =>
    issueNetworkCertificate(authority, {
      names: [networkNames.network],
      uses: ['server', 'client'],
      notBefore: hoursFrom(now, -1),
      notAfter: hoursFrom(now, 24),
    });
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-renewed-'));
  const files = writeIdentity(folder, { certificatePem }, await fresh());
  const server = createMutualTlsServer(files, (_, response) => response.end());
  const url = await listen(server, 0);
  const { certificatePem: cert, keyPem: key } = await issue(networkNames.madoguchi);
  const look = () =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({
        ...{ ca: certificatePem, cert, key, port: Number(new URL(url).port) },
        checkServerIdentity: () => undefined,
      });
      socket.once('error', reject).once('secureConnect', () => {
        resolve(socket.getPeerX509Certificate()?.serialNumber ?? '');
        socket.destroy();
      });
    });
  const next = await fresh();
  const shown = [await look()];
  writeFileSync(files.certificateFile, next.certificatePem);
  shown.push(await look());
  writeFileSync(files.keyFile, next.keyPem);
  shown.push(await look());
  assert.equal(shown[0], shown[1]);
  assert.equal(shown[2], new X509Certificate(next.certificatePem).serialNumber);
  await closeServer(server);
  rmSync(folder, { recursive: true, force: true });
});

test('an open connection does not outlive the certificate it began with', async () => {
  const { files: authority } = await authorityInMemory();
  const end = new Date(Date.now() + 2000);
  const caller = await openCaller(
    await issueNetworkCertificate(authority, {
      names: [networkNames.madoguchi],
      uses: ['client'],
      notBefore: hoursFrom(now, -1),
      notAfter: end,
    }),
  );
  const before = town.handshakes();
  assert.equal(await statusOf(town.networkUrl, caller, toNetwork()), 200);
  await new Promise((resolve) => setTimeout(resolve, end.getTime() - Date.now() + 50));
  assert.equal(await statusOf(town.networkUrl, caller, toNetwork()), 403);
  assert.equal(town.handshakes(), before + 1, 'it was the same connection');
  await caller.destroy();
});
