/** The chip by itself: every command that it knows, and what somebody might send instead. */
import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, publicDecrypt } from 'node:crypto';
import { test } from 'node:test';
import { fullTries, type PinKind } from '../cards/card-folder.ts';
import { JpkiCard } from './jpki-card.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const selectApplication = '00a4040c0ad392f000260100000001';
const select = (file: string): string => `00a4020c02${file}`;
const verify = (pin: string): string =>
  `00200080${pin.length.toString(16).padStart(2, '0')}${Buffer.from(pin).toString('hex')}`;
const askTries = '00200080';
const sign = '802a008003aabbcc00';

function makeChip(): {
  card: JpkiCard;
  left: Record<PinKind, number>;
  send: (...commands: string[]) => string;
} {
  const left: Record<PinKind, number> = { ...fullTries };
  const card = new JpkiCard({
    certificates: { '000a': Buffer.alloc(300, 1), '0001': Buffer.alloc(20, 2) },
    keys: { authentication: privateKey, signature: privateKey },
    pins: { authentication: '1234', signature: 'ABC123' },
    tries: { read: (kind) => left[kind], write: (kind, tries) => void (left[kind] = tries) },
  });
  /** The answer to the last of them. */
  const send = (...commands: string[]): string =>
    commands.map((command) => card.answer(Buffer.from(command, 'hex')).toString('hex')).at(-1) ?? '';
  return { card, left, send };
}

test('signs as PKCS#1 v1.5 has it, after the right PIN', () => {
  const { send } = makeChip();
  const answer = send(selectApplication, select('0018'), verify('1234'), select('0017'), sign);
  assert.equal(answer.slice(-4), '9000');
  const signed = publicDecrypt(
    { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
    Buffer.from(answer.slice(0, -4), 'hex'),
  );
  assert.equal(signed.toString('hex'), 'aabbcc');
});

test('signs nothing without a PIN, with the other PIN, after a wrong one, or after a reset', () => {
  const { card, send } = makeChip();
  assert.equal(send(selectApplication, select('0017'), sign), '6982');
  assert.equal(send(select('001b'), verify('ABC123'), select('0017'), sign), '6982');
  send(select('0018'), verify('1234'));
  assert.equal(send(verify('9999'), select('0017'), sign), '6982');
  send(select('0018'), verify('1234'));
  card.reset();
  assert.equal(send(selectApplication, select('0017'), sign), '6982');
});

test('counts each PIN by itself: three tries and five, and then the right one is of no use either', () => {
  const { send, left } = makeChip();
  send(selectApplication, select('0018'));
  assert.equal(send(askTries), '63c3');
  assert.deepEqual(
    ['9999', '12345', '123'].map((pin) => send(verify(pin))),
    ['63c2', '63c1', '63c0'],
  );
  assert.equal(send(verify('1234')), '6983');
  assert.equal(send(askTries), '63c0');
  assert.deepEqual(left, { authentication: 0, signature: 5 });
  assert.equal(send(select('001b'), verify('ABC124')), '63c4');
  assert.equal(send(verify('ABC123')), '9000');
  assert.equal(left.signature, 5);
});

test('spends a try before it looks at the PIN: a cut of power wins none', () => {
  const { send, left } = makeChip();
  const written: number[] = [];
  const real = left.authentication;
  Object.defineProperty(left, 'authentication', {
    get: () => written.at(-1) ?? real,
    set: (tries: number) => void written.push(tries),
  });
  send(selectApplication, select('0018'), verify('1234'));
  assert.deepEqual(written, [2, 3]);
});

test('shows the certificate that names its holder after its own password only', () => {
  const { send } = makeChip();
  assert.equal(send(selectApplication, select('0001'), '00b0000004'), '6982');
  send(select('0018'), verify('1234'));
  assert.equal(send(select('0001'), '00b0000004'), '6982');
  send(select('001b'), verify('ABC123'));
  assert.equal(send(select('0001'), '00b0000004'), '020202029000');
});

test('hands out a file in parts, and nothing past its end', () => {
  const { send } = makeChip();
  assert.equal(send(selectApplication, select('000a'), '00b0000000').length, 2 * (256 + 2));
  assert.equal(send('00b0010000').length, 2 * (44 + 2));
  assert.equal(send('00b0012c00'), '6b00');
  assert.equal(send('00b0800000'), '6a86');
});

test('answers anything else with a status word, and never with a fault of its own', () => {
  const { send } = makeChip();
  assert.equal(send('00b0000004'), '6985', 'before the application was chosen');
  assert.equal(send(select('000a')), '6a82');
  assert.equal(send('00a4040c0ad392f000260100000002'), '6a82', 'another application');
  send(selectApplication);
  for (const [command, expected] of [
    ['', '6700'],
    ['00', '6700'],
    ['00a4020c03000a', '6700'],
    ['00a4020c02000aff00', '6700'],
    [select('0000'), '6a82'],
    ['00a4000c02000a', '6a86'],
    ['002000810431323334', '6a86'],
    [askTries, '6985'],
    [sign, '6985'],
    ['00ca000000', '6d00'],
    ['80b0000000', '6e00'],
    ['002a008003aabbcc00', '6e00'],
  ] as const)
    assert.equal(send(command), expected, command);
  send(select('0018'), verify('1234'));
  assert.equal(
    send(select('0017'), `802a0080f6${'00'.repeat(246)}00`),
    '6a80',
    'longer than the padding leaves room',
  );
});
