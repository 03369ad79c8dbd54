import Router from '@koa/router';
import type { Context, Next } from 'koa';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readBody, readForm } from '../consent/posted-form.ts';
import type { DisclosureLedger } from '../disclosures/ledger.ts';
import type { SigningKey } from '../key-custody/signing-key.ts';
import type { CredentialOffers } from '../stores/credential-offers.ts';
import type { IssuedCredentials } from '../stores/issued-credentials.ts';
import type { OthersVersion } from '../stores/suppressions.ts';
import type { Attestation } from '../vocabulary/attestations.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { type CitizenId, type ItemName, newTraceId, type TraceId } from '../vocabulary/identifiers.ts';
import type { Log } from '../vocabulary/log.ts';
import type { JsonObject, Outcome } from '../vocabulary/reading.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { findCredentialType, toTypeMetadata, typeOfItem } from './credential-types.ts';
import { issueBatch, mostPerBatch } from './issue-batch.ts';
import {
  preAuthorizedCode,
  toAuthorizationServerMetadata,
  toIssuerMetadata,
  toKeyMetadata,
} from './issuer-metadata.ts';
import { createKeyProofs } from './key-proofs.ts';
import { answerRefusal } from './oauth-answers.ts';
import { createOffers, type ShownOffer, tokenSeconds } from './offers.ts';
import { createStatusLists } from './status-list.ts';

/** What the policy in force answers about somebody at this moment; app.ts introduces who reads it. */
export interface AnswerNow {
  (
    citizen: CitizenId,
    attestation: Attestation,
    traceId: TraceId,
  ): Promise<{
    outcome: Outcome;
    answer: JsonObject | null;
    policy: string;
    suppressionVersion: number;
    /** The same of other people in the record behind it. */
    others: OthersVersion | null;
  }>;
}

export interface CredentialRooms {
  issuer: string;
  key: SigningKey;
  offers: CredentialOffers;
  issued: IssuedCredentials;
  answerNow: AnswerNow;
  ledger: Pick<DisclosureLedger, 'recordCredentialIssue'>;
  clock: Clock;
  log: Log;
  nonceKey: Buffer;
}

export interface Credentials {
  /** What wallets and verifiers call. */
  routes: Router;
  /** For the citizen's own page: an offer, with what it would say now; null where there is nothing to attest. @throws Refusal */
  offer(citizen: CitizenId, item: ItemName): Promise<{ offer: ShownOffer; answer: JsonObject } | null>;
}

const mostBodyBytes = 64 * 1024;

const isCredentialRequest = new Ajv2020().compile<{
  credential_configuration_id: string;
  proofs: { jwt: string[] };
}>({
  type: 'object',
  required: ['credential_configuration_id', 'proofs'],
  properties: {
    credential_configuration_id: { type: 'string', maxLength: 200 },
    proofs: {
      type: 'object',
      additionalProperties: false,
      required: ['jwt'],
      properties: {
        jwt: {
          type: 'array',
          minItems: 1,
          maxItems: mostPerBatch,
          items: { type: 'string', maxLength: 2000 },
        },
      },
    },
  },
});

