import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { type LoginId, newIdentifier } from '../vocabulary/identifiers.ts';

/** What a browser holds of one login: which, and the secret that makes it this browser's. */
export interface HeldLogin {
  id: LoginId;
  secretHash: string;
}

/**
 * One cookie per page that asked for a login: a browser may log in to my page in one tab and for a company in another,
 * and neither ends the other; the same page in two tabs shares one login. HttpOnly, and Lax: Strict would not be sent
 * on the way back from the card agent. Only the hash of its 256 bits is stored.
 */
export interface LoginCookies {
  read(ctx: Context, returnPath: string): HeldLogin | undefined;
  /** A fresh login for this browser. */
  give(ctx: Context, returnPath: string, expiresAt: Date): HeldLogin;
  /**
   * The same login under a fresh secret: whoever planted or saw the cookie from before holds nothing any more. It is
   * the browser's only once `give` is called, which is when the store knows it.
   */
  renew(
    ctx: Context,
    login: { id: LoginId; returnPath: string; expiresAt: Date },
  ): { secretHash: string; give(): void };
  remove(ctx: Context, returnPath: string): void;
}

export function createLoginCookies({ secure }: { secure: boolean }): LoginCookies {
  const nameFor = (returnPath: string): string =>
    `${secure ? '__Host-' : ''}madoguchi_login_${hash(returnPath).slice(0, 16)}`;
  const options = {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    signed: false,
    overwrite: true,
  } as const;
  const draw: LoginCookies['renew'] = (ctx, { id, returnPath, expiresAt }) => {
    const secret = randomBytes(32).toString('base64url');
    const set = () =>
      ctx.cookies.set(nameFor(returnPath), `${id}.${secret}`, { ...options, expires: expiresAt });
    return { secretHash: hash(secret), give: () => void set() };
  };
  return {
    read(ctx, returnPath) {
      const value = ctx.cookies.get(nameFor(returnPath), { signed: false });
      const [, id, secret] = /^([\w-]{22})\.([\w-]{43})$/.exec(value ?? '') ?? [];
      return id && secret ? { id: id as LoginId, secretHash: hash(secret) } : undefined;
    },
    give(ctx, returnPath, expiresAt) {
      const id = newIdentifier<LoginId>();
      const fresh = draw(ctx, { id, returnPath, expiresAt });
      fresh.give();
      return { id, secretHash: fresh.secretHash };
    },
    renew: draw,
    remove(ctx, returnPath) {
      ctx.cookies.set(nameFor(returnPath), null, options);
    },
  };
}

/** SHA-256, base64url: how secrets of ours are stored. */
export function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

export function isSameHash(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
