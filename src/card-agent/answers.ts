/** The one place that writes answers. None carries a CORS header or a cookie: there is nobody to share with. */
import type { Context, ParameterizedContext } from 'koa';
import { agentErrorPage } from '../../consent-ui/agent-error-page.tsx';
import { pageHeaders } from '../../consent-ui/page-headers.ts';
import { newTraceId } from '../vocabulary/identifiers.ts';
import { toLanguage } from '../vocabulary/language.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Language } from '../vocabulary/words.ts';

export interface AgentState {
  /** Where another try leads, once it is known what a request was for. */
  toRetryPath?: (language: Language) => string;
}
export type AgentContext = ParameterizedContext<AgentState>;

export function showPage(ctx: Pick<Context, 'status' | 'set' | 'body'>, status: number, html: string): void {
  ctx.status = status;
  ctx.set(pageHeaders());
  ctx.body = html;
}

/** Says in plain words what was refused, and links to another try where one makes sense. */
export function showRefusal(ctx: AgentContext, error: unknown, log: Log): void {
  const refusal =
    error instanceof Refusal ? error : new Refusal('internal_error', undefined, { cause: error });
  const { reason, row, detail, cause } = refusal;
  const traceId = newTraceId();
  log.warn('refused', {
    reason,
    status: row.status,
    trace_id: traceId,
    ...(detail === undefined ? {} : { detail }),
    ...(cause === undefined ? {} : { error: toErrorField(cause) }),
  });
  const language = toLanguage(ctx);
  const retryPath = (isWorthAnotherTry(refusal) && ctx.state.toRetryPath?.(language)) || null;
  const reference = row.status >= 500 ? traceId : null;
  showPage(
    ctx,
    row.status,
    agentErrorPage({ language, words: row.citizen, next: null, retryPath, reference }),
  );
}

/** The card can be put back, a network comes back, and a challenge is fetched anew; a refused card stays refused. */
function isWorthAnotherTry({ row }: Refusal): boolean {
  return row.status === 409 || row.status >= 500;
}
