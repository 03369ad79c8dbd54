/**
 * The gate: nothing leaves the house but through here. Reads as the promise it keeps:
 * the token is sound → the consent, read afresh, still stands → the agency is asked → the entry is durable →
 * only then there is an answer, with only what was granted.
 */
import { createHash } from 'node:crypto';
import type { Agencies } from '../agencies/agencies.ts';
import { checkStanding } from '../consent/standing.ts';
import type { Appended, DisclosureLedger } from '../disclosures/ledger.ts';
import type { Consent, Consents } from '../stores/consents.ts';
import type { ReleaseResult } from '../stores/release.ts';
import type { RelyingParties, RelyingParty } from '../stores/relying-parties.ts';
import { type EncryptionKey, findEncryptionKey } from '../tokens/encryption-key.ts';
import type { PresentedRequest, ResourceGuard, VerifiedAccess } from '../tokens/resource-guard.ts';
import { type Category, findCategory } from '../vocabulary/categories.ts';
import { type Assurance, isAtLeast, toAcr } from '../vocabulary/authentication.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { CategoryName, TraceId } from '../vocabulary/identifiers.ts';
import { categoryOf } from '../vocabulary/items.ts';
import { type Attestation, type AttestationQuestion, findAttestation } from '../vocabulary/attestations.ts';
import type { Log } from '../vocabulary/log.ts';
import { identityAssurance, identityCategory, type SourceKind } from '../vocabulary/identity.ts';
import type { JsonObject, Reading } from '../vocabulary/reading.ts';
import { type Reason, Refusal } from '../vocabulary/refusals.ts';
import { checkInForce, readAttestation } from './attestations/read-attestation.ts';
import { type IdentityReading, type IdentityRooms, readIdentity } from './read-identity.ts';
import { type ItemReading, readItems, toJapaneseDay } from './read-items.ts';
import { type Asked, costsRead, createRecordDenial, saidBy, toNamed, toTold } from './release-entry.ts';
import type { ReplaySet } from './replay-set.ts';

export interface GateRooms {
  guard: ResourceGuard;
  consents: Pick<Consents, 'find'>;
  relyingParties: Pick<RelyingParties, 'find'>;
  agencies: Pick<Agencies, 'inquire'>;
  identity: IdentityRooms;
  ledger: Pick<DisclosureLedger, 'append' | 'appendTogether'>;
  replays: ReplaySet;
  clock: Clock;
  log: Log;
}

/** One call as it arrived. */
export interface Call extends PresentedRequest {
  traceId: TraceId;
  idempotencyKey: string | undefined;
  /** Whether a JWT would do as an answer. */
  acceptsJwt: boolean;
}

/** A call whose token and proof are sound, with the consent it speaks for. */
export interface Admitted {
  call: Call;
  access: VerifiedAccess;
  consent: Consent;
}

/** What left the house, and the entry that says so. */
export interface Released {
  access: VerifiedAccess;
  reading: Reading;
  /** Of an attestation; null where nothing is attested, and for records. */
  attestation: JsonObject | null;
  entry: Appended['entry'];
  promise: string;
  readsLeft: number | null;
  /** What the answer must be encrypted to; null where the company registered no key. */
  encryptTo: EncryptionKey | null;
}

/** The answer of the policy that was in force, and which question it answers. */
export interface ReleasedAttestation extends Released {
  /** The policy's id, with its version. */
  policy: string;
  attested: Attestation;
}

/** Who somebody is, and what of it the company wants vouched for. */
export interface ReleasedIdentity extends Released {
  identity: Pick<IdentityReading, 'verifiedAt' | 'substituted'>;
  verifiedClaims: Consent['verifiedClaims'];
}

export interface Gate {
  /** Token, proof and consent; hands nothing out. @throws Refusal */
  admit(call: Call): Promise<Admitted>;
  /** The granted items of one category. @throws Refusal */
  releaseCategory(call: Call, category: CategoryName): Promise<Released>;
  /** The answer to one question, with the value that the purpose registered. @throws Refusal */
  releaseAttestation(call: Call, question: AttestationQuestion): Promise<ReleasedAttestation>;
  /** Who the citizen is, as far as it was granted. @throws Refusal */
  releaseIdentity(call: Call): Promise<ReleasedIdentity>;
}