/** The counter's credentials: an answer that a citizen carries along, to show it without the counter knowing where. */
export function createCredentials(d: CredentialRooms): Credentials {
  const { issuer, clock, log } = d;
  const offers = createOffers(d);
  const proofs = createKeyProofs(d);
  const statuses = createStatusLists(d);
  const router = new Router({ strict: true, sensitive: true });

  router.use('/credentials', async (ctx: Context, next: Next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Cache-Control', 'no-store');
    try {
      await next();
    } catch (error) {
      answerRefusal(ctx, error, log);
    }
  });

  publish(router, '/.well-known/openid-credential-issuer', toIssuerMetadata(issuer));
  publish(
    router,
    '/.well-known/oauth-authorization-server/credentials',
    toAuthorizationServerMetadata(issuer),
  );
  publish(router, '/.well-known/jwt-vc-issuer', toKeyMetadata(issuer, d.key.publicJwk));

  router.get('/credentials/types/:id', (ctx) => {
    const type = findCredentialType(String(ctx.params['id']));
    if (!type) throw new Refusal('not_found');
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.body = toTypeMetadata(issuer, type);
  });

  router.get('/credentials/status/:list', async (ctx) => {
    const list = String(ctx.params['list']);
    // A day's number, five digits until the year 2243.
    if (!/^[1-9][0-9]{4}$/.test(list)) throw new Refusal('not_found');
    ctx.body = await statuses.token(Number(list));
    ctx.set('Content-Type', 'application/statuslist+jwt');
    ctx.set('Cache-Control', 'public, max-age=5');
  });

  router.post('/credentials/token', async (ctx) => {
    const form = await readForm(ctx, mostBodyBytes);
    const [code, transactionCode] = [single(form, 'pre-authorized_code'), single(form, 'tx_code')];
    if (single(form, 'grant_type') !== preAuthorizedCode || !code || !transactionCode)
      throw new Refusal(
        'credential_request_malformed',
        'grant_type, pre-authorized_code and tx_code, once each',
      );
    ctx.body = {
      access_token: await offers.redeem(code, transactionCode),
      token_type: 'Bearer',
      expires_in: tokenSeconds,
    };
  });

  router.post('/credentials/nonce', (ctx) => {
    ctx.body = { c_nonce: proofs.nonce() };
  });

  router.post('/credentials/credential', async (ctx) => {
    const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(ctx.get('Authorization'))?.[1] ?? '';
    const { citizen, item } = await offers.find(token);
    const request = await readRequest(ctx);
    const type = typeOfItem(item);
    if (!type || request.credential_configuration_id !== type.id) throw new Refusal('credential_unknown');
    const holderKeys = proofs.verify(request.proofs.jwt);
    await offers.take(token);
    const traceId = newTraceId();
    const answered = await answerOrRefuse(citizen, type.attestation, traceId);
    const { answer, policy, suppressionVersion, others } = answered;
    // Durable before anything leaves, as every answer of the house.
    const { result, entry } = await d.ledger.recordCredentialIssue(
      { citizen, item, policy, count: holderKeys.length, traceId },
      { version: suppressionVersion, others: others ? [others] : [] },
    );
    // A flag that moved meanwhile is told as an outage is, and asked again under the new flags with a new offer.
    if (result.outcome !== 'committed') throw new Refusal('agency_unavailable');
    const credentials = await issueBatch(
      d,
      { batch: entry.id, citizen, item, suppressionVersion },
      { type, answer, holderKeys, now: clock.now() },
    );
    log.info('credentials_issued', { category: policy, count: credentials.length, trace_id: traceId });
    ctx.body = { credentials: credentials.map((credential) => ({ credential })) };
  });

  async function answerOrRefuse(citizen: CitizenId, attestation: Attestation, traceId: TraceId) {
    const { outcome, answer, ...rest } = await d.answerNow(citizen, attestation, traceId);
    if (outcome === 'agency_unavailable' || outcome === 'not_connected') throw new Refusal(outcome);
    if (!answer) throw new Refusal('credential_denied');
    return { answer, ...rest };
  }

  return {
    routes: router,
    async offer(citizen, item) {
      const type = typeOfItem(item);
      if (!type) throw new Refusal('attestation_not_found');
      try {
        const { answer } = await answerOrRefuse(citizen, type.attestation, newTraceId());
        return { answer, offer: await offers.make({ citizen, item }, type) };
      } catch (error) {
        if (error instanceof Refusal && error.reason === 'credential_denied') return null;
        throw error;
      }
    },
  };
}

/** The same for everybody, for browsers' wallets too. */
function publish(router: Router, path: string, body: Record<string, unknown>): void {
  router.get(path, (ctx) => {
    ctx.body = body;
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.set('Access-Control-Allow-Origin', '*');
    ctx.set('X-Content-Type-Options', 'nosniff');
  });
}

/** RFC 6749, section 3.2: a parameter that is sent twice is a fault. */
function single(form: URLSearchParams, name: string): string | undefined {
  const values = form.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

async function readRequest(ctx: Context) {
  if (!ctx.is('application/json')) throw new Refusal('media_type_not_supported');
  const text = (await readBody(ctx, mostBodyBytes)).toString('utf8');
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    throw new Refusal('credential_request_malformed', 'the body is not JSON');
  }
  if (!isCredentialRequest(request))
    throw new Refusal('credential_request_malformed', 'credential_configuration_id and proofs.jwt');
  return request;
}
