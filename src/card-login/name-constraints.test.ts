/** Which names an authority may speak for, form by form: everything is signed, so that only the names decide. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ForgedName, stringTag, toName } from './rehearsal/forge-certificate.ts';
import { generalName, make, toNameConstraints } from './rehearsal/forged-extensions.ts';
import { forgeChain, nameOf, planChain, put } from './rehearsal/forged-chain.ts';
import { judgePath, type PathVerdict } from './rehearsal/path-verdict.ts';
import { ascii, der, integer, sequence } from './rehearsal/write-der.ts';

const { dns, mail, uri, address, directory, other, registered } = generalName;
const v4 = (...bytes: number[]): Buffer => address(...bytes);
const v6 = (first: number): Buffer => address(first, ...Array.from({ length: 15 }, () => 0));
const v6Block = (first: number, mask: number): Buffer =>
  address(first, ...Array.from({ length: 15 }, () => 0), mask, ...Array.from({ length: 15 }, () => 0));

interface Names {
  permitted?: Buffer[];
  excluded?: Buffer[];
  /** Of the authority between; the anchor's are those above. */
  below?: Parameters<typeof toNameConstraints>[0];
  names?: Buffer[];
  subject?: ForgedName;
}

function judge({ permitted, excluded, below, names, subject }: Names): PathVerdict {
  const plan = planChain(1);
  const [anchor, middle, holder] = plan.links;
  assert.ok(anchor && middle && holder);
  const constraints = { ...(permitted ? { permitted } : {}), ...(excluded ? { excluded } : {}) };
  if (permitted ?? excluded)
    anchor.extensions.push(make('nameConstraints', toNameConstraints(constraints), true));
  if (below) middle.extensions.push(make('nameConstraints', toNameConstraints(below), true));
  if (names) put(holder, 'subjectAlternativeName', sequence(...names));
  if (subject) holder.subject = subject;
  return judgePath(forgeChain(plan));
}
const [ok, no] = ['accepted', 'name-constraints'] as const;

function check(base: Buffer, within: readonly Buffer[], without: readonly Buffer[]): void {
  for (const name of within) {
    assert.equal(judge({ permitted: [base], names: [name] }), ok, `permitted ${name.toString('latin1')}`);
    assert.equal(judge({ excluded: [base], names: [name] }), no, `excluded ${name.toString('latin1')}`);
  }
  for (const name of without) {
    assert.equal(judge({ permitted: [base], names: [name] }), no, `not permitted ${name.toString('latin1')}`);
    assert.equal(judge({ excluded: [base], names: [name] }), ok, `not excluded ${name.toString('latin1')}`);
  }
}

/** Names that cannot be read: neither permitted, nor known not to be excluded. */
function checkUnreadable(base: Buffer, names: readonly Buffer[]): void {
  for (const name of names) {
    assert.equal(judge({ permitted: [base], names: [name] }), no, name.toString('latin1'));
    assert.equal(judge({ excluded: [base], names: [name] }), no, name.toString('latin1'));
  }
}

test('host names: the host itself and all below it', () => {
  check(
    dns('a.example'),
    [dns('a.example'), dns('A.EXAMPLE'), dns('www.a.example'), dns('x.y.a.example'), dns('*.a.example')],
    [dns('b.example'), dns('ba.example'), dns('a.example.b'), dns('example')],
  );
  checkUnreadable(dns('a.example'), [
    dns(''),
    dns('a.example.'),
    dns('.a.example'),
    dns('a..example'),
    dns('a.example\0.b'),
    dns('b\0.a.example'),
    dns('ä.a.example'),
    dns('w*.a.example'),
  ]);
  check(dns(''), [dns('b.example')], []);
});

test('a wildcard is not permitted beyond, and may stand for what is excluded', () => {
  assert.equal(judge({ permitted: [dns('www.a.example')], names: [dns('*.a.example')] }), no);
  assert.equal(judge({ excluded: [dns('www.a.example')], names: [dns('*.a.example')] }), no);
  assert.equal(judge({ excluded: [dns('www.b.example')], names: [dns('*.a.example')] }), ok);
});

test('mail addresses: one mailbox, a host, or all hosts below', () => {
  check(mail('taro@a.example'), [mail('taro@A.example')], [mail('jiro@a.example')]);
  check(mail('a.example'), [mail('taro@a.example')], [mail('taro@b.a.example'), mail('taro@b.example')]);
  check(mail('.a.example'), [mail('taro@b.a.example')], [mail('taro@a.example')]);
  checkUnreadable(mail('a.example'), [
    mail('taro'),
    mail('@a.example'),
    mail('taro@'),
    mail('taro@b.example@a.example'),
  ]);
  // One server in a hundred knows two mailboxes by the case of their letters: not permitted, and not let past either.
  assert.equal(judge({ permitted: [mail('taro@a.example')], names: [mail('TARO@a.example')] }), no);
  assert.equal(judge({ excluded: [mail('taro@a.example')], names: [mail('TARO@a.example')] }), no);
});

