import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { verifyByOpenssl, withoutOpenssl } from '../../certs/judged-by-openssl.ts';
import { type Issued, issuedFile, readIssued } from '../../certs/issued.ts';
import { makeJpki } from '../../certs/make-jpki.ts';
import { aPersona, setDesk, type Desk } from '../card-reader/rehearsal/desk.ts';
import { revokedFile, type Revoked } from '../jpki/revoked.ts';
import { loadCard, readTries, writeTries } from './card-folder.ts';
import { toValidity } from './issue-card-certificates.ts';
import { makeCard, type CardHolder } from './make-card.ts';
import { makeCards } from './make-cards.ts';
import { findSoftHsm } from './soft-hsm.ts';

let desk: Desk;
before(async () => {
  desk = await setDesk();
});
after(() => desk.clear());

/** What the card shows of itself before a PIN, and after both. */
async function readCertificates(card: string): Promise<(X509Certificate | null)[]> {
  desk.insert(card);
  const [, , authentication, , hidden, , signature] = await desk.use([
    ['initialize'],
    ['open', 0],
    ['certificate', 1],
    ['open', 1],
    ['certificate', 2],
    ['login', 'ABC123'],
    ['certificate', 2],
  ]);
  return [authentication, hidden, signature].map((der) =>
    der === null ? null : new X509Certificate(Buffer.from(der as string, 'base64')),
  );
}

describe('a card', () => {
  test('carries certificates of its holder’s authorities, and shows the one with the name after its PIN', async () => {
    const folder = await desk.make('holder', { generation: 2, serial: '0AB', signature_serial: 'ff01' });
    const [authentication, hidden, signature] = await readCertificates(folder);
    const [, g2, , s2] = desk.authorities;
    assert.deepEqual(loadCard(folder).authentication, { issuer_key_hash: g2?.keyHash, serial: 'ab' });
    assert.deepEqual(loadCard(folder).signature, { issuer_key_hash: s2?.keyHash, serial: 'ff01' });
    assert.equal(authentication?.serialNumber, 'AB');
    assert.equal(signature?.serialNumber, 'FF01');
    assert.equal(hidden, null);
    assert.ok(g2 && authentication.verify(g2.publicKey));
    assert.ok(s2 && signature.verify(s2.publicKey));
    assert.ok(signature.raw.includes(Buffer.from(aPersona.name.ja)));
    assert.ok(!authentication.raw.includes(Buffer.from(aPersona.name.ja)));
  });

  test(
    'is accepted by openssl while it is valid, and refused when it is expired',
    { skip: withoutOpenssl },
    async () => {
      const valid = await desk.make('valid', { serial: '51', signature_serial: '52' });
      const expired = await desk.make('expired', { state: 'expired', serial: '53', signature_serial: '54' });
      const anchor = desk.authorities[0]?.certificate as Buffer;
      const judge = async (folder: string): Promise<string> =>
        verifyByOpenssl({ anchor, certificate: (await readCertificates(folder))[0]?.raw as Buffer });
      assert.equal(await judge(valid), 'OK');
      assert.equal(await judge(expired), 'certificate has expired');
    },
  );

  test('lasts until the end of the fifth birthday in Japan', () => {
    const until = (issued: string, birth_on: string): string => {
      const now = new Date(Date.parse(issued) + 30 * 86_400_000);
      return toValidity({ birth_on, card: aPersona.card }, now).notAfter.toISOString();
    };
    assert.equal(until('2026-01-10T00:00:00Z', '1990-04-12'), '2030-04-12T14:59:59.000Z');
    assert.equal(until('2026-05-10T00:00:00Z', '1990-04-12'), '2031-04-12T14:59:59.000Z');
    assert.equal(until('2026-05-10T00:00:00Z', '1955-00-00'), '2031-01-01T14:59:59.000Z');
  });

  test('of a child has no signature certificate: by law nobody under 15 is given one', async () => {
    const folder = await desk.make('child', { birth_on: '2016-08-01', serial: '61', signature_serial: '62' });
    assert.equal(loadCard(folder).signature, null);
    desk.insert(folder);
    const answers = await desk.use([['initialize'], ['slots'], ['open', 0], ['login', '1234']]);
    assert.deepEqual(answers, ['CKR_OK', [1, 1], 'CKR_OK', 'CKR_OK']);
  });

  test('is for its owner’s eyes alone, and its files name no PIN', async () => {
    const folder = await desk.make('private', { pin: '7391', serial: '71', signature_serial: '72' });
    assert.equal(statSync(join(folder, 'card.json')).mode & 0o777, 0o600);
    assert.equal(statSync(join(folder, 'tokens')).mode & 0o777, 0o700);
    for (const file of ['card.json', 'softhsm2.conf'])
      assert.doesNotMatch(readFileSync(join(folder, file), 'utf8'), /7391|ABC123/);
  });

  test('is made once: the same persona finds it as it was, with the tries it had', async () => {
    const folder = await desk.make('twice', { serial: '81', signature_serial: '82' });
    const [first] = await readCertificates(folder);
    writeTries(folder, 'authentication', 1);
    await desk.make('twice', { serial: '81', signature_serial: '82' });
    const [second] = await readCertificates(folder);
    assert.equal(first?.fingerprint256, second?.fingerprint256);
    assert.equal(readTries(folder, 'authentication'), 1);
  });

  test('is made anew for a changed persona, after a cut-off, and under a new JPKI', async () => {
    const folder = await desk.make('anew', { serial: '91', signature_serial: '92' });
    await desk.make('anew', { serial: '91', signature_serial: '92', pin: '9999' });
    desk.insert(folder);
    const answers = await desk.use([['initialize'], ['open', 0], ['login', '9999']]);
    assert.deepEqual(answers, ['CKR_OK', 'CKR_OK', 'CKR_OK']);

    rmSync(join(folder, 'card.json'));
    writeFileSync(join(folder, 'left over'), '');
    await desk.make('anew', { serial: '91', signature_serial: '92' });
    assert.equal(existsSync(join(folder, 'left over')), false);

    const other = join(desk.folder, 'other-jpki');
    mkdirSync(other);
    const authorities = await makeJpki({ folder: other, now: new Date() });
    const persona: CardHolder = {
      ...aPersona,
      persona: 'anew',
      card: { ...aPersona.card, serial: '91', signature_serial: '92' },
    };
    const card = await makeCard({ folder, persona, authorities, now: new Date(), softHsm: findSoftHsm() });
    assert.equal(card.authentication.issuer_key_hash, authorities[0]?.keyHash);
    const [certificate] = await readCertificates(folder);
    assert.equal(authorities[0] && certificate?.verify(authorities[0].publicKey), true);
  });

  test('of the next generation has elliptic curve keys, as its persona says', async () => {
    const folder = join(desk.folder, 'p-384');
    await makeCard({
      folder,
      persona: { ...aPersona, card: { ...aPersona.card, key: 'P-384' } },
      authorities: desk.authorities,
      now: new Date(),
      softHsm: findSoftHsm(),
    });
    const [certificate] = await readCertificates(folder);
    assert.deepEqual(certificate?.publicKey.asymmetricKeyDetails, { namedCurve: 'secp384r1' });
    const answers = await desk.use([
      ['initialize'],
      ['open', 0],
      ['login', '1234'],
      ['sign', 'CKM_ECDSA', Buffer.alloc(48, 1).toString('base64')],
    ]);
    assert.equal(Buffer.from(answers[3] as string, 'base64').length, 96);
  });

  test('says plainly what is wrong where SoftHSM cannot make it', async () => {
    const folder = join(desk.folder, 'impossible');
    const options = { folder, persona: aPersona, authorities: desk.authorities, now: new Date() };
    await assert.rejects(
      makeCard({ ...options, softHsm: join(desk.folder, 'nowhere.so') }),
      /tokens were not made/,
    );
    assert.equal(existsSync(join(folder, 'card.json')), false);
  });
});

