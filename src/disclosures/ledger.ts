import { randomBytes } from 'node:crypto';
import type { SigningKey } from '../key-custody/signing-key.ts';
import type { CompletedLogin } from '../stores/card-logins.ts';
import type { IntegratedEntry, StoredTreeHead } from '../stores/ledger.ts';
import type { ReleaseFlags, ReleaseResult, ReplayMark, Spend, StoredEntry } from '../stores/release.ts';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { EntryId } from '../vocabulary/identifiers.ts';
import { toErrorField, type Log } from '../vocabulary/log.ts';
import { type EmergencyEntryDraft, toStoredEmergency } from './emergency-entry.ts';
import { toStoredEntry, type EntryDraft } from './entry.ts';
import { type CredentialIssue, toStoredCredentialIssue } from './credential-entry.ts';
import { createGroupCommit } from './group-commit.ts';
import { toStoredLogin } from './login-entry.ts';
import { type CorrectionStepTaken, toStoredCorrectionStep } from './correction-entry.ts';
import { createPlan } from './integration.ts';
import { type OwnLook, toStoredOwnLook } from './own-look-entry.ts';
import { inclusionProofPlaces, toProof } from './merkle-tree.ts';
import { createPublishedLedger, type PublishedHead, type PublishedLedger } from './published-ledger.ts';
import type { Receipt } from './receipt.ts';
import { signPromise } from './statements.ts';
import type { Witness } from './witness-file.ts';
import { createWitnessing, type Witnessing } from './witnessing.ts';
import type { RecordedBody } from './recorded-body.ts';

export type { EntryDraft } from './entry.ts';
export { toReceiptDocument, type Receipt } from './receipt.ts';

/** `entry` and `promise` say something only where the result is `committed`; a release left out is recorded nowhere. */
export interface Appended {
  result: ReleaseResult;
  entry: { id: EntryId; at: Date };
  /** Signed promise of inclusion, a compact JWS; empty unless committed. */
  promise: string;
}

export interface AppendedTogether {
  result: ReleaseResult;
  /** One for each draft. */
  entries: readonly Omit<Appended, 'result'>[];
}

export interface DisclosureLedger {
  /**
   * Records one release, and resolves when it is durable: only then may the answer leave.
   * Rejects with the Refusal `ledger_unavailable` when nothing was recorded.
   */
  append(
    draft: EntryDraft,
    conditions: { replay: ReplayMark | null; spend: Spend | null },
  ): Promise<Appended>;
  /** Records one release of several categories, an entry for each, in the order of the drafts: all of it or nothing. */
  appendTogether(
    drafts: readonly EntryDraft[],
    conditions: { replay: ReplayMark | null; spend: Spend | null },
  ): Promise<AppendedTogether>;
  /** Records a login, and resolves when it is durable. Rejects with `ledger_unavailable` when it is not. */
  recordLogin(login: CompletedLogin): Promise<void>;
  /**
   * Records that credentials go to a citizen's wallet, unless flags, the person's or others' in the record, moved since
   * they were answered; resolves when it is durable. Rejects with `ledger_unavailable` when it is not.
   */
  recordCredentialIssue(
    issue: CredentialIssue,
    flags: ReleaseFlags,
  ): Promise<Pick<Appended, 'result' | 'entry'>>;
  /** Records that a citizen looked at their own record, and resolves when it is durable: only then may it be shown. */
  recordOwnLook(look: OwnLook): Promise<void>;
  /**
   * Records access to the record of somebody who could not be asked, and resolves when it is durable: only then may
   * the answer leave. The result is `suppression_changed` where the person's flags are no longer of this version;
   * null asks for no version, for what hands nothing out.
   */
  recordEmergency(draft: EmergencyEntryDraft, flags: ReleaseFlags | null): Promise<Appended>;
  /** The entry of a correction's step, for whoever stores the step: both are durable in one transaction. */
  toCorrectionEntry(taken: CorrectionStepTaken): StoredEntry;
  /** The receipt of an entry, undefined if there never was one. The caller checks whose it is. */
  receipt(id: EntryId): Promise<Receipt | undefined>;
  latestHead(): Promise<StoredTreeHead | undefined>;
  /** What anybody may watch. */
  readonly published: PublishedLedger;
  readonly witnessing: Witnessing;
  /** Gives waiting entries their place in the tree; answers how many were waiting. */
  integrateNow(): Promise<number>;
  /** Integrates every second until `stop`. */
  startIntegrating(): void;
  /** Takes no more entries; resolves when those taken are durable and had one more try at their place in the tree. */
  stop(): Promise<void>;
}

const integrationPauseMilliseconds = 1000;
const mostLeavesPerIntegration = 1000;