test('a mail address in a subject counts like any other, and one of another alphabet like one that is not permitted', () => {
  const withMail = (text: string, tag: number = stringTag.ia5): ForgedName => [
    ...nameOf('holder'),
    [['mail', tag, text]],
  ];
  assert.equal(judge({ permitted: [mail('a.example')], subject: withMail('taro@a.example') }), ok);
  assert.equal(judge({ permitted: [mail('a.example')], subject: withMail('taro@b.example') }), no);
  assert.equal(judge({ excluded: [mail('a.example')], subject: withMail('taro@a.example') }), no);
  assert.equal(
    judge({ excluded: [mail('a.example')], subject: withMail('taro@a.example', stringTag.bmp) }),
    'encoding',
  );
  const otherMail = [other('1.3.6.1.5.5.7.8.9', ascii(0x0c, 'taro@a.example'))];
  assert.equal(judge({ permitted: [mail('a.example')], names: otherMail }), no);
  assert.equal(judge({ excluded: [mail('b.example')], names: otherMail }), no);
  assert.equal(judge({ permitted: [dns('a.example')], names: otherMail }), ok);
});

test('places: by their host', () => {
  check(
    uri('a.example'),
    [uri('https://a.example'), uri('https://A.example:8080/b?c#d'), uri('ldap://taro@a.example/')],
    [uri('https://b.example'), uri('https://www.a.example/'), uri('https://a.example@b.example/')],
  );
  check(uri('.a.example'), [uri('https://www.a.example')], [uri('https://a.example')]);
  checkUnreadable(uri('a.example'), [
    uri('urn:a.example'),
    uri('a.example'),
    uri('https://192.0.2.1/'),
    uri('https://[::1]/'),
    uri('https://b\\@a.example/'),
    uri(''),
  ]);
});

test('addresses: by their block, each family for itself', () => {
  check(v4(10, 0, 0, 0, 255, 0, 0, 0), [v4(10, 1, 2, 3)], [v4(11, 0, 0, 0), v6(10)]);
  check(v4(192, 0, 2, 128, 255, 255, 255, 128), [v4(192, 0, 2, 255)], [v4(192, 0, 2, 1)]);
  check(v6Block(0x20, 0xff), [v6(0x20)], [v6(0x21), v4(0x20, 0, 0, 0)]);
  checkUnreadable(v4(10, 0, 0, 0, 255, 0, 0, 0), [v4(10), v4(10, 0, 0, 0, 255)]);
});

test('directory names: by their parts, and excluded also in disguise', () => {
  const country = (tag: number, text: string): Buffer => directory(toName([[['C', tag, text]]]));
  const nameIn = (tag: number, text: string): Buffer =>
    directory(toName([[['C', tag, text]], [['CN', stringTag.utf8, 'x']]]));
  const { printable, utf8, bmp } = stringTag;
  assert.equal(judge({ permitted: [country(printable, 'JP')] }), ok);
  assert.equal(judge({ permitted: [country(utf8, ' jp ')] }), ok);
  assert.equal(judge({ permitted: [country(printable, 'FR')] }), no);
  assert.equal(judge({ excluded: [country(printable, 'JP')] }), no);
  const both = { permitted: [country(printable, 'JP'), country(printable, 'FR')] };
  assert.equal(judge({ ...both, names: [nameIn(printable, 'FR')] }), ok);
  assert.equal(judge({ ...both, names: [nameIn(printable, 'DE')] }), no);
  for (const disguised of [nameIn(bmp, 'FR'), nameIn(utf8, 'ＦＲ'), nameIn(utf8, 'F\u200bR')]) {
    assert.equal(judge({ excluded: [country(printable, 'FR')], names: [disguised] }), no);
    assert.equal(judge({ ...both, names: [disguised] }), no);
  }
});

test('a holder that bears its issuer’s name is held to the constraints like any other', () => {
  const names = [dns('b.example')];
  assert.equal(judge({ permitted: [dns('a.example')], names, subject: nameOf('middle 0') }), no);
  assert.equal(judge({ permitted: [dns('b.example')], names, subject: nameOf('middle 0') }), ok);
});