test('all personas get a card each, and what is issued or revoked stands in the registers once', async () => {
  const personas = (['valid', 'revoked', 'expired', 'moved'] as const).map((name, index) => ({
    ...aPersona,
    persona: `one-of-all-${name}`,
    holders: { municipality: 'municipality-990027' },
    card: {
      ...aPersona.card,
      ...(name === 'moved' ? { signature_state: 'revoked' as const } : { state: name }),
      serial: `a${index}`,
      signature_serial: `b${index}`,
    },
  }));
  const order = {
    folder: join(desk.folder, 'cards'),
    jpkiFolder: desk.jpki,
    personas,
    authorities: desk.authorities,
    now: new Date(),
    softHsm: findSoftHsm(),
  };
  const cards = await makeCards(order);
  assert.deepEqual(await makeCards(order), cards);
  assert.deepEqual(
    cards.map(({ persona }) => persona),
    personas.map(({ persona }) => persona),
  );
  const register = JSON.parse(readFileSync(revokedFile(desk.jpki), 'utf8')) as Revoked[];
  assert.deepEqual(
    register.map(({ authority, serial }) => [authority, serial]),
    [
      ['authentication-g1', 'a1'],
      ['signature-g1', 'b1'],
      ['signature-g1', 'b3'],
    ],
  );
  const municipality = { code: '99002', prefecture: 'Mihon-ken', name: 'Reiji Town' };
  const issued = (): Issued[] =>
    readIssued(readFileSync(issuedFile(desk.jpki), 'utf8')).filter(({ serial }) =>
      /^[ab][0-3]$/.test(serial),
    );
  const entries = personas.flatMap(({ card }) => [
    { authority: 'authentication-g1', serial: card.serial, municipality },
    { authority: 'signature-g1', serial: card.signature_serial, municipality },
  ]);
  const inOrder = (list: readonly Issued[]) => list.map((entry) => JSON.stringify(entry)).sort();
  assert.deepEqual(inOrder(issued()), inOrder(entries));
  rmSync(issuedFile(desk.jpki));
  await makeCards(order);
  assert.deepEqual(inOrder(issued()), inOrder(entries), 'cards that are found are entered again');
});
