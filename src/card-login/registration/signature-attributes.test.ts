/** What a signature certificate says of its holder: read in one way, or refused. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeAuthority } from '../../../certs/authority.ts';
import { issueCardCertificate } from '../../../certs/card-certificate.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { readCertificate } from '../certificate.ts';
import { attribute, certificateWith, der, otherName, toNames } from './rehearsal/attributes-der.ts';
import { readSignatureAttributes } from './signature-attributes.ts';
import { toStandardClaims } from './standard-claims.ts';

const read = (changes: Readonly<Record<number, string | Buffer>>) =>
  readSignatureAttributes(certificateWith(toNames(changes)));

function refused(act: () => unknown, detail?: RegExp): void {
  assert.throws(act, (error: unknown) => {
    assert.ok(error instanceof Refusal && error.reason === 'signature_attributes_malformed', String(error));
    if (detail) assert.match(error.detail ?? '', detail);
    // Whatever is wrong with it, it is somebody's.
    assert.doesNotMatch(error.message, /見本|花子|1985/);
    return true;
  });
}

test('the six attributes of hand-written DER are read as they stand', () => {
  assert.deepEqual(read({}), {
    name: { text: '見本 花子', substituted: [] },
    sex: 'female',
    birthOn: '1985-04-01',
    address: { text: '見本県見本市1番地', substituted: [] },
  });
});

test('what the stand-in authority writes is what is read, whatever order, substitutes and unknown days', async () => {
  const now = new Date('2026-11-24T03:00:00Z');
  const authority = await makeAuthority({ purpose: 'signature', generation: 1, now });
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const people = [
    {
      name: '𠮷見本 葛󠄀',
      sex: 'male',
      birthOn: '1969-01-07',
      address: '見本県見本市大字𠮷野',
      nameSubstitutes: '1000000',
    },
    { name: '例示 さくら', sex: 'female', birthOn: '2011-05-00', address: '例示町2番地' },
    { name: 'SAMPLE ANNA MARIA', sex: 'x', birthOn: '1989-00-00', address: '見本県見本市3番地 Ｂ棟' },
    { name: '見本 令', sex: 'female', birthOn: '2019-05-00', address: 'あ'.repeat(200) },
  ];
  for (const attributes of people) {
    const certificate = await issueCardCertificate(authority, {
      publicKey,
      serial: '1a',
      notBefore: new Date(now.getTime() - 86_400_000),
      notAfter: new Date(now.getTime() + 86_400_000),
      attributes: attributes.nameSubstitutes
        ? { ...attributes, nameSubstitutes: attributes.nameSubstitutes.slice(0, [...attributes.name].length) }
        : attributes,
    });
    const { name, sex, birthOn, address } = readSignatureAttributes(readCertificate(certificate));
    assert.deepEqual(
      [name.text, sex, birthOn, address.text],
      [
        attributes.name,
        attributes.sex === 'x' ? 'not_applicable' : attributes.sex,
        attributes.birthOn,
        attributes.address,
      ],
    );
    assert.deepEqual(name.substituted, attributes.nameSubstitutes ? [0] : []);
  }
});

test('a substitute is known by its place, counted in characters and not in code units', () => {
  const { name } = read({ 1: '𠮷見本 葛󠄀子', 2: '1000101' });
  assert.deepEqual(name, { text: '𠮷見本 葛󠄀子', substituted: [0, 4, 6] });
});

test('an attribute that is missing, doubled, unknown, or beside names of another kind is refused', () => {
  for (let number = 1; number <= 6; number += 1) {
    const names = toNames();
    refused(
      () => readSignatureAttributes(certificateWith(names.filter((_, at) => at !== number - 1))),
      /missing/,
    );
    const twice = names[number - 1] ?? assert.fail();
    refused(() => readSignatureAttributes(certificateWith([...names, twice])), /twice/);
  }
  refused(() => readSignatureAttributes(certificateWith([...toNames(), attribute(7, '1')])), /none of six/);
  refused(() => readSignatureAttributes(certificateWith([...toNames(), der(0x81, 'a@example.org')])));
  refused(() => readSignatureAttributes(certificateWith([])));
  refused(() => readSignatureAttributes({ notBefore: 0, extensions: new Map() }), /no attributes/);
});

test('another string type, a value more, or bytes that are not DER or not UTF-8 are refused', () => {
  const [, ...others] = toNames();
  const name = Buffer.from('見本 花子');
  for (const faulty of [
    otherName(1, der(0x1e, '\0A')),
    otherName(1, Buffer.concat([der(0x0c, name), der(0x0c, name)])),
    der(0xa0, der(0x06, Buffer.of(0x2a, 1)), der(0xa0, der(0x0c, name))),
    der(0xa0, der(0x0c, name)),
    attribute(1, Buffer.of(0xe8, 0xa6)),
    attribute(1, Buffer.of(0xc0, 0xaf)),
    attribute(1, Buffer.of(0xed, 0xa0, 0x80)),
  ])
    refused(() => readSignatureAttributes(certificateWith([faulty, ...others])));
});

test('empty, too long, or with characters that nobody sees: no name', () => {
  for (const text of [
    '',
    ' 　 ',
    'あ'.repeat(201),
    '見本\u0000花子',
    '見本\n花子',
    '見本\u202e花子',
    '見本\u200d花子',
    '\ufeff見本 花子',
    '見本\u2028花子',
    '見本\ue000花子',
  ])
    for (const [number, flags] of [
      [1, 2],
      [5, 6],
    ] as const)
      refused(() => read({ [number]: text, [flags]: '0'.repeat([...text].length || 1) }));
  assert.equal(read({ 5: 'あ'.repeat(200), 6: '0'.repeat(200) }).address.text.length, 200);
});

test('flags that are not one 0 or 1 for each character are refused', () => {
  for (const flags of ['0000', '000000', '0000２', '0000 ', '00002', '']) refused(() => read({ 2: flags }));
});

test('a sex that is not 1, 2 or 9 is refused', () => {
  assert.equal(read({ 3: '9' }).sex, 'not_applicable');
  for (const sex of ['0', '3', '11', 'male', '１']) refused(() => read({ 3: sex }), /sex/);
});

test('the era’s digit must fit the date, and the date must exist before the certificate did', () => {
  const good: Record<string, string> = {
    '520190501': '2019-05-01',
    '420190430': '2019-04-30',
    '319890107': '1989-01-07',
    '419890108': '1989-01-08',
    '219261224': '1926-12-24',
    '119120729': '1912-07-29',
    '320000229': '',
    '420000229': '2000-02-29',
    // Both eras are possible where the day is not known.
    '319890000': '1989-00-00',
    '419890000': '1989-00-00',
    '319890100': '1989-01-00',
    '419890100': '1989-01-00',
    '519890100': '',
    '420190500': '',
    '520190500': '2019-05-00',
    '520190000': '2019-00-00',
    '319550000': '1955-00-00',
  };
  for (const [written, birthOn] of Object.entries(good)) {
    if (birthOn === '') refused(() => read({ 4: written }), /era/);
    else assert.equal(read({ 4: written }).birthOn, birthOn);
  }
  for (const [written, detail] of [
    ['319850431', /exist/],
    ['319850229', /exist/],
    ['319851301', /exist/],
    ['319850001', /without a month/],
    ['300000000', /exist|era/],
    ['019850401', /shape/],
    ['619850401', /shape/],
    ['19850401', /shape/],
    ['3198504011', /shape/],
    ['3 1985040', /shape/],
    ['520261002', /after/],
  ] as const)
    refused(() => read({ 4: written }), detail);
});

test('in OpenID’s terms: an unknown day leaves the year, the sex is a word, the address is whole', () => {
  assert.deepEqual(toStandardClaims(read({})), {
    name: '見本 花子',
    gender: 'female',
    birthdate: '1985-04-01',
    address: { formatted: '見本県見本市1番地', country: 'JP' },
  });
  assert.equal(toStandardClaims(read({ 4: '319850400' })).birthdate, '1985');
  assert.equal(toStandardClaims(read({ 4: '319850000' })).birthdate, '1985');
});

test('bytes changed at random are read or refused, and never end in another error', () => {
  const value = certificateWith(toNames()).extensions.values().next().value?.value ?? assert.fail();
  fc.assert(
    fc.property(fc.nat(value.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(value);
      changed[at] = (changed[at] ?? 0) ^ change;
      const extensions = new Map([['2.5.29.17', { critical: false, value: changed }]]);
      try {
        readSignatureAttributes({ notBefore: 1_790_000_000, extensions });
      } catch (error) {
        assert.ok(error instanceof Refusal, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});
