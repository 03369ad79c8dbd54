/** When two names are the same, and when they only look it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isSameName,
  isWithin,
  readCommonNames,
  readMailAddresses,
  toComparableName,
  toWidestName,
} from './distinguished-name.ts';
import { type ForgedAttribute, stringTag, toName } from './rehearsal/forge-certificate.ts';
import { ascii, sequence, set } from './rehearsal/write-der.ts';
import { DerFault } from './strict-der.ts';

const { utf8, printable, t61, ia5, universal, bmp } = stringTag;
const cn = (tag: number, text: string | Buffer): Buffer => toName([[['CN', tag, text]]]);
const isSame = (one: Buffer, other: Buffer): boolean =>
  isSameName(toComparableName(one), toComparableName(other));
const mayBeSame = (one: Buffer, other: Buffer): boolean => isSameName(toWidestName(one), toWidestName(other));

test('case of ASCII, and spaces at the ends or in a row, make no other name; the string’s kind does not either', () => {
  const plain = cn(printable, 'Taro Yamada');
  for (const same of [cn(utf8, 'Taro Yamada'), cn(ia5, 'taro YAMADA'), cn(utf8, '  Taro   Yamada ')])
    assert.ok(isSame(plain, same) && mayBeSame(plain, same));
  for (const other of ['TaroYamada', 'Taro-Yamada', 'Tarō Yamada', 'Taro Yamada.', 'Taro Yamada\u0000'])
    assert.ok(!isSame(plain, cn(utf8, other)), other);
});

test('what only looks the same is another name where it must match, and the same where it must not', () => {
  const plain = cn(printable, 'Taro Yamada');
  for (const alike of [
    cn(utf8, 'Ｔaro Yamada'), // full width
    cn(utf8, 'Taro\u00a0Yamada'), // a space that does not break
    cn(utf8, 'Taro\tYamada'),
    cn(utf8, 'Ta\u200bro Yamada'), // a space of no width
    cn(utf8, 'Ta\u00adro Yamada'), // a soft hyphen
    cn(utf8, 'Taro Yamada\u0000'),
    cn(bmp, 'Taro Yamada'),
    cn(universal, 'TARO YAMADA'),
    cn(t61, 'Taro Yamada'),
    cn(0x1a, 'Taro Yamada'),
  ]) {
    assert.ok(!isSame(plain, alike));
    assert.ok(mayBeSame(plain, alike));
  }
  assert.ok(!isSame(cn(utf8, 'É'), cn(utf8, 'é')) && mayBeSame(cn(utf8, 'É'), cn(utf8, 'é')));
  assert.ok(mayBeSame(cn(utf8, '山田'), cn(bmp, '山田')));
});

test('bytes beyond ASCII in a string of ASCII are no letters of UTF-8', () => {
  assert.ok(!isSame(cn(utf8, 'é'), cn(ia5, Buffer.from('é', 'utf8'))));
  assert.ok(!isSame(cn(utf8, 'é'), cn(printable, Buffer.from('é', 'utf8'))));
  assert.ok(isSame(cn(ia5, Buffer.of(0xe9)), cn(ia5, Buffer.of(0xe9))));
});

test('parts stand in order, and attributes of one part in any', () => {
  const [c, o]: ForgedAttribute[] = [
    ['C', printable, 'JP'],
    ['O', utf8, 'JPKI'],
  ];
  assert.ok(c && o);
  assert.ok(!isSame(toName([[c], [o]]), toName([[o], [c]])));
  assert.ok(!isSame(toName([[c], [o]]), toName([[c, o]])));
  assert.ok(isSame(toName([[c, o]]), toName([[o, c]])));
  assert.ok(!isSame(toName([[c]]), toName([[['O', printable, 'JP']]])), 'of another type');
});

test('no text runs over into the next attribute: quotes, equals signs and pluses are letters', () => {
  const [one, two] = [
    toName([[['CN', utf8, 'a"+2.5.4.10="b']]]),
    toName([
      [
        ['CN', utf8, 'a'],
        ['O', utf8, 'b'],
      ],
    ]),
  ];
  assert.ok(!isSame(one, two) && !mayBeSame(one, two));
  assert.ok(!isSame(cn(utf8, '#0c:41'), cn(t61, 'A')));
  assert.ok(!isSame(cn(utf8, 'a\\'), cn(utf8, 'a')));
});

test('a name without parts is nobody’s, and everybody is within it', () => {
  const nobody = sequence();
  assert.ok(!isSame(nobody, nobody));
  assert.ok(isWithin(toComparableName(cn(utf8, 'a')), toComparableName(nobody)));
  assert.ok(!isWithin(toComparableName(nobody), toComparableName(cn(utf8, 'a'))));
});

test('a subtree is made of whole parts', () => {
  const within = (name: string[], base: string[]): boolean => {
    const parts = (all: string[]): string[] =>
      toComparableName(toName(all.map((text) => [['O', utf8, text]])));
    return isWithin(parts(name), parts(base));
  };
  assert.ok(within(['JP', 'JPKI'], ['jp']));
  assert.ok(within(['JP'], ['JP']));
  assert.ok(!within(['JPKI'], ['JP']));
  assert.ok(!within(['JP'], ['JP', 'JPKI']));
});

test('what is no name in DER is refused', () => {
  const faulty = [
    Buffer.alloc(0),
    set(),
    sequence(sequence()),
    sequence(set()),
    sequence(set(sequence())),
    sequence(set(sequence(Buffer.from('0603550403', 'hex')))),
    sequence(set(sequence(Buffer.from('0603550403', 'hex'), ascii(utf8, 'a'), ascii(utf8, 'b')))),
    sequence(set(sequence(ascii(utf8, 'a'), ascii(utf8, 'b')))),
    cn(utf8, Buffer.of(0xc3)),
    cn(utf8, Buffer.of(0xed, 0xa0, 0x80)),
    cn(bmp, Buffer.of(0x41)),
    cn(bmp, Buffer.of(0xd8, 0x00)),
    cn(universal, Buffer.of(0, 0, 0x41)),
    cn(universal, Buffer.of(0, 0x11, 0, 0)),
  ];
  for (const name of faulty) assert.throws(() => toComparableName(name), DerFault, name.toString('hex'));
});

test('mail addresses and common names read as what they are, or not at all', () => {
  const mail = (tag: number): Buffer => toName([[['mail', tag, 'taro@a.example']]]);
  assert.deepEqual(readMailAddresses(mail(ia5)), ['taro@a.example']);
  for (const tag of [utf8, printable, bmp, t61]) assert.throws(() => readMailAddresses(mail(tag)), DerFault);
  for (const tag of [utf8, printable, ia5, t61, bmp, universal])
    assert.deepEqual(readCommonNames(cn(tag, 'www.a.example')), ['www.a.example']);
});

test('whatever the same text is written in, what must match implies what must not', () => {
  const name = fc
    .array(fc.tuple(fc.constantFrom(utf8, printable, ia5, bmp), fc.string({ maxLength: 12 })), {
      maxLength: 3,
    })
    .map((parts) => toName(parts.map(([tag, text]) => [['CN', tag, text]])));
  fc.assert(
    fc.property(name, name, (one, other) => {
      if (isSame(one, other)) assert.ok(mayBeSame(one, other));
      assert.equal(isSame(one, one), toComparableName(one).length > 0);
    }),
    { numRuns: 1000 },
  );
});
