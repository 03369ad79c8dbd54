/**
 * Introduces the rooms to each other. The order of the routes tells the story:
 * the card logs in, the citizen looks after what is theirs, crews read of whoever cannot be asked, wallets fetch what
 * citizens carry, companies read, and the provider keeps the tokens.
 */
import Koa from 'koa';
import { type Agencies, createAgencies } from './agencies/agencies.ts';
import { type AgencyCorrections, createAgencyCorrections } from './agencies/agency-corrections.ts';
import type { AgencyDirectory } from './agencies/directory.ts';
import { createExchangeRecords, type ExchangeRecords } from './agencies/exchange-records.ts';
import type { NetworkIdentityFiles } from './agencies/network-identity.ts';
import { createPersonFinder, type PersonFinder } from './agencies/person-finder.ts';
import { createResidentRegister, type ResidentRegister } from './agencies/resident-register.ts';
import { type CardLoginRooms, createCardLogin } from './card-login/card-login.ts';
import { createIdentities } from './card-login/registration/identities.ts';
import { createResidentRegistrar } from './card-login/registration/resident-registrar.ts';
import { createIdentitySeal, identitySealPurpose } from './card-login/registration/seal.ts';
import { createCitizenPortal } from './citizen-portal/citizen-portal.ts';
import { type Corrections, createCorrections } from './corrections/corrections.ts';
import { createConsent } from './consent/consent.ts';
import { createLedger, type DisclosureLedger } from './disclosures/ledger.ts';
import { createEmergency } from './emergency/emergency.ts';
import type { Witness } from './disclosures/witness-file.ts';
import { createCredentials } from './credentials/credentials.ts';
import { createFrontDoor } from './front-door.ts';
import type { SigningKey } from './key-custody/signing-key.ts';
import { createPublicPages } from './public-pages.ts';
import { deriveKey, type Secrets } from './secrets.ts';
import { createEventDelivery, type EventDelivery } from './self-information/events/event-delivery.ts';
import { createEventPush } from './self-information/events/push-event.ts';
import { toCompletedEvent } from './self-information/events/security-event.ts';
import { answerQuestion } from './self-information/attestations/read-attestation.ts';
import { createPreview } from './self-information/preview.ts';
import { requestLimits } from './self-information/requests/request-limits.ts';
import { createRequestWorker, type RequestWorker } from './self-information/requests/request-worker.ts';
import { createResultSeal, resultSealPurpose } from './self-information/requests/result-seal.ts';
import { createSelfInformation } from './self-information/self-information.ts';
import type { Stores } from './stores/stores.ts';
import { createClientGuard } from './tokens/client-guard.ts';
import { createResourceGuard } from './tokens/resource-guard.ts';
import { createTokens } from './tokens/tokens.ts';
import type { Clock } from './vocabulary/clock.ts';
import { type Log, toErrorField } from './vocabulary/log.ts';

export interface AppParts {
  issuer: string;
  behindProxy: boolean;
  cardAgentOrigin: string;
  stores: Stores;
  clock: Clock;
  log: Log;
  keys: { issuer: SigningKey; answers: SigningKey; ledger: SigningKey };
  secrets: Secrets;
  /** Who cosigns the ledger's heads. */
  witnesses?: readonly Witness[];
  authorities: CardLoginRooms['authorities'];
  places: CardLoginRooms['places'];
  network: { url: string; identity: NetworkIdentityFiles; directory: AgencyDirectory };
}

export interface App {
  callback: ReturnType<Koa['callback']>;
  ledger: DisclosureLedger;
  agencies: Agencies;
  register: ResidentRegister;
  finder: PersonFinder;
  /** Works on what companies asked for in the background. */
  requestWorker: RequestWorker;
  /** Tells companies what happened. */
  eventDelivery: EventDelivery;
  corrections: Corrections;
  agencyCorrections: AgencyCorrections;
  exchangeRecords: ExchangeRecords;
}

/** How long a person waits for a screen that shows values, and a company for its answer. */
const inquiryBudgetMilliseconds = 3000;

