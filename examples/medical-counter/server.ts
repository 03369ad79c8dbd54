/** The terminal at the reception. The browser sees no token; what was read is held for this visit alone. */
import { randomBytes } from 'node:crypto';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import { type CounterClient, Denied, type PendingVisit, type ReadCategory } from './madoguchi.ts';
import { icon, messagePage, recordPage, startPage, styleSheet } from './pages.tsx';
import { isVisitKind } from './visits.ts';

interface Visit {
  pending: PendingVisit;
  beganAt: number;
  answers?: ReadCategory[];
}

const cookieName = 'counter_visit';
const visitMilliseconds = 10 * 60_000;

export function createMedicalCounter(d: { origin: string; issuer: string; madoguchi: CounterClient }): Koa {
  /** One terminal, one patient at a time: a new visit ends the one before. */
  const visits = new Map<string, Visit>();
  const router = new Router();
  const visitOf = (ctx: Context): Visit | undefined => {
    const visit = visits.get(ctx.cookies.get(cookieName) ?? '');
    return visit && Date.now() - visit.beganAt < visitMilliseconds ? visit : undefined;
  };
  const forget = (ctx: Context): void => {
    visits.clear();
    ctx.cookies.set(cookieName, null);
  };

  router.get('/', (ctx) => {
    forget(ctx);
    show(ctx, startPage());
  });
  router.get('/style.css', (ctx) => {
    ctx.type = 'css';
    ctx.body = styleSheet;
  });
  router.get('/icon.svg', (ctx) => {
    ctx.type = 'image/svg+xml';
    ctx.body = icon;
  });

  router.post('/visits', async (ctx) => {
    const kind = (await readForm(ctx)).get('kind');
    if (!isVisitKind(kind)) return show(ctx, messagePage('受付の種類をお選びください', ''), 400);
    const { address, pending } = await d.madoguchi.ask(kind);
    forget(ctx);
    const secret = randomBytes(16).toString('base64url');
    visits.set(secret, { pending, beganAt: Date.now() });
    ctx.cookies.set(cookieName, secret, { httpOnly: true, sameSite: 'lax', overwrite: true });
    ctx.redirect(address.href);
    ctx.status = 303;
  });

  router.get('/callback', async (ctx) => {
    const visit = visitOf(ctx);
    if (!visit) return show(ctx, messagePage('受付が見つかりません', 'はじめからお願いします。'), 400);
    try {
      visit.answers = await d.madoguchi.collect(new URL(ctx.originalUrl, d.origin), visit.pending);
    } catch (error) {
      if (!(error instanceof Denied)) throw error;
      forget(ctx);
      return show(
        ctx,
        messagePage('情報を受け取らずに受け付けました', '保険証や資格確認書を窓口でお見せください。'),
      );
    }
    ctx.redirect('/visit');
    ctx.status = 303;
  });

  router.get('/visit', (ctx) => {
    const visit = visitOf(ctx);
    if (!visit?.answers)
      return show(ctx, messagePage('受付が見つかりません', 'はじめからお願いします。'), 400);
    show(ctx, recordPage(visit.answers));
  });

  router.post('/next', (ctx) => {
    forget(ctx);
    ctx.redirect('/');
    ctx.status = 303;
  });

  const app = new Koa();
  app.use(async (ctx, next) => {
    const policy = [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      // The form's post is redirected on to the issuer, and Chromium checks every hop.
      `form-action 'self' ${d.issuer}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ];
    ctx.set('Content-Security-Policy', policy.join('; '));
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Referrer-Policy', 'same-origin');
    // The back button must not show the last patient to the next one.
    ctx.set('Cache-Control', 'no-store');
    try {
      await next();
    } catch {
      show(ctx, messagePage('ただいま確認できません', 'しばらくしてからお願いします。'), 502);
    }
  });
  app.use(router.routes());
  return app;
}

function show(ctx: Context, html: string, status = 200): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = html;
}

async function readForm(ctx: Context): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if (chunks.reduce((sum, { length }) => sum + length, 0) > 4096) ctx.throw(413);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
