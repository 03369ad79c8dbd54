/** Names that are constrained, and names that are written in odd ways. */
import { type ForgedName, stringTag, toName } from './forge-certificate.ts';
import { generalName, toNameConstraints } from './forged-extensions.ts';
import { nameOf, put } from './forged-chain.ts';
import { type Oddity, value } from './oddity.ts';
import { ascii, der, integer, sequence } from './write-der.ts';

const jp = toName([[['C', stringTag.printable, 'JP']]]);
const permitted = (...bases: Buffer[]): Oddity =>
  value('nameConstraints', toNameConstraints({ permitted: bases }), true);
const excluded = (...bases: Buffer[]): Oddity =>
  value('nameConstraints', toNameConstraints({ excluded: bases }), true);
const names = (...all: Buffer[]): Oddity => value('subjectAlternativeName', sequence(...all));
const { dns, mail, uri, address, directory, other, registered } = generalName;
const japaneseMail = other('1.3.6.1.5.5.7.8.9', ascii(0x0c, 'taro@a.example'));

const constraintsOnNames: Record<string, Oddity> = {
  'permits names in Japan': permitted(directory(jp)),
  'permits names elsewhere': permitted(directory(toName([[['C', stringTag.printable, 'FR']]]))),
  'permits every name': permitted(directory(sequence())),
  'excludes names in Japan': excluded(directory(jp)),
  'excludes Japan in wide letters': excluded(directory(toName([[['C', stringTag.bmp, 'JP']]]))),
  'excludes Japan in small letters': excluded(directory(toName([[['C', stringTag.utf8, ' jp ']]]))),
  'permits hosts of a': permitted(dns('a.example')),
  'permits hosts of a, not critical': value(
    'nameConstraints',
    toNameConstraints({ permitted: [dns('a.example')] }),
    false,
  ),
  'permits hosts with a dot': permitted(dns('.a.example')),
  'excludes hosts of a': excluded(dns('a.example')),
  'excludes every host': excluded(dns('')),
  'permits mail at a': permitted(mail('a.example')),
  'permits mail below a': permitted(mail('.example')),
  'permits one mailbox': permitted(mail('taro@a.example')),
  'excludes mail at a': excluded(mail('a.example')),
  'permits addresses of 10': permitted(address(10, 0, 0, 0, 255, 0, 0, 0)),
  'excludes addresses of 10': excluded(address(10, 0, 0, 0, 255, 0, 0, 0)),
  'an address with holes': permitted(address(10, 0, 0, 0, 255, 0, 255, 0)),
  'an address of five bytes': permitted(address(10, 0, 0, 0, 255)),
  'permits places at a': permitted(uri('a.example')),
  'excludes places below a': excluded(uri('.example')),
  'permits a registered number': permitted(registered('1.2.3')),
  'excludes another form': excluded(japaneseMail),
  'permits another form': permitted(japaneseMail),
  'a subtree from one': value(
    'nameConstraints',
    sequence(der(0xa0, sequence(dns('a.example'), integer(1, 0x80)))),
    true,
  ),
  'a subtree to one': value(
    'nameConstraints',
    sequence(der(0xa0, sequence(dns('a.example'), integer(1, 0x81)))),
    true,
  ),
  'nothing permitted, nothing excluded': value('nameConstraints', sequence(), true),
};

const alternativeNames: Record<string, Oddity> = {
  'host a': names(dns('www.a.example')),
  'host b': names(dns('www.b.example')),
  'hosts a, b': names(dns('www.a.example'), dns('b.example')),
  'host with a wildcard': names(dns('*.example')),
  'host with a zero': names(dns('a.example\0.b.example')),
  'host with a dot at its end': names(dns('a.example.')),
  'mail at a': names(mail('taro@a.example')),
  'mail at b': names(mail('taro@b.example')),
  'mail with two at signs': names(mail('taro@b.example@a.example')),
  'mail without one': names(mail('taro')),
  'mail in its other form': names(japaneseMail),
  'mail in its other form, elsewhere': names(other('1.3.6.1.5.5.7.8.9', ascii(0x0c, 'taro@b.example'))),
  'address of 10': names(address(10, 1, 2, 3)),
  'address of 11': names(address(11, 1, 2, 3)),
  'address of six': names(address(...Array.from({ length: 16 }, () => 10))),
  'address of three bytes': names(address(10, 1, 2)),
  'place at a': names(uri('https://a.example/x')),
  'place at b': names(uri('https://b.example:8080/x')),
  'place without a host': names(uri('urn:a')),
  'directory name in Japan': names(directory(toName(nameOf('else')))),
  'directory name elsewhere': names(directory(toName([[['C', stringTag.printable, 'FR']]]))),
  'registered number': names(registered('1.2.3')),
  'another name altogether': names(other('1.2.3', ascii(0x0c, 'x'))),
  'a name of no form': names(der(0x8c, Buffer.of(1))),
};

