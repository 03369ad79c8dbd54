import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readExtensions, toObjectIdentifier, toSeconds, toSerial } from './der-values.ts';
import { checkStrictDer, DerFault, readElement } from './strict-der.ts';

const limits = { mostBytes: 10_000, mostElements: 1000, mostDepth: 16 };
const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const refused = (digits: string): void =>
  assert.throws(() => checkStrictDer(hex(digits), limits), DerFault, digits);

test('every way to write a thing but the one of DER is refused', () => {
  checkStrictDer(hex('30 03 02 01 05'), limits);
  refused('30 80 02 01 05 00 00'); // a length that is not told
  refused('30 81 03 02 01 05'); // a length in more bytes than it needs
  refused('30 82 00 03 02 01 05');
  refused('30 85 00 00 00 00 03 02 01 05');
  refused('30 04 02 02 00 05'); // an integer with a zero too many
  refused('30 04 02 02 ff 85');
  refused('30 02 02 00');
  refused('30 03 01 01 01'); // a boolean that is neither 00 nor ff
  refused('30 02 05 00 00');
  refused('30 03 05 01 00'); // a null with content
  refused('30 04 03 02 01 01'); // bits in the padding
  refused('30 03 03 01 01');
  refused('30 04 03 02 08 00');
  refused('30 05 06 03 2a 80 01'); // an object identifier with a zero too many
  refused('30 03 06 01 80');
  refused('30 02 06 00');
  refused('30 05 24 03 04 01 00'); // an octet string in pieces
  refused('10 00'); // a primitive sequence
  refused('30 02 00 00');
  refused('3f 81 00 00'); // a long tag
  refused('70 00'); // a class of its own
  refused('30 03 02 01 05 00'); // something after the end
  refused('30 04 02 01 05'); // cut off
  refused('');
  refused('30');
});

test('work is bounded: in bytes, in elements and in depth', () => {
  assert.throws(() => checkStrictDer(Buffer.alloc(10_001), limits), /too many bytes/);
  const many = Buffer.concat([hex('30 82 07 d2'), hex('05 00'.repeat(1001))]);
  assert.throws(() => checkStrictDer(many, limits), /too many elements/);
  let deep = hex('05 00');
  for (let depth = 0; depth < 17; depth += 1) deep = Buffer.concat([Buffer.of(0x30, deep.length), deep]);
  assert.throws(() => checkStrictDer(deep, limits), /too deeply/);
});

test('whatever the bytes are, the answer is an element or a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        const element = checkStrictDer(Buffer.from(bytes), limits);
        assert.equal(element.end, bytes.length);
      } catch (error) {
        assert.ok(error instanceof DerFault);
      }
    }),
    { numRuns: 5000 },
  );
});

test('a time is what the standard says, and exists', () => {
  const seconds = (tag: number, text: string): number => {
    const bytes = Buffer.concat([Buffer.of(tag, text.length), Buffer.from(text, 'latin1')]);
    return toSeconds(bytes, readElement(bytes, 0, bytes.length));
  };
  assert.equal(seconds(0x17, '261124030000Z'), Date.parse('2026-11-24T03:00:00Z') / 1000);
  assert.equal(seconds(0x17, '500101000000Z'), Date.parse('1950-01-01T00:00:00Z') / 1000);
  assert.equal(seconds(0x17, '491231235959Z'), Date.parse('2049-12-31T23:59:59Z') / 1000);
  assert.equal(seconds(0x18, '20500101000000Z'), Date.parse('2050-01-01T00:00:00Z') / 1000);
  assert.equal(seconds(0x18, '00010101000000Z'), Date.parse('0001-01-01T00:00:00Z') / 1000);
  assert.equal(seconds(0x17, '240229000000Z'), Date.parse('2024-02-29T00:00:00Z') / 1000);
  for (const [tag, text] of [
    [0x17, '2611240300Z'],
    [0x17, '261124030000+0900'],
    [0x17, '20261124030000Z'],
    [0x18, '261124030000Z'],
    [0x18, '20261124030000.5Z'],
    [0x17, '250229000000Z'],
    [0x17, '261332000000Z'],
    [0x17, '261124240000Z'],
    [0x17, '261124036000Z'],
    [0x17, '261124030060Z'],
    [0x17, '261124030000z'],
    [0x17, '２６１１２４０３００００Z'],
    [0x0c, '261124030000Z'],
  ] as const)
    assert.throws(() => seconds(tag, text), DerFault, text);
});

test('a serial is written in one way, and a negative one is not its positive look-alike', () => {
  assert.equal(toSerial(hex('00 ff 01')), 'ff01');
  assert.equal(toSerial(hex('05')), '5');
  assert.equal(toSerial(hex('00')), '');
  assert.equal(toSerial(hex('ff 01')), '-ff01');
});

test('object identifiers read as they are written', () => {
  assert.equal(toObjectIdentifier(hex('2a 83 08 8c 9b 55 08 05 01 03 1e')), '1.2.392.200149.8.5.1.3.30');
  assert.equal(toObjectIdentifier(hex('55 1d 0f')), '2.5.29.15');
  assert.equal(toObjectIdentifier(hex('88 37')), '2.999');
  assert.throws(() => toObjectIdentifier(Buffer.alloc(65, 1)), DerFault);
});

test('an extension list reads one way', () => {
  const list = (digits: string) => {
    const bytes = hex(digits);
    return readExtensions(bytes, readElement(bytes, 0, bytes.length));
  };
  const one = '30 0c 06 03 55 1d 0f 01 01 ff 04 02 05 00';
  assert.deepEqual(list(`30 0e ${one}`).get('2.5.29.15'), { critical: true, value: hex('05 00') });
  assert.throws(() => list(`30 1c ${one} ${one}`), /twice/);
  assert.throws(() => list('30 07 30 05 06 03 55 1d 0f'), DerFault);
  assert.throws(() => list('30 09 30 07 06 03 55 1d 0f 05 00'), DerFault);
});
