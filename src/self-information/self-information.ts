import Router from '@koa/router';
import type { Context, Next } from 'koa';
import type { DisclosureLedger } from '../disclosures/ledger.ts';
import type { SigningKey } from '../key-custody/signing-key.ts';
import { checkStanding } from '../consent/standing.ts';
import { checkAccepts } from '../tokens/check-headers.ts';
import { answerProblem } from '../tokens/problems.ts';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { type ItemName, newTraceId, type TraceId } from '../vocabulary/identifiers.ts';
import { attestationCategory, attestationQuestions, findAttestation } from '../vocabulary/attestations.ts';
import { withoutAddresses } from '../vocabulary/address-items.ts';
import { identityCategory } from '../vocabulary/identity.ts';
import { categoryOf } from '../vocabulary/items.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { createAnswers } from './answers.ts';
import { findPolicyInForce } from './attestations/policies.ts';
import { toEncrypted } from './encrypt-answer.ts';
import { type Call, checkCategory, createGate, type GateRooms, type Released } from './gate.ts';
import { checkRequest, loadIdempotencyKey } from './check-request.ts';
import { addLedgerRoutes } from './ledger-routes.ts';
import { toJapaneseDay } from './read-items.ts';
import { createRecordDenial } from './release-entry.ts';
import { createAcceptRequest } from './requests/accept-request.ts';
import { createFetchResult } from './requests/fetch-result.ts';
import type { RequestLimits } from './requests/request-limits.ts';
import { addRequestRoutes, requestsPath } from './requests/request-routes.ts';
import type { ResultSeal } from './requests/result-seal.ts';
import { createReplaySet } from './replay-set.ts';

export interface SelfInformationRooms extends Omit<GateRooms, 'replays' | 'ledger'> {
  ledger: Pick<DisclosureLedger, 'append' | 'appendTogether' | 'receipt' | 'published'>;
  clock: Clock;
  log: Log;
  issuer: string;
  /** Signs answers asked for as JWT. */
  answersKey: SigningKey;
  /** The provider's: signs what userinfo answers as JWT. */
  userinfoKey: SigningKey;
  /** Public: what receipts are checked with. */
  ledgerKey: PublicJwk;
  /** Several categories at once: where requests and their results wait, and who is told that there is work. */
  requests: Pick<Stores, 'informationRequests'> & {
    seal: ResultSeal;
    limits: RequestLimits;
    onAccepted(): void;
  };
}

