/** A list of the size of a nation, put together in one buffer: a certificate library would take a gigabyte for it. */
import { createPrivateKey, sign } from 'node:crypto';
import type { Extension } from 'pkijs';
import type { Authority } from '../../../certs/authority.ts';
import { issuingDistributionPoint } from '../../../certs/extensions.ts';
import { type Name, toDistinguishedName } from '../../../certs/names.ts';

const ecdsaWithSha256 = Buffer.from('300a06082a8648ce3d040302', 'hex');
const version2 = Buffer.of(2, 1, 1);

/** Of a P-256 authority. Revoked is every serial that `toLargeSerial` makes of `entries` numbers in a row. */
export function makeLargeList(
  authority: Authority,
  {
    entries,
    from = 0,
    part,
    thisUpdate,
    nextUpdate,
  }: { entries: number; from?: number; part?: Name; thisUpdate: Date; nextUpdate: Date },
): Buffer {
  const entry = der(0x30, der(2, Buffer.from(toLargeSerial(0), 'hex')), toUtcTime(thisUpdate));
  const all = Buffer.alloc(entry.length * entries);
  for (let index = 0; index < entries; index += 1) {
    entry.copy(all, index * entry.length);
    // The last four of the serial's nine bytes, which begin behind two tags and lengths.
    all.writeUInt32BE(from + index, index * entry.length + 4 + 5);
  }
  const signed = der(
    0x30,
    version2,
    ecdsaWithSha256,
    Buffer.from(toDistinguishedName(authority.subject).toSchema().toBER(false)),
    toUtcTime(thisUpdate),
    toUtcTime(nextUpdate),
    der(0x30, all),
    ...(part ? [der(0xa0, der(0x30, toBytes(issuingDistributionPoint(part))))] : []),
  );
  const key = createPrivateKey({ key: authority.pkcs8, format: 'der', type: 'pkcs8' });
  return der(0x30, signed, ecdsaWithSha256, der(3, Buffer.of(0), sign('sha256', signed, key)));
}

export function toLargeSerial(index: number): string {
  return `5a${index.toString(16).padStart(16, '0')}`;
}

function toBytes(extension: Extension): Buffer {
  return Buffer.from(extension.toSchema().toBER(false));
}

function toUtcTime(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = length < 0x80 ? Buffer.of(tag, length) : Buffer.of(tag, 0x84, 0, 0, 0, 0);
  if (length < 0x80) return Buffer.concat([head, ...parts]);
  head.writeUInt32BE(length, 2);
  // DER writes a length as short as it can be.
  const zeros = [...head.subarray(2)].findIndex((byte) => byte !== 0);
  return Buffer.concat([Buffer.of(tag, 0x84 - zeros), head.subarray(2 + zeros), ...parts]);
}
