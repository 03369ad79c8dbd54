/** What a broken or hostile peer may send: each ends in one clear answer of the protocol, and never touches a card. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { frame } from '../rehearsal/extension.ts';
import { systemClock } from '../../vocabulary/clock.ts';
import { createLog } from '../../vocabulary/log.ts';
import type { Command } from './command.ts';
import { ProtocolFault } from './messages.ts';
import { serveConnection } from './serve-connection.ts';

/** Plays one connection; answers every message after the version, and the commands that got through. */
async function play(
  speak: (input: PassThrough) => void | Promise<void>,
  carryOut: (command: Command) => Promise<object> = () => Promise.resolve({ done: true }),
): Promise<{ answers: Record<string, unknown>[]; commands: Command[]; log: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const commands: Command[] = [];
  let log = '';
  const served = serveConnection({
    input,
    output,
    log: createLog(systemClock, (line) => (log += line)),
    commandMilliseconds: 300,
    carryOut: (command) => {
      commands.push(command);
      return carryOut(command);
    },
  });
  await speak(input);
  await served;
  output.end();
  const messages: Record<string, unknown>[] = [];
  let bytes = Buffer.concat((await output.toArray()) as Buffer[]);
  while (bytes.length > 0) {
    const end = 4 + bytes.readUInt32LE();
    messages.push(JSON.parse(bytes.toString('utf8', 4, end)) as Record<string, unknown>);
    bytes = bytes.subarray(end);
  }
  assert.ok(messages[0] && 'version' in messages[0], 'the version comes first');
  return { answers: messages.slice(1), commands, log };
}

const nonce = 'n'.repeat(44);
const good = {
  command: 'authenticate',
  arguments: { challengeNonce: nonce, origin: 'https://portal.example' },
};
const length = (bytes: number): Buffer => {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(bytes);
  return prefix;
};
const hash = Buffer.alloc(32, 7).toString('base64');
const sign = (more: object) =>
  frame(
    JSON.stringify({
      command: 'sign',
      arguments: {
        hash,
        hashFunction: 'SHA-256',
        certificate: 'MAA=',
        origin: 'https://portal.example',
        ...more,
      },
    }),
  );

test('quit is answered with nothing', async () => {
  const { answers } = await play((input) => void input.write(frame('{"command":"quit","arguments":{}}')));
  assert.deepEqual(answers, [{}]);
});

test('a command in single bytes, in good time, is a command', async () => {
  const { commands, answers } = await play((input) => {
    for (const byte of frame(JSON.stringify(good))) input.write(Buffer.of(byte));
  });
  assert.equal(commands.length, 1);
  assert.deepEqual(answers, [{ done: true }]);
});

const faults: Record<string, [Buffer, RegExp]> = {
  'a length of nothing': [length(0), /5 to 8192 bytes/],
  'a length of four gigabytes': [length(0xffff_ffff), /5 to 8192 bytes/],
  'a length in the other order': [Buffer.of(0, 0, 0, 40), /5 to 8192 bytes/],
  'one byte more than is allowed': [frame('"'.padEnd(8193)), /5 to 8192 bytes/],
  'not JSON': [frame('{"command"'), /JSON object in UTF-8/],
  'a list': [frame('["quit"]'), /JSON object in UTF-8/],
  'no object at all': [frame(' null '), /JSON object in UTF-8/],
  'not UTF-8': [Buffer.concat([length(6), Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x20, 0x20])]), /UTF-8/],
  'objects a thousand deep': [frame('{"a":'.repeat(1000) + '1' + '}'.repeat(1000)), /command/],
  'no command': [frame('{"arguments":{}}'), /command: authenticate/],
  'an unknown command': [frame('{"command":"erase","arguments":{}}'), /command: authenticate/],
  'a command named as what every object has': [
    frame('{"command":"constructor","arguments":{}}'),
    /command: /,
  ],
  'no arguments': [frame('{"command":"quit"}'), /its arguments/],
  'more than command and arguments': [
    frame('{"command":"quit","arguments":{},"origin":"x"}'),
    /nothing else/,
  ],
  'an argument too few': [
    frame('{"command":"authenticate","arguments":{"challengeNonce":"x"}}'),
    /arguments of/,
  ],
  'an argument of the prototype': [
    frame(
      `{"command":"authenticate","arguments":{"challengeNonce":"${nonce}","__proto__":"https://portal.example"}}`,
    ),
    /arguments of/,
  ],
  'a nonce too short to be random': [
    frame(JSON.stringify(good).replace(nonce, 'n'.repeat(43))),
    /challengeNonce/,
  ],
  'a nonce too long': [frame(JSON.stringify(good).replace(nonce, 'n'.repeat(129))), /challengeNonce/],
  'a nonce that is no text': [frame(JSON.stringify(good).replace(`"${nonce}"`, '7')), /challengeNonce/],
  'a hash of another length': [sign({ hash: 'AAAA' }), /hash has another length/],
  'a hash that is not base64': [sign({ hash: `${hash.slice(0, -2)}!=` }), /hash is malformed/],
  'a hash with bits to spare': [sign({ hash: `${hash.slice(0, -2)}d=` }), /hash is malformed/],
  'a weak hash function': [sign({ hashFunction: 'SHA-1' }), /hashFunction/],
};
for (const [name, [bytes, message]] of Object.entries(faults)) {
  test(`refused with one answer: ${name}`, async () => {
    const { answers, commands, log } = await play((input) => void input.write(bytes));
    assert.equal(answers.length, 1);
    const error = answers[0]?.['error'] as { code: string; message: string };
    assert.equal(error.code, 'ERR_WEBEID_NATIVE_FATAL');
    assert.match(error.message, message);
    assert.deepEqual(commands, []);
    assert.ok(!log.includes(nonce) && !log.includes('nnnn'), 'nothing of the input in the log');
  });
}

test('a message that never ends, or ends too early, holds nobody', async () => {
  const slow = await play((input) => void input.write(frame(JSON.stringify(good)).subarray(0, 20)));
  assert.match(JSON.stringify(slow.answers), /no command came in time/);
  const cut = await play((input) => void input.end(frame(JSON.stringify(good)).subarray(0, 20)));
  assert.match(JSON.stringify(cut.answers), /ended in the middle/);
  const silent = await play((input) => void input.end());
  assert.deepEqual(silent.answers, []);
});

test('what fails inside is told without a word of what failed', async () => {
  const { answers, log } = await play(
    (input) => void input.write(frame(JSON.stringify(good))),
    () => Promise.reject(new TypeError('secret 1234')),
  );
  assert.deepEqual(answers, [
    { error: { code: 'ERR_WEBEID_NATIVE_FATAL', message: 'the card agent has an internal error' } },
  ]);
  assert.ok(!log.includes('1234'));
});

test('a fault keeps its own code', () => {
  assert.equal(new ProtocolFault('x', 'ERR_WEBEID_USER_TIMEOUT').code, 'ERR_WEBEID_USER_TIMEOUT');
});
