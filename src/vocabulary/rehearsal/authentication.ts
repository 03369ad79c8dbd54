/** What logins prove, for tests that are about something else. */
import type { Authentication, UsedCertificate } from '../authentication.ts';

const signed = (kind: UsedCertificate['kind'], factor: UsedCertificate['factor']): UsedCertificate => ({
  kind,
  factor,
  revocation: { source: 'ocsp', asOf: '2026-11-23T11:59:00.000Z', evidence: 'A'.repeat(43) },
  at: '2026-11-23T12:00:00.000Z',
});

export const byCard: Authentication = { assurance: 'card', used: [signed('user_authentication', 'pin')] };

export const bySignature: Authentication = {
  assurance: 'signature',
  used: [...byCard.used, signed('digital_signature', 'password')],
};

export const byPhone: Authentication = {
  assurance: 'cross_device',
  used: [signed('phone_authentication', 'biometrics')],
};
