/**
 * The gate for people who cannot be asked. Reads as the promise it keeps: the client's token is its own and sound →
 * that it asks is durable → its accreditation counts now → the body stays within what an emergency may reach → somebody
 * is named → the access is within its bounds → agencies are asked → the entry is durable → only then there is an answer.
 */
import type { Agencies, Inquiry } from '../agencies/agencies.ts';
import type { DisclosureLedger } from '../disclosures/ledger.ts';
import type { EmergencyEntryDraft } from '../disclosures/emergency-entry.ts';
import type { RelyingParty } from '../stores/relying-parties.ts';
import type { Stores } from '../stores/stores.ts';
import type { ClientGuard } from '../tokens/client-guard.ts';
import type { PresentedRequest } from '../tokens/resource-guard.ts';
import { isAccredited } from '../vocabulary/accreditation.ts';
import { findCategory, type HolderKind } from '../vocabulary/categories.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { NamingMethod } from '../vocabulary/emergency.ts';
import type { CategoryName, CitizenId, ClientId, EntryId, TraceId } from '../vocabulary/identifiers.ts';
import { itemsOf } from '../vocabulary/items.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { isHandedOut, type Reading } from '../vocabulary/reading.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { accessMilliseconds, boundOfPeople, boundOfPerson, mostCallsPerAccess } from './bounds.ts';
import { type NamedPerson, namePerson, type NamingRooms, notFound } from './name-person.ts';
import { type ReadEmergencyRequest, toEmergencyRequest } from './read-request.ts';

export interface EmergencyGateRooms extends NamingRooms {
  stores: Pick<
    Stores,
    'relyingParties' | 'citizens' | 'registrations' | 'emergencyCalls' | 'emergencyLimits'
  >;
  guard: ClientGuard;
  agencies: Pick<Agencies, 'inquire'>;
  ledger: Pick<DisclosureLedger, 'recordEmergency'>;
  clock: Clock;
  log: Log;
}

export interface EmergencyCall extends PresentedRequest {
  traceId: TraceId;
  /** Reads the body, once the token is sound. */
  readBody(): Promise<unknown>;
}

export interface EmergencyAnswer {
  client: ClientId;
  namedBy: NamingMethod;
  accessUntil: Date;
  /** In the order asked. */
  readings: readonly Reading[];
  entry: { id: EntryId; at: Date };
  promise: string;
}

/** What is known of a call so far: the supervisor's row and the person's entry are made from it, however it ends. */
interface Progress {
  client: ClientId;
  traceId: TraceId;
  now: Date;
  relyingParty?: RelyingParty | undefined;
  request?: ReadEmergencyRequest;
  named?: NamedPerson;
  released: number;
}

export interface EmergencyGate {
  /** @throws Refusal */
  answer(call: EmergencyCall): Promise<EmergencyAnswer>;
}

