/**
 * One look at a ledger: its latest head against its leaves, against the head that was kept, and against receipts that
 * people kept. Nothing that the ledger says is believed; what counts is its signature, and arithmetic.
 */
import { settleDispute } from './dispute.ts';
import { compareHeads } from './evidence.ts';
import { type Head, openCosignature, openHead } from './head.ts';
import type { Published } from './published.ts';
import { type KeptReceipt, leafOf, openReceipt } from './receipt.ts';
import { emptyReport, type Report } from './report.ts';
import { SignatureFault, type TrustedKey } from './signed.ts';
import type { State } from './state.ts';
import { GrowingTree, isConsistent } from './tree.ts';

export interface CheckRequest {
  published: Published;
  keys: readonly TrustedKey[];
  state: State | undefined;
  receipts: readonly { name: string; text: string }[];
  /** Read all leaves again, not only the new ones. */
  whole: boolean;
  witnesses: readonly { name: string; keys: readonly TrustedKey[] }[];
  now: Date;
}

/** How long a head may stand without its witnesses before that is worth a word. */
const witnessPatienceSeconds = 120;

/** `state`: what to keep; undefined where something was found, so that what was kept stays the measure. */
export async function checkLedger(
  request: CheckRequest,
): Promise<{ report: Report; state: State | undefined }> {
  const report = emptyReport();
  const { published, state } = request;
  const latest = await published.head();
  const head = openLatest(latest.statement, request, report);
  if (!head) return { report, state: undefined };
  checkAgainstKept(head, state, report);
  checkCosignatures(head, latest.cosignatures, request, report);
  const tree = report.findings.length === 0 ? await growTree(head, request, report) : undefined;
  for (const { name, text } of request.receipts) await checkReceipt(name, text, head, request, report);
  if (!tree || report.findings.length > 0) return { report, state: undefined };
  report.good.push(
    state
      ? `The ledger of ${head.ledger} grew from ${state.head.size} to ${head.size} leaves, and nothing before was changed.`
      : `The ledger of ${head.ledger} has ${head.size} leaves, and its signed head is over just these.`,
  );
  const earlier = !state
    ? []
    : state.head.size === head.size
      ? state.earlier
      : [...state.earlier, state.head];
  return { report, state: { tree, head, earlier } };
}

function openLatest(statement: unknown, { keys }: CheckRequest, report: Report): Head | undefined {
  try {
    return openHead(statement, keys);
  } catch (error) {
    if (!(error instanceof SignatureFault)) throw error;
    report.findings.push(`The ledger shows a head that does not hold: ${error.message}.`);
    return undefined;
  }
}

function checkAgainstKept(head: Head, state: State | undefined, report: Report): void {
  if (!state) return;
  if (state.head.ledger !== head.ledger)
    report.findings.push(`You kept heads of ${state.head.ledger}; this one is of ${head.ledger}.`);
  for (const kept of [...state.earlier, state.head]) accuse(compareHeads(kept, head), report);
  if (head.size < state.head.size)
    report.findings.push(
      `The ledger shows ${head.size} leaves, and had signed ${state.head.size}: entries were taken back, or an older copy stands in its place.`,
    );
}

function accuse(evidence: ReturnType<typeof compareHeads>, report: Report): void {
  if (!evidence) return;
  report.evidence.push(evidence);
  report.findings.push(
    evidence.kind === 'two_roots'
      ? 'The ledger signed two different trees of one size: it shows different histories to different people.'
      : evidence.kind === 'shrunk'
        ? 'The ledger signed a smaller tree after a larger one: entries were taken back.'
        : 'The ledger signed a head that does not continue one that it had signed before: its history was rewritten, or two are shown.',
  );
}

/** The tree under `head`, built from leaves; from the kept one on, or from the first leaf. */
async function growTree(head: Head, request: CheckRequest, report: Report): Promise<GrowingTree | undefined> {
  const { published, state, whole } = request;
  const tree = state && !whole ? state.tree.copy() : new GrowingTree();
  for await (const leaf of published.leaves(tree.size, head.size)) {
    if (state && tree.size === state.head.size) checkOldPart(tree, state, report);
    tree.append(leaf);
  }
  if (state && tree.size === state.head.size) checkOldPart(tree, state, report);
  if (tree.size < head.size)
    report.findings.push(
      `The ledger hands out ${tree.size} leaves and signed a tree of ${head.size}: leaf number ${tree.size + 1} is missing.`,
    );
  const fits = tree.size === head.size && tree.root().equals(head.root);
  const proven = !state || (await isProven(state.head, head, request));
  if (fits && proven && report.findings.length === 0) return tree;
  if (state) await explain(state.head, head, request, report);
  else if (report.findings.length === 0)
    report.findings.push(
      'The leaves that the ledger hands out are not those of the head that it signed: a leaf was changed, moved or removed.',
    );
  return undefined;
}

