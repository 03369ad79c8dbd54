import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import type { CompletedLogin } from '../stores/card-logins.ts';
import type { CitizenSessions } from '../stores/citizen-sessions.ts';
import type { Assurance } from '../vocabulary/authentication.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { CitizenId } from '../vocabulary/identifiers.ts';

/** A citizen at my page, and the token that this session's own forms carry. */
export interface PresentCitizen {
  citizen: CitizenId;
  /** What their login had proved. */
  assurance: Assurance;
  formToken: string;
}

export interface PortalSessions {
  find(ctx: Context): Promise<PresentCitizen | undefined>;
  /** In the place of the session that this browser had, whoever's it was. */
  start(ctx: Context, login: CompletedLogin): Promise<void>;
  end(ctx: Context): Promise<void>;
}

const sessionMinutes = 15;

/**
 * Sessions of my page alone: a login for a company's request opens no page of one's own, and the other way round.
 * The cookie holds 256 random bits; the store knows only their hash.
 */
export function createPortalSessions(d: {
  sessions: CitizenSessions;
  clock: Clock;
  secureCookies: boolean;
  formKey: Buffer;
}): PortalSessions {
  const name = d.secureCookies ? '__Host-madoguchi_my_page' : 'madoguchi_my_page';
  const secretOf = (ctx: Context): string | undefined => ctx.cookies.get(name, { signed: false });
  const options = {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: d.secureCookies,
    signed: false,
  } as const;
  return {
    async find(ctx) {
      const secret = secretOf(ctx);
      if (!secret) return undefined;
      const session = await d.sessions.find(hash(secret), d.clock.now());
      if (!session) return undefined;
      const { citizen, assurance } = session;
      return { citizen, assurance, formToken: toFormToken(d.formKey, secret) };
    },
    async start(ctx, { citizen, authentication }) {
      const former = secretOf(ctx);
      if (former) await d.sessions.end(hash(former));
      const secret = randomBytes(32).toString('base64url');
      const createdAt = d.clock.now();
      const expiresAt = new Date(createdAt.getTime() + sessionMinutes * 60_000);
      await d.sessions.start({
        secretHash: hash(secret),
        citizen,
        assurance: authentication.assurance,
        createdAt,
        expiresAt,
      });
      ctx.cookies.set(name, secret, { ...options, expires: expiresAt });
    },
    async end(ctx) {
      const secret = secretOf(ctx);
      if (secret) await d.sessions.end(hash(secret));
      ctx.cookies.set(name, null, options);
    },
  };
}

export function isFormToken(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function toFormToken(key: Buffer, secret: string): string {
  return createHmac('sha256', key).update(secret).digest('base64url');
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