const rename =
  (change: (name: ForgedName) => ForgedName, alsoBelow: boolean): Oddity =>
  (link, { links }, at) => {
    link.subject = change(link.subject);
    if (at === 0) link.issuer = link.subject;
    const below = links[at + 1];
    if (alsoBelow && below) below.issuer = change(below.issuer);
  };
const spell =
  (tag: number, change = (text: string): string => text) =>
  (name: ForgedName): ForgedName =>
    name.map((relative) =>
      relative.map(([type, , text]) => [type, tag, typeof text === 'string' ? change(text) : text] as const),
    );
const withMore =
  (...more: ForgedName) =>
  (name: ForgedName): ForgedName => [...name, ...more];

const spellings: Record<string, Oddity> = {
  'its name in UTF-8': rename(spell(stringTag.utf8), false),
  'its name in capitals, with spaces': rename(
    spell(stringTag.utf8, (text) => ` ${text.toUpperCase().replaceAll(' ', '   ')} `),
    false,
  ),
  'its name in two bytes a letter': rename(spell(stringTag.bmp), false),
  'its name in four bytes a letter': rename(spell(stringTag.universal), false),
  'its name in wide letters': rename(
    spell(stringTag.utf8, (text) => text.replace('m', 'ｍ')),
    false,
  ),
  'its name with a tabulator': rename(
    spell(stringTag.utf8, (text) => text.replace(' ', '\t')),
    false,
  ),
  'its name in broken UTF-8': rename(
    (name) => [...name, [['O', stringTag.utf8, Buffer.of(0xc3, 0x28)]]],
    true,
  ),
  'its name in half a letter': rename((name) => [...name, [['O', stringTag.bmp, Buffer.of(0x41)]]], true),
  'its name in three quarters of a letter': rename(
    (name) => [...name, [['O', stringTag.universal, Buffer.of(0, 0, 0x41)]]],
    true,
  ),
  'another name': rename(() => nameOf('else'), false),
  'no name': rename(() => [], true),
  'no name, named otherwise': (link, chain, at) => {
    rename(() => [], true)(link, chain, at);
    names(dns('www.a.example'))(link, chain, at);
  },
  'no name, named otherwise and critical': (link, chain, at) => {
    rename(() => [], true)(link, chain, at);
    put(link, 'subjectAlternativeName', sequence(dns('www.a.example')), true);
  },
  'mail in its name': rename(withMore([['mail', stringTag.ia5, 'taro@a.example']]), true),
  'mail in its name, elsewhere': rename(withMore([['mail', stringTag.ia5, 'taro@b.example']]), true),
  'mail in its name, in UTF-8': rename(withMore([['mail', stringTag.utf8, 'taro@a.example']]), true),
  'mail in its name, in two bytes a letter': rename(
    withMore([['mail', stringTag.bmp, 'taro@a.example']]),
    true,
  ),
  'a host in its name': rename(withMore([['CN', stringTag.printable, 'www.a.example']]), true),
  'a host in its name, in two bytes a letter': rename(
    withMore([['CN', stringTag.bmp, 'www.a.example']]),
    true,
  ),
  'two attributes in one': rename(
    withMore([
      ['O', stringTag.printable, 'b'],
      ['OU', stringTag.printable, 'a'],
    ]),
    true,
  ),
  'an empty set in its name': rename((name) => [...name, []], true),
};

export const oddNames: Readonly<Record<string, Oddity>> = {
  ...constraintsOnNames,
  ...alternativeNames,
  ...spellings,
};
