/**
 * The window a PIN or password is typed in when a command came from the browser's extension: a page of this very program, on a port
 * of its own, opened by it in the person's browser. Its address is good for one showing, and ends with the command.
 */
import { setTimeout as delay } from 'node:timers/promises';
import Koa from 'koa';
import { agentFinishedPage } from '../../../consent-ui/agent-finished-page.tsx';
import type { AgentSecretView } from '../../../consent-ui/agent-secret-words.ts';
import { pageAssets } from '../../../consent-ui/page-assets.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import { toLanguage } from '../../vocabulary/language.ts';
import type { Log } from '../../vocabulary/log.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import type { Language } from '../../vocabulary/words.ts';
import { type AgentContext, type AgentState, showPage, showRefusal } from '../answers.ts';
import type { HalfName } from '../card-half.ts';
import type { NotAccepted } from '../card-order.ts';
import { checkHost, checkNavigation, checkOwnForm } from '../check-caller.ts';
import { checkSameUser } from '../check-same-user.ts';
import { findEntryFault } from '../entry-fault.ts';
import { createLoopbackServer, drain, listen } from '../loopback-server.ts';
import { serveAsset } from '../page-parts.ts';
import { wipe } from '../secret.ts';
import { readSecretForm } from '../secret-form.ts';
import type { Tries } from '../tries.ts';
import { ProtocolFault } from './messages.ts';

/** What a window is opened for. */
export interface SecretQuestion<Answer> {
  language: Language | undefined;
  half: HalfName;
  toPage(view: AgentSecretView): string;
  look(): Promise<Tries>;
  use(secret: Uint8Array, toldTries: Tries): Promise<SecretUsed<Answer>>;
}

export type SecretUsed<Answer> = { outcome: 'done'; answer: Answer } | NotAccepted;

export interface SecretWindowParts {
  openBrowser(address: string): Promise<void>;
  log: Log;
  /** What the person chose to know this program's pages by. */
  phrase: string | null;
  /** After that long without an answer the person has gone. */
  windowMilliseconds: number;
}

/** @throws ProtocolFault when cancelled or late, and whatever `up` was aborted with: then no try is spent any more. */
export async function askInWindow<Answer>(
  question: SecretQuestion<Answer>,
  d: SecretWindowParts,
  { up }: { up: AbortSignal },
): Promise<Answer> {
  const server = createLoopbackServer();
  const origin = `http://127.0.0.1:${await listen(server, 0)}`;
  const query = question.language ? `?language=${question.language}` : '';
  let page = newPath();
  let form: { token: string; toldTries: Tries } | undefined;
  let atWork: Promise<unknown> = Promise.resolve();
  let settle: { resolve(answer: Answer): void; reject(fault: unknown): void } | undefined;
  const settled = new Promise<Answer>((resolve, reject) => (settle = { resolve, reject }));

  const showForm = (ctx: AgentContext, tries: Tries, fault: AgentSecretView['fault']): void => {
    form = { token: newIdentifier<string>(), toldTries: tries };
    const view = { language: toLanguage(ctx), formToken: form.token, tries, fault, phrase: d.phrase };
    const paths = { formAction: `/enter${query}`, cancelAction: `/cancel${query}` };
    showPage(ctx, fault ? 422 : 200, question.toPage({ ...view, ...paths }));
  };
  /** A locked card ends the command: its page has no form any more. */
  const showTries = (ctx: AgentContext, tries: Tries, fault: AgentSecretView['fault']): void => {
    showForm(ctx, tries, fault);
    if (tries !== 'locked') return;
    ctx.res.once('close', () => settle?.reject(new ProtocolFault('the card is locked')));
  };
  /** Once for each showing: whoever posts has read a page of ours. */
  const takeForm = (token: string): { toldTries: Tries } => {
    const shown = form;
    form = undefined;
    if (shown?.token !== token) throw new Refusal('agent_form_expired');
    return shown;
  };
  const finish = (ctx: AgentContext, what: 'done' | 'cancelled', end: () => void): void => {
    showPage(ctx, 200, agentFinishedPage({ language: toLanguage(ctx), what }));
    ctx.res.once('close', end);
  };

  const show = async (ctx: AgentContext): Promise<void> => {
    checkNavigation(ctx.req);
    page = newPath();
    showTries(ctx, await question.look(), null);
  };
  const enter = async (ctx: AgentContext): Promise<void> => {
    checkOwnForm(ctx.req, origin);
    const { formToken, ...entry } = await readSecretForm(ctx.req);
    const { secret } = entry;
    try {
      const { toldTries } = takeForm(formToken);
      const fault = findEntryFault(question.half, entry, toldTries);
      if (fault) return showForm(ctx, toldTries, fault);
      up.throwIfAborted();
      const using = question.use(secret, toldTries);
      atWork = using.catch(() => undefined);
      const used = await using;
      if (used.outcome !== 'done') return showTries(ctx, used.tries, used.outcome);
      finish(ctx, 'done', () => settle?.resolve(used.answer));
    } finally {
      wipe(secret);
    }
  };
  const cancel = async (ctx: AgentContext): Promise<void> => {
    checkOwnForm(ctx.req, origin);
    const { formToken, secret } = await readSecretForm(ctx.req);
    wipe(secret);
    takeForm(formToken);
    finish(ctx, 'cancelled', () =>
      settle?.reject(new ProtocolFault('cancelled on the card agent’s page', 'ERR_WEBEID_USER_CANCELLED')),
    );
  };

  const route = (ctx: AgentContext): Promise<void> | void => {
    const asset = ctx.method === 'GET' && Object.hasOwn(pageAssets, ctx.path) && pageAssets[ctx.path];
    if (asset) return serveAsset(asset)(ctx);
    if (ctx.method === 'GET' && ctx.path === page) return show(ctx);
    if (ctx.method === 'POST' && ctx.path === '/enter') return enter(ctx);
    if (ctx.method === 'POST' && ctx.path === '/cancel') return cancel(ctx);
    throw new Refusal('not_found');
  };
  const app = new Koa<AgentState>();
  app.use(async (ctx) => {
    try {
      checkHost(ctx.req, origin);
      checkSameUser(ctx.socket);
      await route(ctx);
    } catch (error) {
      // The new address is told only to who stood at the old one, or posted its form.
      ctx.state.toRetryPath = () => `${page}${query}`;
      showRefusal(ctx, error, d.log);
    }
  });
  server.on('request', app.callback());

  const late = setTimeout(
    () => settle?.reject(new ProtocolFault('nothing was entered in time', 'ERR_WEBEID_USER_TIMEOUT')),
    d.windowMilliseconds,
  );
  const abort = (): void => settle?.reject(up.reason);
  up.addEventListener('abort', abort);
  try {
    up.throwIfAborted();
    await d.openBrowser(`${origin}${page}${query}`);
    return await settled;
  } finally {
    clearTimeout(late);
    up.removeEventListener('abort', abort);
    form = undefined;
    // What the card has begun is waited for, so that no try is counted behind the person's back.
    await atWork;
    // The last page still fetches its style sheet; the answer does not wait for that.
    void delay(1000).then(() => drain(server));
  }
}

function newPath(): string {
  return `/ask/${newIdentifier<string>()}`;
}
