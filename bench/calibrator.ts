/** A fixed piece of work: what it costs here and now is the unit in which a call's cost is told. */
import { generateKeyPairSync, sign, verify } from 'node:crypto';

const { privateKey, publicKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const record = {
  certificates: [1, 2, 3].map((number) => ({ number, class: '1', issued_on: '2026-04-01', note: '見本' })),
};
const signed = Buffer.from(JSON.stringify(record));
const signature = sign('sha256', signed, privateKey);
const times = 120;

/** CPU microseconds of 120 ES256 verifications, each with a record written and read as JSON. */
export function calibrate(): number {
  const began = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    if (!verify('sha256', signed, key, signature)) throw new Error('the calibrator’s signature does not fit');
    JSON.parse(JSON.stringify(record));
  }
  return toMicroseconds(process.cpuUsage(began));
}

/** All threads of this process, in the program and in the kernel. */
export function toMicroseconds({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}