export function createLedger(dependencies: {
  stores: Pick<Stores, 'releases' | 'ledger' | 'publishedTree'>;
  clock: Clock;
  log: Log;
  key: SigningKey;
  /** The issuer's origin: names this ledger in everything it signs. */
  origin: string;
  random?: typeof randomBytes;
  /** Who is asked to cosign heads; nobody where left out. */
  witnesses?: readonly Witness[];
}): DisclosureLedger {
  const { stores, clock, log, key, origin, random = randomBytes, witnesses = [] } = dependencies;
  const groups = createGroupCommit(stores.releases);
  const plan = createPlan(key, origin, clock);
  const published = createPublishedLedger(stores);
  const latestHead = (): Promise<StoredTreeHead | undefined> => stores.ledger.latestHead();
  const witnessing = createWitnessing({
    witnesses,
    published,
    latestHead,
    cosignatures: stores.publishedTree,
    log,
    origin,
  });
  let timer: NodeJS.Timeout | undefined;
  let integrating: Promise<unknown> = Promise.resolve();
  let stopped = false;

  async function integrateNow(): Promise<number> {
    let integrated = 0;
    for (;;) {
      let leaves = 0;
      const head = await stores.ledger.integrate(mostLeavesPerIntegration, (last, waiting, nodes) => {
        leaves = waiting.length;
        return plan(last, waiting, nodes);
      });
      if (!head) return integrated;
      integrated += leaves;
      if (leaves < mostLeavesPerIntegration) return integrated;
    }
  }

  async function integrateAndRest(): Promise<void> {
    try {
      if ((await integrateNow()) > 0) witnessing.nudge();
    } catch (error) {
      // Entries stay durable and wait; the promise leaves a minute for the next tries.
      log.error('integration_failed', { error: toErrorField(error) });
    }
    if (!stopped) schedule();
  }

  function schedule(): void {
    timer = setTimeout(() => {
      integrating = integrateAndRest();
    }, integrationPauseMilliseconds);
    timer.unref();
  }

  return {
    async append(draft, conditions) {
      const entry = toStoredEntry(draft, clock.now(), origin, random);
      const result = await groups.commit({ entry, ...conditions });
      const promise = result.outcome === 'committed' ? signPromise(key, origin, entry) : '';
      return { result, entry: { id: entry.id, at: entry.at }, promise };
    },

    async appendTogether(drafts, conditions) {
      const at = clock.now();
      const stored = drafts.map((draft) => toStoredEntry(draft, at, origin, random));
      const [entry, ...alongside] = stored;
      if (!entry) throw new TypeError('a release has an entry');
      const result = await groups.commit({ entry, alongside, ...conditions });
      const promise =
        result.outcome === 'committed' ? (each: StoredEntry) => signPromise(key, origin, each) : () => '';
      return {
        result,
        entries: stored.map((each) => ({ entry: { id: each.id, at }, promise: promise(each) })),
      };
    },

    async recordLogin(login) {
      const entry = toStoredLogin(login, clock.now(), origin, random);
      await groups.commit({ entry, replay: null, spend: null });
    },

    async recordCredentialIssue(issue, flags) {
      const entry = toStoredCredentialIssue(issue, clock.now(), origin, random);
      const result = await groups.commit({ entry, replay: null, spend: null, flags });
      return { result, entry: { id: entry.id, at: entry.at } };
    },

    async recordOwnLook(look) {
      const entry = toStoredOwnLook(look, clock.now(), origin, random);
      await groups.commit({ entry, replay: null, spend: null });
    },

    async recordEmergency(draft, flags) {
      const entry = toStoredEmergency(draft, clock.now(), origin, random);
      const result = await groups.commit({ entry, replay: null, spend: null, flags });
      const promise = result.outcome === 'committed' ? signPromise(key, origin, entry) : '';
      return { result, entry: { id: entry.id, at: entry.at }, promise };
    },
    toCorrectionEntry: (taken) => toStoredCorrectionStep(taken, origin, random),

    async receipt(id) {
      const entry = await stores.ledger.findEntry(id);
      if (!entry) return undefined;
      if (entry.erasedAt) return { state: 'erased', id, at: entry.erasedAt };
      const promise = signPromise(key, origin, entry);
      const found = entry.index === null ? undefined : await findHeadOver(entry.index);
      if (!found || entry.index === null) return { state: 'pending', id, at: entry.at, promise };
      return toCompleteReceipt(entry, entry.index, found, promise);
    },

    latestHead,
    published,
    witnessing,
    integrateNow,
    startIntegrating() {
      if (timer || stopped) return;
      // What was signed before the last end may still lack its cosignatures.
      witnessing.nudge();
      schedule();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await groups.drain();
      await integrating;
      await integrateAndRest();
      await witnessing.close();
    },
  };

  /** A head that witnesses saw proves more than a later one that they have not seen yet. */
  async function findHeadOver(index: number): Promise<Omit<PublishedHead, 'isLatest'> | undefined> {
    const witnessed = await stores.publishedTree.latestCosigned(witnesses.map(({ name }) => name));
    if (witnessed && witnessed.head.size > index) return witnessed;
    const head = await stores.ledger.latestHead();
    return head && head.size > index ? { head, cosignatures: [] } : undefined;
  }

  async function toCompleteReceipt(
    entry: IntegratedEntry,
    leafIndex: number,
    { head, cosignatures }: Omit<PublishedHead, 'isLatest'>,
    promise: string,
  ): Promise<Receipt> {
    const places = inclusionProofPlaces(leafIndex, head.size);
    const flat = places.flat();
    const hashes = flat.length > 0 ? await stores.ledger.nodes(flat) : [];
    return {
      state: 'complete',
      id: entry.id,
      at: entry.at,
      promise,
      entry: JSON.parse(entry.body) as RecordedBody,
      salt: entry.salt,
      leafIndex,
      inclusionProof: toProof(places, hashes),
      treeSize: head.size,
      treeHead: head.signature,
      cosignatures,
    };
  }
}