/** What one release asks for. */
interface Wanted extends Asked {
  leastAssurance: Assurance;
  read(admitted: Admitted): Promise<ItemReading & { answer?: JsonObject | null }>;
}

export function createGate(rooms: GateRooms): Gate {
  const { guard, consents, relyingParties, agencies, ledger, replays, clock } = rooms;
  const recordDenial = createRecordDenial(rooms);

  async function admit(call: Call): Promise<Admitted> {
    const access = guard.check(call);
    // Seen here already: refused before an agency is troubled. The ledger's own mark holds across processes.
    if (!replays.admit(access.replay, clock.now())) throw new Refusal('proof_replayed');
    const consent = await consents.find(access.consent);
    // A token of ours names a consent of ours; anything else is a defect or a forgery that knew our key.
    if (!consent || consent.client !== access.client) throw new Refusal('token_invalid', 'consent unknown');
    return { call, access, consent };
  }

  async function release(admitted: Admitted, wanted: Wanted): Promise<Released> {
    const { access, consent, call } = admitted;
    const relyingParty = await relyingParties.find(consent.client);
    const encryptTo = checkForm(call, relyingParty);
    const named = toNamed(admitted, wanted, relyingParty);
    try {
      // A repeat spends no read, so that none is left does not stop it here: whether it is one, the store decides.
      const standing = call.idempotencyKey ? { ...consent, readsUsed: 0 } : consent;
      checkStanding(standing, clock.now(), wanted.items);
      if (wanted.items.length === 0) throw new Refusal('item_not_granted');
      checkAssurance(consent, wanted.leastAssurance);
    } catch (error) {
      if (error instanceof Refusal) await recordDenial(admitted, [named], error.reason);
      throw error;
    }
    // A flag that moves while the agency answers makes the answer stale: asked once more under the new flags.
    for (let attempt = 1; ; attempt += 1) {
      const { reading, suppressionVersion, others, answer } = await wanted.read(admitted);
      const told = { ...named, ...toTold(named, reading) };
      if (told.items.length === 0) {
        await recordDenial(admitted, [told], 'item_not_granted');
        throw new Refusal('item_not_granted');
      }
      const draft = { ...told, ...saidBy(reading, answer) };
      const { result, entry, promise } = await ledger.append(draft, {
        replay: access.replay,
        spend: {
          consent: consent.id,
          now: clock.now(),
          suppressionVersion,
          others,
          reads: costsRead(reading) ? 1 : 0,
          idempotencyHash: call.idempotencyKey ? idempotencyHash(call.idempotencyKey, wanted.named) : null,
        },
      });
      if (result.outcome === 'committed') {
        checkOutcome(reading);
        return {
          access,
          reading,
          attestation: answer ?? null,
          entry,
          promise,
          readsLeft: result.readsLeft,
          encryptTo,
        };
      }
      if (result.outcome === 'replayed') throw new Refusal('proof_replayed');
      if (result.outcome === 'suppression_changed' && attempt === 1) continue;
      const reason = reasonOf(result.outcome);
      await recordDenial(admitted, [named], reason);
      throw reason === 'agency_unavailable' ? outage() : new Refusal(reason);
    }
  }

  return {
    admit,
    async releaseCategory(call, category) {
      const admitted = await admit(call);
      const items = admitted.consent.items.filter((item) => categoryOf(item) === category);
      return release(admitted, {
        named: category,
        items,
        holder: holderOf(category),
        leastAssurance: checkCategory(category).leastAssurance,
        read: ({ consent }) =>
          readItems(agencies, {
            citizen: consent.citizen,
            category,
            items: new Set(items),
            viewer: 'relying_party',
            traceId: call.traceId,
          }),
      });
    },
    async releaseAttestation(call, question) {
      const admitted = await admit(call);
      const policy = checkInForce(question.name, toJapaneseDay(clock.now())).id;
      // Which value is asked about stands in what the citizen granted: a call cannot name another.
      const granted = admitted.consent.items.map(findAttestation);
      const attested = granted.find((each) => each?.question === question);
      const released = await release(admitted, {
        named: policy,
        items: attested ? [attested.item] : [],
        holder: holderOf(question.category),
        leastAssurance: question.leastAssurance,
        async read({ consent }) {
          if (!attested) throw new Refusal('item_not_granted');
          const answered = await readAttestation(rooms, {
            citizen: consent.citizen,
            attestation: attested,
            viewer: 'attestation',
            traceId: call.traceId,
            now: clock.now(),
          });
          return { ...answered, reading: withoutOutdated(answered.reading) };
        },
      });
      if (!attested) throw new Refusal('item_not_granted');
      return { ...released, policy, attested };
    },
    async releaseIdentity(call) {
      const admitted = await admit(call);
      const { consent } = admitted;
      const items = consent.items.filter((item) => categoryOf(item) === identityCategory);
      let identity: IdentityReading | undefined;
      const released = await release(admitted, {
        named: identityCategory,
        items,
        holder: 'signature_certificate',
        leastAssurance: identityAssurance,
        async read() {
          identity = await readIdentity(rooms.identity, {
            citizen: consent.citizen,
            items: new Set(items),
            viewer: 'relying_party',
          });
          return { ...identity, reading: withoutOutdated(identity.reading) };
        },
      });
      const { verifiedAt = null, substituted = {} } = identity ?? {};
      return { ...released, identity: { verifiedAt, substituted }, verifiedClaims: consent.verifiedClaims };
    },
  };
}

