import { randomBytes } from 'node:crypto';
import type { LoginStep, ProvedLogin } from '../stores/card-logins.ts';
import type { LoginId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { CardLoginRooms } from './card-login.ts';
import { hash } from './login-cookie.ts';

/**
 * What was proved counts from here on, and is in the audit trail before it does: a login that is in none logs nobody
 * in. Where nobody is registered with the certificate yet, nobody logged in, and a registration follows.
 * Answers a fresh completion code, good for so many seconds. @throws Refusal `login_unknown`
 */
export async function acceptLogin(
  login: { id: LoginId; step: LoginStep; codeSeconds: number; by: 'card' | 'phone' },
  proved: ProvedLogin,
  d: Pick<CardLoginRooms, 'clock' | 'log' | 'recordLogin'> & {
    stores: Pick<CardLoginRooms['stores'], 'cardLogins'>;
  },
): Promise<string> {
  const { citizen, authentication } = proved;
  if (citizen) await d.recordLogin({ citizen, authentication });
  const code = randomBytes(32).toString('base64url');
  const until = new Date(d.clock.now().getTime() + login.codeSeconds * 1000);
  if (!(await d.stores.cardLogins.deliver(login.id, login.step, proved, hash(code), until)))
    throw new Refusal('login_unknown');
  const source = authentication.used.at(-1)?.revocation.source ?? '';
  d.log.info('card_login', { outcome: source, detail: login.by === 'phone' ? 'phone' : login.step });
  return code;
}