export async function createApp(parts: AppParts): Promise<App> {
  const { issuer, stores, clock, log, keys, secrets } = parts;
  const secureCookies = issuer.startsWith('https:');
  const derive = (purpose: string): Buffer => deriveKey(secrets, purpose);

  const agencies = createAgencies({
    stores,
    clock,
    log,
    networkUrl: parts.network.url,
    networkIdentity: parts.network.identity,
    directory: parts.network.directory,
    decoyKey: derive('decoy link codes'),
    budgetMilliseconds: inquiryBudgetMilliseconds,
  });
  const agencyCorrections = createAgencyCorrections({
    stores,
    clock,
    log,
    networkUrl: parts.network.url,
    networkIdentity: parts.network.identity,
    directory: parts.network.directory,
    decoyKey: derive('decoy link codes'),
    budgetMilliseconds: inquiryBudgetMilliseconds,
  });
  const exchangeRecords = createExchangeRecords({
    stores,
    clock,
    log,
    networkUrl: parts.network.url,
    networkIdentity: parts.network.identity,
    decoyKey: derive('decoy link codes'),
    budgetMilliseconds: inquiryBudgetMilliseconds,
  });
  const register = createResidentRegister({
    clock,
    log,
    networkUrl: parts.network.url,
    networkIdentity: parts.network.identity,
    budgetMilliseconds: inquiryBudgetMilliseconds,
  });
  const finder = createPersonFinder({
    clock,
    log,
    networkUrl: parts.network.url,
    networkIdentity: parts.network.identity,
    budgetMilliseconds: inquiryBudgetMilliseconds,
  });
  const seal = createIdentitySeal(derive(identitySealPurpose));
  const ledger = createLedger({
    stores,
    clock,
    log,
    key: keys.ledger,
    origin: issuer,
    witnesses: parts.witnesses ?? [],
  });
  const corrections = createCorrections({
    stores,
    clock,
    log,
    line: agencyCorrections,
    toEntry: (taken) => ledger.toCorrectionEntry(taken),
  });
  const cardLogin = createCardLogin({
    stores,
    clock,
    log,
    origin: issuer,
    cardAgentOrigin: parts.cardAgentOrigin,
    secureCookies,
    authorities: parts.authorities,
    places: parts.places,
    registrar: createResidentRegistrar({ stores, register, seal, clock }),
    recordLogin: (login) => ledger.recordLogin(login),
  });
  const identity = {
    identities: createIdentities({
      stores,
      seal,
      authorities: parts.authorities.signature,
      clock,
    }),
    suppressions: stores.suppressions,
  };
  const consent = createConsent({
    stores,
    clock,
    log,
    preview: createPreview({ agencies, identity, clock, budgetMilliseconds: inquiryBudgetMilliseconds }),
    formKey: derive('consent form tokens'),
  });
  const apiAudience = `${issuer}/v1`;
  const emergencyAudience = `${issuer}/v1/emergency-access`;
  const tokens = await createTokens({
    stores,
    clock,
    log,
    issuer,
    apiAudience,
    emergencyAudience,
    signingKey: keys.issuer,
    cookieKeys: secrets.cookie_keys,
    pairwiseSalt: secrets.pairwise_salt,
    cardLogin,
    consent,
  });
  const resultSeal = createResultSeal(derive(resultSealPurpose));
  const eventDelivery = createEventDelivery({
    stores,
    push: createEventPush({ issuer }),
    key: keys.answers,
    clock,
    log,
  });
  const requestWorker = createRequestWorker({
    stores,
    agencies,
    seal: resultSeal,
    async toEvent(request, at) {
      const company = await stores.relyingParties.find(request.client);
      const giveUpAt = new Date(at.getTime() + requestLimits.resultSeconds * 1000);
      return company?.eventEndpoint ? toCompletedEvent(request, { issuer, at, giveUpAt }) : null;
    },
    onEvent: () => eventDelivery.wake(),
    limits: requestLimits,
    clock,
    log,
  });
  const selfInformation = createSelfInformation({
    guard: createResourceGuard({ issuer, audience: apiAudience, key: keys.issuer.publicJwk, clock }),
    consents: stores.consents,
    relyingParties: stores.relyingParties,
    agencies,
    ledger,
    clock,
    log,
    issuer,
    identity,
    answersKey: keys.answers,
    userinfoKey: keys.issuer,
    ledgerKey: keys.ledger.publicJwk,
    requests: {
      informationRequests: stores.informationRequests,
      seal: resultSeal,
      limits: requestLimits,
      onAccepted: () => requestWorker.wake(),
    },
  });
  const emergency = createEmergency({
    stores,
    clock,
    log,
    issuer,
    guard: createClientGuard({ issuer, audience: emergencyAudience, key: keys.issuer.publicJwk, clock }),
    authorities: parts.authorities,
    finder,
    agencies,
    ledger,
    numberKey: derive('insured numbers that were tried'),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
  const credentials = createCredentials({
    issuer,
    key: keys.answers,
    offers: stores.credentialOffers,
    issued: stores.issuedCredentials,
    // Carried to whoever it may be shown to: what a company may not learn is not in it.
    async answerNow(citizen, attestation, traceId) {
      const wanted = { citizen, attestation, viewer: 'attestation', traceId, now: clock.now() } as const;
      const { reading, ...answered } = await answerQuestion({ agencies, identity }, wanted);
      return { outcome: reading.outcome, ...answered };
    },
    ledger,
    clock,
    log,
    nonceKey: derive('credential nonces'),
  });
  const citizenPortal = createCitizenPortal({
    offerCredential: (citizen, item) => credentials.offer(citizen, item),
    stores,
    clock,
    log,
    secureCookies,
    cardLogin,
    agencies,
    ledger,
    corrections,
    exchangeRecords,
    directory: parts.network.directory,
    endGrant: tokens.endGrant,
    formKey: derive('my page form tokens'),
  });

  // Behind the proxy, the address that it saw itself counts: what stands before it in X-Forwarded-For is the caller's word.
  const app = new Koa({ proxy: parts.behindProxy, maxIpsCount: 1 });
  // Answers that broke off on their way; Koa would print them with a stack trace.
  app.on('error', (error: unknown) => log.info('answer_broke_off', { error: toErrorField(error) }));
  app.use(createFrontDoor({ issuer, clock, log }));
  app.use(createPublicPages({ issuer }).routes());
  app.use(cardLogin.routes.routes());
  app.use(citizenPortal.routes());
  app.use(emergency.routes());
  app.use(credentials.routes.routes());
  app.use(selfInformation.routes());
  app.use(tokens.routes.routes());
  app.use(tokens.mountProvider);
  return {
    callback: app.callback(),
    ledger,
    agencies,
    register,
    finder,
    requestWorker,
    eventDelivery,
    corrections,
    agencyCorrections,
    exchangeRecords,
  };
}
