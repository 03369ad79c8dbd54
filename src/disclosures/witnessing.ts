/**
 * Asks witnesses to cosign heads, beside everything else: no release, no integration and no other witness waits for one.
 * A witness that is down costs a try a minute; when it is back, it is led from what it saw last to the latest head.
 */
import { Pool } from 'undici';
import type { StoredTreeHead } from '../stores/ledger.ts';
import type { PublishedTree } from '../stores/published-tree.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { type Cosignature, cosignatureType, verifyStatement } from './statements.ts';
import type { PublishedLedger } from './published-ledger.ts';
import type { Witness } from './witness-file.ts';

export interface Witnessing {
  /** There may be a new head. Returns at once. */
  nudge(): void;
  /** Resolves when nobody is being asked; for tests and for the end. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const patienceMilliseconds = 3000;
const mostAnswerBytes = 8192;
const longestPauseMilliseconds = 60_000;

export function createWitnessing(d: {
  witnesses: readonly Witness[];
  published: Pick<PublishedLedger, 'consistencyProof'>;
  latestHead(): Promise<StoredTreeHead | undefined>;
  cosignatures: Pick<PublishedTree, 'addCosignature' | 'latestCosigned'>;
  log: Log;
  /** This ledger's name, as heads say it. */
  origin: string;
}): Witnessing {
  const lines = d.witnesses.map((witness) => createLine(witness, d));
  return {
    nudge: () => lines.forEach((line) => line.nudge()),
    settle: async () => void (await Promise.all(lines.map((line) => line.settle()))),
    close: async () => void (await Promise.all(lines.map((line) => line.close()))),
  };
}

/** One witness: asked by one request at a time, always for the latest head there is. */
function createLine(witness: Witness, d: Parameters<typeof createWitnessing>[0]): Witnessing {
  const pool = new Pool(witness.url, { connections: 1, pipelining: 1, connectTimeout: patienceMilliseconds });
  let seen: number | undefined;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;
  let wanted = false;
  const closing = new AbortController();
  let closed = false;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (wanted && !closed) {
      wanted = false;
      try {
        await askForLatest();
        if (failures > 0) d.log.info('witness_back', { address: witness.url });
        failures = 0;
      } catch (error) {
        // Said once, not every minute: an operator's page should not drown in one dead witness.
        if (failures === 0 && !closed)
          d.log.warn('witness_failed', { address: witness.url, error: toErrorField(error) });
        failures += 1;
        pause();
      }
    }
    running = undefined;
  }

  function pause(): void {
    if (closed) return;
    wanted = false;
    const milliseconds = Math.min(longestPauseMilliseconds, 1000 * 2 ** Math.min(failures, 10));
    retry = setTimeout(() => {
      retry = undefined;
      nudge();
    }, milliseconds);
    retry.unref();
  }

  function nudge(): void {
    // While a failed witness rests, new heads do not wake it.
    if (closed || retry) return;
    wanted = true;
    running ??= run();
  }

  async function askForLatest(): Promise<void> {
    const head = await d.latestHead();
    if (!head) return;
    seen ??= (await d.cosignatures.latestCosigned([witness.name]))?.head.size ?? 0;
    if (seen === head.size) return;
    let answer = await ask(head, seen);
    if (answer.status === 409) answer = await ask(head, toSeen(answer.body, head.size));
    if (answer.status !== 200) throw new WitnessFault(`status_${answer.status}`);
    const cosignature = (answer.body as { cosignature?: unknown } | null)?.cosignature;
    checkCosignature(cosignature, head);
    await d.cosignatures.addCosignature(head.size, { witness: witness.name, cosignature });
    seen = head.size;
  }

  /** What the witness says it saw last. A larger tree than ours: this database is an older copy, or there are two. */
  function toSeen(body: unknown, size: number): number {
    const told = (body as { size?: unknown } | null)?.size;
    if (!Number.isSafeInteger(told) || (told as number) < 0) throw new WitnessFault('no_size');
    if ((told as number) > size) {
      d.log.error('witness_saw_more', { address: witness.url, count: told as number });
      throw new WitnessFault('saw_more');
    }
    return told as number;
  }

  async function ask(head: StoredTreeHead, from: number): Promise<{ status: number; body: unknown }> {
    const proof = from === 0 ? [] : await d.published.consistencyProof(from, head.size);
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/add-head',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        old_size: from,
        consistency_proof: proof.map((hash) => hash.toString('base64url')),
        tree_head: head.signature,
      }),
      signal: AbortSignal.any([AbortSignal.timeout(patienceMilliseconds), closing.signal]),
    });
    let text = '';
    for await (const chunk of body.setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > mostAnswerBytes) throw new WitnessFault('answer_too_large');
    }
    return { status: statusCode, body: JSON.parse(text) as unknown };
  }

  /** Kept only where it would convince others: by the witness's own key, for this very head, under its own name. */
  function checkCosignature(cosignature: unknown, head: StoredTreeHead): asserts cosignature is string {
    if (typeof cosignature !== 'string' || cosignature.length > 4096)
      throw new WitnessFault('no_cosignature');
    const claims = verifyStatement(cosignature, cosignatureType, witness.key) as Partial<Cosignature>;
    const fits =
      claims.iss === witness.name &&
      claims.ledger === d.origin &&
      claims.size === head.size &&
      claims.root === head.root.toString('base64url');
    if (!fits) throw new WitnessFault('cosigned_another_head');
  }

  return {
    nudge,
    settle: async () => running,
    async close() {
      closed = true;
      closing.abort();
      clearTimeout(retry);
      await running;
      await pool.destroy();
    },
  };
}

class WitnessFault extends Error {
  override readonly name = 'WitnessFault';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