/** Only a whole reading comes by here with a tree that was not kept: then the old leaves are seen a second time. */
function checkOldPart(tree: GrowingTree, state: State, report: Report): void {
  if (!tree.root().equals(state.head.root) && report.findings.length === 0)
    report.findings.push(
      `Among the first ${state.head.size} leaves, one was changed, moved or removed since you saw them.`,
    );
}

async function isProven(earlier: Head, later: Head, { published }: CheckRequest): Promise<boolean> {
  const proof = await published.consistencyProof(earlier.size, later.size);
  return proof !== undefined && isConsistent(earlier, later, proof);
}

/** Which of the possible reasons it is, for two heads that the ledger could not join. */
async function explain(earlier: Head, later: Head, request: CheckRequest, report: Report): Promise<void> {
  const dispute = await settleDispute(request.published, earlier, later);
  if (dispute.kind === 'proven') return accuse(dispute.evidence, report);
  if (dispute.kind === 'proof_alone')
    return void report.findings.push(
      'Leaves and heads fit each other, but the ledger hands out a proof of it that is wrong: its stored tree was changed.',
    );
  if (report.findings.length === 0)
    report.findings.push(
      `The leaves that the ledger hands out are not those that it signed: ${dispute.isOldPart ? 'one that you had seen' : 'a new one'} was changed, moved or removed.`,
    );
}

async function checkReceipt(
  name: string,
  text: string,
  head: Head,
  request: CheckRequest,
  report: Report,
): Promise<void> {
  let kept: KeptReceipt;
  try {
    kept = openReceipt(text, request.keys);
  } catch (error) {
    report.undecided.push(`${name}: ${(error as Error).message}.`);
    return;
  }
  const found = report.findings.length;
  const say = (sentence: string): void => void report.findings.push(`${name}: ${sentence}`);
  if (kept.head.ledger !== head.ledger) return say('It is of another ledger.');
  accuse(compareHeads(kept.head, head), report);
  if (kept.head.size > head.size)
    return say(
      `Its head was signed over ${kept.head.size} leaves, and the ledger shows ${head.size}: entries were taken back.`,
    );
  if (report.findings.length === found && !(await isProven(kept.head, head, request)))
    await explain(kept.head, head, request, report);
  if (report.findings.length > found)
    return say(
      `Its entry number ${kept.leafIndex + 1} stands in the tree that was signed, and not in this one.`,
    );
  await checkPresentReceipt(kept, request, say, (line) => void report.good.push(`${name}: ${line}`));
}

/** The tree holds the leaf; now what the ledger says today of the entry under it. */
async function checkPresentReceipt(
  kept: KeptReceipt,
  { published }: CheckRequest,
  say: (sentence: string) => void,
  praise: (sentence: string) => void,
): Promise<void> {
  for await (const leaf of published.leaves(kept.leafIndex, kept.leafIndex + 1))
    if (!leaf.equals(kept.leaf)) return say('The ledger hands out another leaf in the place of its entry.');
  const { status, json } = await published.get(`/v1/receipts/${kept.id}`);
  if (status === 410)
    return praise('Its entry stands in the tree. The ledger erased its text since; yours still proves it.');
  if (status === 404)
    return say(
      'The ledger says that there is no such entry, and its leaf stands in the tree: the entry was deleted.',
    );
  if (status === 200 && json['state'] === 'complete') {
    if (!leafOf(json)?.equals(kept.leaf))
      return say('The ledger now tells this entry otherwise than it did: the entry was changed.');
    if (json['leaf_index'] !== kept.leafIndex)
      return say('The ledger now tells another place for this entry.');
    return praise('Its entry stands in the tree, unaltered.');
  }
  say(`The ledger cannot show this entry any more (it answered ${status}).`);
}

function checkCosignatures(
  head: Head,
  cosignatures: readonly unknown[],
  { witnesses, now }: CheckRequest,
  report: Report,
): void {
  for (const { name, keys } of witnesses) {
    const cosigned = cosignatures.flatMap((statement) => {
      try {
        return [openCosignature(statement, keys, head)];
      } catch {
        return [];
      }
    })[0];
    if (cosigned) report.good.push(`The witness ${cosigned.witness} saw this head too.`);
    else if (now.getTime() / 1000 - head.signedAt > witnessPatienceSeconds)
      report.undecided.push(
        `The witness of ${name} has not cosigned this head: it is down, or it was shown another history.`,
      );
    else report.good.push(`The witness of ${name} has not cosigned this head yet; it is young.`);
  }
}
