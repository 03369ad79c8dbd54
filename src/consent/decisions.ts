/** A decision becomes a row, once: whatever is granted afterwards follows that row. */
import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Consent, Consents } from '../stores/consents.ts';
import type { ConsentId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { toConsentEnd } from './asked.ts';
import type { ConsentScreen } from './consent.ts';
import type { Granted } from './grant.ts';

export interface Decisions {
  /** Resolves when it is durable. @throws Refusal `decision_already_made`, `store_unavailable` */
  approve(screen: ConsentScreen, granted: Granted, decidedAt: Date): Promise<Consent>;
  refuse(screen: ConsentScreen, decidedAt: Date): Promise<Consent>;
}

export function createDecisions(d: { consents: Pick<Consents, 'add' | 'find'>; formKey: Buffer }): Decisions {
  /**
   * One request, one id, one row: of two submits at once the database lets one through, on every node. The other one
   * is told the first if it says the same (a double click), and is refused if it does not (a second tab).
   */
  async function storeOnce(consent: Consent): Promise<Consent> {
    const earlier = await d.consents.find(consent.id);
    if (earlier) return checkSame(earlier, consent);
    try {
      await d.consents.add(consent);
      return consent;
    } catch (error) {
      const winner = await d.consents.find(consent.id);
      if (!winner) throw error;
      return checkSame(winner, consent);
    }
  }

  const draft = ({ interaction, citizen, authentication, asked }: ConsentScreen, decidedAt: Date) => ({
    id: toConsentId(d.formKey, interaction),
    citizen,
    authentication,
    client: asked.client,
    purpose: asked.purpose,
    verifiedClaims: asked.verifiedClaims,
    decidedAt,
    readsUsed: 0,
    withdrawnAt: null,
  });

  return {
    approve: (screen, { items, unseenItems }, decidedAt) =>
      storeOnce({
        ...draft(screen, decidedAt),
        decision: 'approved',
        items,
        unseenItems,
        validUntil: toConsentEnd(screen.asked, decidedAt),
        readsGranted: screen.asked.reads,
      }),
    refuse: (screen, decidedAt) =>
      storeOnce({
        ...draft(screen, decidedAt),
        decision: 'refused',
        items: [...screen.asked.requiredItems, ...screen.asked.optionalItems].sort(),
        unseenItems: [],
        // Nothing can ever be read under it.
        validUntil: decidedAt,
        readsGranted: 0,
      }),
  };
}

/** Derived, not drawn: a second decision about the same request meets the first one's row. Unguessable without the key. */
function toConsentId(formKey: Buffer, interaction: string): ConsentId {
  const digest = createHmac('sha256', formKey).update('consent id\n').update(interaction).digest();
  return digest.subarray(0, 16).toString('base64url') as ConsentId;
}

function checkSame(first: Consent, second: Consent): Consent {
  const saidBy = ({ decision, citizen, client, purpose, items, unseenItems }: Consent) => ({
    decision,
    citizen,
    client,
    purpose,
    items: [...items],
    unseenItems: [...unseenItems],
  });
  if (!isDeepStrictEqual(saidBy(first), saidBy(second))) throw new Refusal('decision_already_made');
  return first;
}
