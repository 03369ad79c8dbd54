/**
 * What a witness decides, in the shape of C2SP tlog-witness (`add-checkpoint`), with JSON and JWS in the place of notes:
 * it cosigns a head only where that head continues the last one that it cosigned, and it remembers before it signs.
 */
import { compareHeads, type Evidence } from '../ledger-checker/evidence.ts';
import { cosignatureType, type Head, openHead } from '../ledger-checker/head.ts';
import { isObject, SignatureFault, toBytes, type TrustedKey } from '../ledger-checker/signed.ts';
import { isConsistent } from '../ledger-checker/tree.ts';
import type { Memory } from './memory.ts';
import type { WitnessKey } from './sign.ts';

export interface KnownLedger {
  ledger: string;
  keys: readonly TrustedKey[];
}

export type Decision =
  | { status: 200; body: { cosignature: string } }
  /** What the witness has seen last, so that the ledger can prove the way from there. */
  | { status: 409; body: { size: number } }
  | { status: 400 | 403 | 404 | 422; body: { reason: string } };

export interface Refused {
  reason: string;
  /** Of the last tree that was cosigned. */
  size: number;
  /** The last head and the refused one, as their ledger signed them. */
  heads: [string, string];
  /** Where the two convict their ledger by themselves. */
  evidence: Evidence | null;
}

export interface Witness {
  decide(request: unknown): Decision;
}

export function createWitness(d: {
  name: string;
  key: WitnessKey;
  ledgers: readonly KnownLedger[];
  memory: Memory;
  now: () => Date;
  /** A head that a ledger signed and that does not continue the last one: two signatures that contradict each other. */
  keepRefused: (refused: Refused) => void;
}): Witness {
  const refuse = (status: 400 | 403 | 404 | 422, reason: string): Decision => ({ status, body: { reason } });

  return {
    decide(request) {
      if (!isObject(request)) return refuse(400, 'no JSON object');
      const { old_size: oldSize, consistency_proof: given, tree_head: statement } = request;
      if (!Number.isSafeInteger(oldSize) || !Array.isArray(given) || given.length > 64)
        return refuse(400, 'old_size and consistency_proof are needed');
      const proof = given.map((hash) => toBytes(hash, 32));
      if (!proof.every((hash) => hash !== undefined)) return refuse(400, 'a hash in the proof is none');
      const head = openKnown(statement);
      if (!head) return refuse(403, 'no ledger that this witness knows signed this head');
      const last = d.memory.last(head.ledger);
      if (oldSize !== (last?.size ?? 0)) return { status: 409, body: { size: last?.size ?? 0 } };
      if (last) {
        if (head.size < last.size) return refuse(400, 'the head is smaller than the last one');
        if (!isConsistent(last, head, proof)) {
          const reason = head.size === last.size ? 'another tree of this size' : 'not a continuation';
          const heads: Refused['heads'] = [last.statement, head.statement];
          const before = openKnown(last.statement);
          const evidence = (before && compareHeads(before, head)) ?? null;
          d.keepRefused({ reason, size: last.size, heads, evidence });
          return refuse(422, 'the head does not continue the last one that was cosigned');
        }
      } else if (proof.length > 0) return refuse(422, 'there is nothing to prove from');
      // First on disk, then signed: a witness that dies in between has promised nothing that it forgot.
      d.memory.remember(head.ledger, head);
      return { status: 200, body: { cosignature: cosign(head) } };
    },
  };

  function openKnown(statement: unknown): Head | undefined {
    for (const { ledger, keys } of d.ledgers) {
      try {
        const head = openHead(statement, keys);
        if (head.ledger === ledger) return head;
      } catch (error) {
        if (!(error instanceof SignatureFault)) throw error;
      }
    }
    return undefined;
  }

  function cosign(head: Head): string {
    return d.key.sign(cosignatureType, {
      iss: d.name,
      ledger: head.ledger,
      size: head.size,
      root: head.root.toString('base64url'),
      iat: Math.floor(d.now().getTime() / 1000),
    });
  }
}