/** The resource API, `/v1`: openapi.yaml is its contract. */
export function createSelfInformation(rooms: SelfInformationRooms): Router {
  const { issuer, log, clock, ledger } = rooms;
  const gate = createGate({ ...rooms, replays: createReplaySet() });
  const recordDenial = createRecordDenial(rooms);
  const answers = createAnswers({
    issuer,
    key: rooms.answersKey,
    userinfoKey: rooms.userinfoKey,
    clock,
  });
  // One spelling of every address: with strict and sensitive, neither a slash at the end nor capitals make another.
  const api = new Router({ prefix: '/v1', strict: true, sensitive: true });
  const methodsAt = (path: string): readonly string[] =>
    api
      .match(path, 'GET')
      .path.filter(({ name, methods }) => name !== anythingElse && methods.length > 0)
      // A path that is written out is no category's name: `requests` takes what it takes, and nothing else.
      .filter(
        ({ paramNames }, _, found) =>
          paramNames.length === 0 || found.every((each) => each.paramNames.length > 0),
      )
      .flatMap(({ methods }) => methods.filter((method) => method !== 'HEAD'));
  const takesBody = (path: string, method: string): boolean =>
    method === 'POST' && path === `/v1${requestsPath}`;

  api.use(async (ctx: Context, next: Next) => {
    const traceId = newTraceId();
    ctx.state['traceId'] = traceId;
    ctx.set('X-Trace-Id', traceId);
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Content-Type-Options', 'nosniff');
    try {
      checkRequest(ctx, methodsAt, takesBody);
      await next();
    } catch (error) {
      answerProblem(ctx, error, { issuer, log, traceId });
    }
  });

  api.get('/self-information', async (ctx) => {
    checkAccepts(ctx, ['application/json']);
    const { consent } = await gate.admit(toCall(ctx, issuer));
    checkStanding(consent, clock.now());
    const items = withoutAddresses(consent.items);
    ctx.body = {
      purpose: consent.purpose,
      valid_until: consent.validUntil.toISOString(),
      reads_left: consent.readsGranted - consent.readsUsed,
      categories: groupByCategory(items).map(([category, items]) => ({
        category,
        items,
        href: `${issuer}/v1/self-information/${category}`,
      })),
      identity: toIdentityGrant(items, issuer),
      attestations: toAttestationGrants(consent.items, toJapaneseDay(clock.now()), issuer),
    };
  });

  const roomsOfRequests = {
    ...rooms,
    gate,
    recordDenial,
    stores: rooms.requests,
    seal: rooms.requests.seal,
    limits: rooms.requests.limits,
    suppressions: rooms.identity.suppressions,
  };
  addRequestRoutes(api, {
    issuer,
    accept: createAcceptRequest(roomsOfRequests),
    fetch: createFetchResult(roomsOfRequests),
    onAccepted: rooms.requests.onAccepted,
    toCall: (ctx) => toCall(ctx, issuer),
    answers,
    limits: rooms.requests.limits,
    log,
  });

  api.get('/self-information/:category', async (ctx) => {
    const type = checkAccepts(ctx, ['application/json', 'application/jwt']);
    const { name } = checkCategory(String(ctx.params['category']));
    const released = await gate.releaseCategory(toCall(ctx, issuer), name);
    const body = answers.toSelfInformation(released);
    if (type === 'application/json' && !released.encryptTo) ctx.body = body;
    else await answerJwt(ctx, answers.toJwt(released, body, 'self-information+jwt'), released);
    logAnswer(log, ctx, released.access.client, { category: name, outcome: released.reading.outcome });
  });

  api.get('/attestations/:question', async (ctx) => {
    checkAccepts(ctx, ['application/jwt']);
    const name = String(ctx.params['question']);
    const question = attestationQuestions.find((each) => each.name === name);
    if (!question) throw new Refusal('attestation_not_found');
    const released = await gate.releaseAttestation(toCall(ctx, issuer), question);
    await answerJwt(
      ctx,
      answers.toJwt(released, answers.toAttestation(released), 'attestation+jwt'),
      released,
    );
    logAnswer(log, ctx, released.access.client, { category: released.policy, outcome: 'ok' });
  });

  // Both methods: OpenID Connect Core 1.0, section 5.3. The token comes in the header of either.
  api.register(userinfoPath, ['GET', 'POST'], async (ctx: Context) => {
    const type = checkAccepts(ctx, ['application/json', 'application/jwt']);
    const released = await gate.releaseIdentity(toCall(ctx, issuer));
    const body = answers.toUserinfo(released);
    if (type === 'application/json' && !released.encryptTo) ctx.body = body;
    else await answerJwt(ctx, answers.toUserinfoJwt(released, body), released);
    logAnswer(log, ctx, released.access.client, {
      category: identityCategory,
      outcome: released.reading.outcome,
    });
  });

  addLedgerRoutes(api, { ledger, issuer });

  api.get('/keys', (ctx) => {
    checkAccepts(ctx, ['application/json']);
    ctx.body = { keys: [rooms.answersKey.publicJwk, rooms.ledgerKey] };
    ctx.set('Cache-Control', 'public, max-age=300');
  });

  // Never reached: checkRequest refuses what is not above. It is here so that every path under /v1 meets that check.
  api.all(anythingElse, '/{*path}', () => {
    throw new Refusal('not_found');
  });
  return api;
}

const anythingElse = 'anything else';
const userinfoPath = '/userinfo';

function toIdentityGrant(items: readonly ItemName[], issuer: string) {
  const granted = items.filter((item) => categoryOf(item) === identityCategory);
  return granted.length === 0 ? null : { items: granted, href: `${issuer}/v1${userinfoPath}` };
}

function toAttestationGrants(items: readonly ItemName[], today: string, issuer: string) {
  return items.flatMap((item) => {
    const question = findAttestation(item)?.question;
    const policy = question && findPolicyInForce(question.name, today);
    return policy ? [{ policy: policy.id, item, href: `${issuer}/v1/attestations/${question.name}` }] : [];
  });
}

function toCall(ctx: Context, issuer: string): Call {
  return {
    method: ctx.method,
    url: `${issuer}${ctx.path}`,
    authorization: ctx.get('Authorization') || undefined,
    proof: ctx.get('DPoP') || undefined,
    traceId: ctx.state['traceId'] as TraceId,
    idempotencyKey: loadIdempotencyKey(ctx),
    acceptsJwt: ctx.accepts('application/jwt') !== false,
  };
}

async function answerJwt(
  ctx: Context,
  signed: string,
  { encryptTo }: Pick<Released, 'encryptTo'>,
): Promise<void> {
  ctx.body = encryptTo ? await toEncrypted(signed, encryptTo) : signed;
  ctx.set('Content-Type', 'application/jwt');
}

function groupByCategory(items: readonly ItemName[]): [string, ItemName[]][] {
  const groups = new Map<string, ItemName[]>();
  for (const item of items) {
    const category = categoryOf(item);
    if (category !== attestationCategory && category !== identityCategory)
      groups.set(category, [...(groups.get(category) ?? []), item]);
  }
  return [...groups];
}

function logAnswer(
  log: Log,
  ctx: Context,
  client: string,
  what: { category: string; outcome: string },
): void {
  log.info('released', { ...what, client_id: client, trace_id: ctx.state['traceId'] as string });
}
