/** Revocation lists of any kind, put together from parts and signed by a real key. */
import { sign } from 'node:crypto';
import { type ForgedExtension, type ForgedKey, type ForgedName, toName } from './forge-certificate.ts';
import { secondsFromNow } from './forged-chain.ts';
import { bits, boolean, der, integer, objectIdentifier, octets, sequence, time } from './write-der.ts';

export const listExtension = {
  number: '2.5.29.20',
  reason: '2.5.29.21',
  deltaOf: '2.5.29.27',
  scope: '2.5.29.28',
  certificateIssuer: '2.5.29.29',
  freshest: '2.5.29.46',
} as const;

export interface ForgedList {
  issuer: ForgedName;
  signer: ForgedKey;
  /** Serials in hex, each with the extensions of its entry. */
  revoked?: readonly { serial: string; extensions?: readonly ForgedExtension[] }[];
  thisUpdate?: Date;
  /** `null` leaves it out. */
  nextUpdate?: Date | null;
  extensions?: readonly ForgedExtension[];
}

const algorithm = Buffer.from('300a06082a8648ce3d040302', 'hex');

export function forgeList(list: ForgedList): Buffer {
  const { revoked = [], extensions = [], nextUpdate = secondsFromNow(3600) } = list;
  const entries = revoked.map((entry) =>
    sequence(
      der(0x02, Buffer.from(entry.serial, 'hex')),
      time(secondsFromNow(-7200)),
      ...(entry.extensions ? [sequence(...entry.extensions.map(toExtension))] : []),
    ),
  );
  const signed = sequence(
    integer(1),
    algorithm,
    toName(list.issuer),
    time(list.thisUpdate ?? secondsFromNow(-3600)),
    ...(nextUpdate ? [time(nextUpdate)] : []),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    ...(extensions.length > 0 ? [der(0xa0, sequence(...extensions.map(toExtension)))] : []),
  );
  return sequence(signed, algorithm, bits(sign('sha256', signed, list.signer.privateKey)));
}

function toExtension({ name, critical, value }: ForgedExtension): Buffer {
  return sequence(objectIdentifier(name), ...(critical ? [boolean(true)] : []), octets(value));
}