/** To a company, somebody whose certificate no longer holds is somebody of whom there is nothing to hand out. */
function withoutOutdated(reading: Reading): Reading {
  return reading.outcome === 'outdated' ? { ...reading, outcome: 'no_record' } : reading;
}

/**
 * The login page asked for as much already. Asked once more where it counts: no door can forget it, and a level that is
 * raised holds for every consent that stands. The detail is the acr that it takes (RFC 9470, section 3). @throws Refusal
 */
export function checkAssurance({ authentication }: Consent, least: Assurance): void {
  if (!isAtLeast(authentication.assurance, least)) throw new Refusal('assurance_too_low', toAcr(least));
}

/**
 * Who registered a key for encryption is answered under it, always: an answer in the open would be what the key was
 * registered against. Looked at before anybody is asked. @throws Refusal `not_acceptable`, `encryption_key_unusable`
 */
export function checkForm(
  { acceptsJwt }: Pick<Call, 'acceptsJwt'>,
  relyingParty: RelyingParty | undefined,
): EncryptionKey | null {
  const key = relyingParty ? findEncryptionKey(relyingParty) : null;
  if (key && !acceptsJwt)
    throw new Refusal('not_acceptable', 'with a registered encryption key: application/jwt');
  return key;
}

/** A flag that moved twice is told as an outage: the flag itself is nobody's business outside. */
export function reasonOf(outcome: Exclude<ReleaseResult['outcome'], 'committed' | 'replayed'>): Reason {
  if (outcome === 'result_gone') return 'information_result_fetched';
  return outcome === 'suppression_changed' ? 'agency_unavailable' : outcome;
}

/** An answer that hands nothing out has its entry by now and costs no read; to the asker it is a refusal. */
function checkOutcome(reading: Reading): void {
  if (reading.outcome === 'not_connected') throw new Refusal('not_connected');
  if (reading.outcome === 'agency_unavailable') throw outage(reading.retryAfterSeconds);
}

/** Asks for the patience that any outage asks for: another number would tell what is behind this one. */
export function outage(retryAfterSeconds: number | null = null): Refusal {
  return new Refusal('agency_unavailable', undefined, { retryAfterSeconds: retryAfterSeconds ?? 30 });
}

export function holderOf(category: string): SourceKind {
  return category === identityCategory ? 'signature_certificate' : checkCategory(category).holder;
}

/** Bound to what was asked: one key repeated for something else is another read. */
export function idempotencyHash(key: string, named: string): string {
  return createHash('sha256').update(`${named}\n${key}`).digest('base64url');
}

/** One of the 29. @throws Refusal `category_not_found` */
export function checkCategory(name: string): Category {
  const category = findCategory(name);
  if (!category) throw new Refusal('category_not_found');
  return category;
}
