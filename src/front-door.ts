import type { Context, Middleware } from 'koa';
import { pageHeaders } from '../consent-ui/page-headers.ts';
import { errorPage } from '../consent-ui/error-page.tsx';
import { answerProblem } from './tokens/problems.ts';
import { toLanguage } from './vocabulary/language.ts';
import type { Clock } from './vocabulary/clock.ts';
import { newTraceId, type TraceId } from './vocabulary/identifiers.ts';
import { type Log, toErrorField } from './vocabulary/log.ts';
import { Refusal } from './vocabulary/refusals.ts';

/** Addresses that programs call: there a refusal is a problem document, whatever the caller says it accepts. */
const forPrograms = /^\/(v1|par|token|jwks|credentials)(\/|$)/;

/**
 * What every request meets first: our own host name or none, one line in the log, and for whatever a room refuses a
 * page in plain words, or a problem document where a program asked. The OpenID provider builds addresses from the
 * request's host, so a foreign one would put a stranger's address into discovery; and a rebound name would make a
 * stranger's page same-origin with ours.
 */
export function createFrontDoor(d: { issuer: string; clock: Clock; log: Log }): Middleware {
  const { host } = new URL(d.issuer);
  return async (ctx, next) => {
    const began = process.hrtime.bigint();
    try {
      if (ctx.host !== host) throw new Refusal('foreign_host');
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new Refusal('not_found');
    } catch (error) {
      const traceId = newTraceId();
      if (isForProgram(ctx)) answerDocument(ctx, error, traceId, d);
      else answerPage(ctx, error, traceId, d.log);
    }
    d.log.info('request', {
      method: ctx.method,
      route: ctx._matchedRoute ? String(ctx._matchedRoute) : 'none',
      status: ctx.status,
      duration_ms: Number((process.hrtime.bigint() - began) / 10_000n) / 100,
    });
  };
}

/** Who accepts anything is shown the page; browsers always name HTML, programs that want JSON say so. */
function isForProgram(ctx: Context): boolean {
  return forPrograms.test(ctx.path) || ctx.accepts('html', 'json', 'application/problem+json') !== 'html';
}

function answerDocument(
  ctx: Context,
  error: unknown,
  traceId: TraceId,
  { issuer, log }: { issuer: string; log: Log },
): void {
  ctx.set('X-Trace-Id', traceId);
  ctx.set('X-Content-Type-Options', 'nosniff');
  answerProblem(ctx, error, { issuer, log, traceId });
}

function answerPage(ctx: Context, error: unknown, traceId: TraceId, log: Log): void {
  const refusal =
    error instanceof Refusal ? error : new Refusal('internal_error', undefined, { cause: error });
  const { row, reason } = refusal;
  const cause = refusal.cause === undefined ? {} : { error: toErrorField(refusal.cause) };
  const line = { reason, trace_id: traceId, status: row.status, ...cause };
  if (row.status >= 500) log.error('refused', line);
  else log.info('refused', line);
  ctx.status = row.status;
  if (refusal.retryAfter !== undefined) ctx.set('Retry-After', refusal.retryAfter);
  ctx.set(pageHeaders());
  const title = { ja: 'お手続きできませんでした', en: 'This could not be done' };
  ctx.body = errorPage({ language: toLanguage(ctx), title, words: row.citizen, reference: traceId });
  ctx.type = 'html';
}
