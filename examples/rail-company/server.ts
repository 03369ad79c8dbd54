/** The rail company's web shop. Its cookie and its tokens stay on this host; the browser never sees a token. */
import { randomBytes } from 'node:crypto';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import { quote, routes } from './fares.ts';
import { type Access, Denied, type MadoguchiClient, type PendingRequest, Refused } from './madoguchi.ts';
import { icon, messagePage, quotePage, routesPage, styleSheet } from './pages.tsx';

interface Order {
  route: string;
  companion: boolean;
  pending: PendingRequest;
  access?: Access;
}

const cookieName = 'rail_order';
const mostOrders = 1000;

export function createRailCompany(d: { origin: string; issuer: string; madoguchi: MadoguchiClient }): Koa {
  const orders = new Map<string, Order>();
  const router = new Router();
  const orderOf = (ctx: Context): Order | undefined => orders.get(ctx.cookies.get(cookieName) ?? '');

  router.get('/', (ctx) => show(ctx, routesPage(routes)));

  router.get('/style.css', (ctx) => {
    ctx.type = 'css';
    ctx.body = styleSheet;
  });

  router.get('/icon.svg', (ctx) => {
    ctx.type = 'image/svg+xml';
    ctx.body = icon;
  });

  router.post('/tickets', async (ctx) => {
    const form = await readForm(ctx);
    const route = routes.find(({ id }) => id === form.get('route'));
    if (!route) return show(ctx, messagePage('路線がありません', '運賃表からお選びください。'), 400);
    const { address, pending } = await d.madoguchi.ask();
    const secret = randomBytes(16).toString('base64url');
    orders.set(secret, { route: route.id, companion: form.get('companion') === 'yes', pending });
    forgetOldest(orders);
    ctx.cookies.set(cookieName, secret, { httpOnly: true, sameSite: 'lax', overwrite: true });
    ctx.redirect(address.href);
    ctx.status = 303;
  });

  router.get('/callback', async (ctx) => {
    const order = orderOf(ctx);
    if (!order) return show(ctx, messagePage('注文が見つかりません', 'はじめからやり直してください。'), 400);
    try {
      order.access = await d.madoguchi.redeem(new URL(ctx.originalUrl, d.origin), order.pending);
    } catch (error) {
      if (error instanceof Denied) {
        return show(ctx, messagePage('割引を確認しませんでした', '通常の運賃でご購入いただけます。'));
      }
      throw error;
    }
    ctx.redirect('/quote');
    ctx.status = 303;
  });

  const showQuote = async (ctx: Context): Promise<void> => {
    const order = orderOf(ctx);
    const route = routes.find(({ id }) => id === order?.route);
    if (!order?.access || !route) {
      return show(ctx, messagePage('注文が見つかりません', 'はじめからやり直してください。'), 400);
    }
    try {
      const { discount, receiptUrl, readsLeft } = await d.madoguchi.readDiscount(order.access);
      const issuers = discount ? await d.madoguchi.readIssuers(order.access) : [];
      const view = { quote: quote(route, discount, order.companion), issuers, receiptUrl, readsLeft };
      show(ctx, quotePage({ ...view, discountClass: discount?.class ?? null }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      show(ctx, messagePage('割引を確認できません', `窓口の回答: ${error.reason}`), 502);
    }
  };
  router.get('/quote', showQuote);
  router.post('/quote', showQuote);

  const app = new Koa();
  app.use(async (ctx, next) => {
    // The order form's post is redirected on to the issuer, and Chromium checks every hop.
    const policy = [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      `form-action 'self' ${d.issuer}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ];
    ctx.set('Content-Security-Policy', policy.join('; '));
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Referrer-Policy', 'same-origin');
    ctx.set('Cache-Control', 'no-store');
    try {
      await next();
    } catch {
      show(ctx, messagePage('ただいま確認できません', 'しばらくしてからやり直してください。'), 502);
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

function forgetOldest(orders: Map<string, Order>): void {
  for (const secret of orders.keys()) {
    if (orders.size <= mostOrders) return;
    orders.delete(secret);
  }
}