export function createEmergencyGate(rooms: EmergencyGateRooms): EmergencyGate {
  const { guard, agencies, ledger, clock, log } = rooms;
  const { emergencyCalls, emergencyLimits, relyingParties } = rooms.stores;

  async function admit(call: EmergencyCall): Promise<Progress> {
    const { client, replay } = guard.check(call);
    const [traceId, now] = [call.traceId, clock.now()];
    if (!(await emergencyCalls.begin({ id: traceId, at: now, client }, replay)))
      throw new Refusal('proof_replayed');
    return { client, traceId, now, released: 0 };
  }

  /** The registration as it is now, which must carry an accreditation that counts now. */
  async function checkClient(progress: Progress): Promise<RelyingParty> {
    const relyingParty = await relyingParties.find(progress.client);
    progress.relyingParty = relyingParty;
    if (!relyingParty || !isAccredited(relyingParty.emergencyAccreditation, progress.now))
      throw new Refusal('accreditation_missing');
    return relyingParty;
  }

  async function name(progress: Progress, request: ReadEmergencyRequest): Promise<CitizenId> {
    const named = (progress.named = await namePerson(request.person, progress, rooms));
    if (named.refusal) throw named.refusal;
    if (!named.citizen) throw notFound();
    return named.citizen;
  }

  async function open(
    { client, now }: Progress,
    { emergencyAccreditation }: RelyingParty,
    citizen: CitizenId,
    { incident }: ReadEmergencyRequest,
  ): Promise<Date> {
    if (!emergencyAccreditation) throw new Refusal('accreditation_missing');
    const access = await emergencyLimits.openAccess({
      client,
      citizen,
      incident: incident ?? '',
      now,
      endsAt: new Date(now.getTime() + accessMilliseconds),
      mostCalls: mostCallsPerAccess,
      bounds: [boundOfPeople(client, emergencyAccreditation, now), boundOfPerson(citizen, now)],
    });
    if (access.outcome === 'open') return access.endsAt;
    const retryAfterSeconds = Math.ceil((access.until.getTime() - now.getTime()) / 1000);
    throw new Refusal('emergency_limit_reached', undefined, { retryAfterSeconds });
  }

  /** All agencies at once: one that is dead holds nobody else up. */
  async function ask(
    progress: Progress,
    citizen: CitizenId,
    request: ReadEmergencyRequest,
  ): Promise<Inquiry[]> {
    const inquiries = await Promise.all(
      request.categories.map((category) =>
        agencies.inquire({ citizen, category, viewer: 'emergency', traceId: progress.traceId }),
      ),
    );
    await checkNumberIsOnes(progress, citizen, inquiries);
    return inquiries;
  }

  /**
   * An insured number under which no insurer hands anything out names nobody, whatever the reason: what reads as no
   * record elsewhere would here be the mark of somebody who has a number and hides.
   */
  async function checkNumberIsOnes(
    progress: Progress,
    citizen: CitizenId,
    inquiries: Inquiry[],
  ): Promise<void> {
    if (progress.named?.namedBy !== 'insured_number') return;
    const ofCard =
      inquiries.find(({ reading }) => reading.category === insuranceCard) ??
      (await agencies.inquire({
        citizen,
        category: insuranceCard,
        viewer: 'emergency',
        traceId: progress.traceId,
      }));
    if (ofCard.reading.outcome === 'no_record') throw notFound();
  }

  async function release(
    progress: Progress,
    {
      citizen,
      request,
      accessUntil,
    }: { citizen: CitizenId; request: ReadEmergencyRequest; accessUntil: Date },
  ): Promise<EmergencyAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const inquiries = await ask(progress, citizen, request);
      const readings = inquiries.map(({ reading }) => reading);
      const versions = new Set(inquiries.map(({ suppressionVersion }) => suppressionVersion));
      const [version] = versions;
      const draft = {
        ...toDraft(progress, citizen, request),
        answers: readings.map(toAnswerDraft),
        accessUntil,
      };
      // Agencies that were asked under different flags count as flags that moved.
      const { result, entry, promise } = await ledger.recordEmergency(
        { ...draft, outcome: 'answered' },
        {
          version: versions.size === 1 && version !== undefined ? version : movedVersion,
          others: inquiries.flatMap(({ others }) => others ?? []),
        },
      );
      if (result.outcome === 'committed') {
        progress.released = readings.filter(({ outcome }) => isHandedOut(outcome)).length;
        const namedBy = progress.named?.namedBy ?? 'card_certificate';
        return { client: progress.client, namedBy, accessUntil, readings, entry, promise };
      }
      if (attempt === 1) continue;
      // Told as an outage: the flag itself is nobody's business outside.
      throw new Refusal('agency_unavailable', undefined, { retryAfterSeconds: 30 });
    }
  }

  /** The person whose record it would have been reads of the try. The refusal stands even if it cannot be written down. */
  async function recordDenial(progress: Progress, refusal: Refusal): Promise<void> {
    const { named, request, traceId } = progress;
    if (!named?.citizen || !request) return;
    const draft = { ...toDraft(progress, named.citizen, request), answers: [], accessUntil: null };
    try {
      await ledger.recordEmergency({ ...draft, outcome: `denied:${refusal.reason}` }, null);
    } catch (error) {
      log.warn('denial_not_recorded', { trace_id: traceId, error: toErrorField(error) });
    }
  }

  async function endCall(progress: Progress, outcome: string): Promise<void> {
    const { client, traceId, request, named, released } = progress;
    try {
      await emergencyCalls.end(traceId, {
        operator: request?.operator ?? null,
        incident: request?.incident ?? null,
        reason: request?.reason ?? null,
        namedBy: named?.namedBy ?? null,
        outcome,
        citizen: named?.citizen ?? null,
        numberHash: named?.numberHash ?? null,
        released,
      });
    } catch (error) {
      // The row stays begun, which the report shows as one that broke off.
      log.warn('emergency_call_not_ended', {
        client_id: client,
        trace_id: traceId,
        error: toErrorField(error),
      });
    }
  }

  return {
    async answer(call) {
      const progress = await admit(call);
      try {
        const relyingParty = await checkClient(progress);
        const request = (progress.request = toEmergencyRequest(await call.readBody()));
        const citizen = await name(progress, request);
        const accessUntil = await open(progress, relyingParty, citizen, request);
        const answer = await release(progress, { citizen, request, accessUntil });
        await endCall(progress, progress.released > 0 ? 'answered' : 'empty');
        return answer;
      } catch (error) {
        const refusal =
          error instanceof Refusal ? error : new Refusal('internal_error', undefined, { cause: error });
        await recordDenial(progress, refusal);
        await endCall(progress, `denied:${refusal.reason}`);
        throw refusal;
      }
    },
  };
}

const insuranceCard = 'health_insurance_card' as CategoryName;
/** None that flags ever have. */
const movedVersion = -1;

type Drafted = Omit<EmergencyEntryDraft, 'outcome' | 'answers' | 'accessUntil'>;

function toDraft(
  { client, relyingParty, named, traceId, now }: Progress,
  citizen: CitizenId,
  { operator, reason, incident }: ReadEmergencyRequest,
): Drafted {
  const accreditation = relyingParty?.emergencyAccreditation;
  return {
    citizen,
    client,
    relyingParty: relyingParty?.legalName ?? { ja: client, en: client },
    accreditation: accreditation && isAccredited(accreditation, now) ? accreditation : null,
    operator,
    reason,
    incident,
    namedBy: named?.namedBy ?? 'card_certificate',
    traceId,
  };
}

function toAnswerDraft({
  category,
  outcome,
  asOf,
  processNumber,
}: Reading): EmergencyEntryDraft['answers'][number] {
  return {
    category,
    items: itemsOf(category).map(({ name }) => name),
    outcome: toEntryOutcome(outcome),
    source: holderOf(category),
    asOf,
    processNumber,
  };
}

function toEntryOutcome(outcome: Reading['outcome']): string {
  if (outcome === 'ok') return 'released';
  return outcome === 'stale' ? 'released_stale' : outcome;
}

export function holderOf(category: CategoryName): HolderKind {
  const found = findCategory(category);
  if (!found) throw new Refusal('category_not_found');
  return found.holder;
}