test('each of several names is held to the constraints, not one of them', () => {
  const permitted = [dns('a.example')];
  assert.equal(judge({ permitted, names: [dns('a.example'), dns('b.example')] }), no);
  assert.equal(judge({ permitted, names: [dns('b.example'), dns('a.example')] }), no);
  assert.equal(
    judge({ permitted, names: [dns('a.example'), mail('taro@b.example')] }),
    ok,
    'other forms are not limited',
  );
  assert.equal(
    judge({ permitted: [dns('a.example'), dns('b.example')], names: [dns('a.example'), dns('b.example')] }),
    ok,
  );
  assert.equal(
    judge({ permitted, excluded: [dns('www.a.example')], names: [dns('www.a.example')] }),
    no,
    'excluded wins',
  );
});

test('every authority above is asked: none below can give back what one above took', () => {
  const names = [dns('www.a.example')];
  assert.equal(judge({ permitted: [dns('b.example')], below: { permitted: [dns('a.example')] }, names }), no);
  assert.equal(judge({ permitted: [dns('a.example')], below: { permitted: [dns('b.example')] }, names }), no);
  assert.equal(
    judge({ permitted: [dns('a.example')], below: { permitted: [dns('www.a.example')] }, names }),
    ok,
  );
  assert.equal(judge({ excluded: [dns('a.example')], below: { permitted: [dns('a.example')] }, names }), no);
});

test('a host in the common name is held to them where no host stands beside it', () => {
  const subject = (tag: number, text: string): ForgedName => [...nameOf('holder'), [['CN', tag, text]]];
  const permitted = [dns('a.example')];
  assert.equal(judge({ permitted, subject: subject(stringTag.utf8, 'www.b.example') }), 'common-name');
  assert.equal(judge({ permitted, subject: subject(stringTag.bmp, 'www.b.example') }), 'common-name');
  assert.equal(judge({ permitted, subject: subject(stringTag.utf8, 'www.b.example\0') }), 'common-name');
  assert.equal(judge({ permitted, subject: subject(stringTag.utf8, 'www.b\0.a.example') }), no);
  assert.equal(judge({ permitted, subject: subject(stringTag.utf8, 'www.a.example') }), ok);
  assert.equal(
    judge({ permitted, subject: subject(stringTag.utf8, 'www.b.example'), names: [dns('a.example')] }),
    ok,
  );
  assert.equal(judge({ permitted, subject: subject(stringTag.utf8, 'Taro Yamada') }), ok);
});

test('a form that is not implemented fails closed where a name of it is there', () => {
  for (const [base, name] of [
    [registered('1.2.3'), registered('1.2.3')],
    [other('1.2.3', ascii(0x0c, 'x')), other('1.2.3', ascii(0x0c, 'x'))],
  ] as const) {
    assert.equal(judge({ permitted: [base], names: [name] }), no);
    assert.equal(judge({ excluded: [base], names: [name] }), no);
    assert.equal(judge({ permitted: [base], names: [dns('a.example')] }), ok);
  }
});

test('constraints that cannot be read, or have bounds, permit nothing', () => {
  const ofAnchor = (value: Buffer): PathVerdict => {
    const plan = planChain(0);
    plan.links[0]?.extensions.push(make('nameConstraints', value, true));
    return judgePath(forgeChain(plan));
  };
  const tree = (...parts: Buffer[]): Buffer => sequence(der(0xa0, sequence(...parts)));
  assert.equal(ofAnchor(tree(dns('a.example'))), ok);
  for (const value of [
    sequence(),
    sequence(der(0xa0)),
    sequence(der(0xa1, sequence(dns('a'))), der(0xa0, sequence(dns('a')))),
    sequence(der(0xa2, sequence(dns('a')))),
    tree(dns('a.example'), integer(0, 0x80)),
    tree(dns('a.example'), integer(1, 0x80)),
    tree(dns('a.example'), integer(5, 0x81)),
    tree(dns('.a.example')),
    tree(dns('*.example')),
    tree(mail('taro@')),
    tree(mail('a@b@c')),
    tree(uri('https://a.example')),
    tree(v4(10, 0, 0, 0)),
    tree(v4(10, 0, 0, 0, 255, 0, 255, 0)),
    tree(v4(10, 0, 0, 0, 0, 255, 255, 255)),
  ])
    assert.equal(ofAnchor(value), no, value.toString('hex'));
  for (const value of [
    Buffer.alloc(0),
    sequence(der(0xa0, der(0x04))),
    tree(),
    tree(der(0x8c)),
    tree(directory(Buffer.of(5, 0))),
  ])
    assert.ok(['encoding', no].includes(ofAnchor(value)), value.toString('hex'));
});
