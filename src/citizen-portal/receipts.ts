import type Router from '@koa/router';
import type { Context } from 'koa';
import { receiptPage } from '../../consent-ui/receipt-page.tsx';
import { type DisclosureLedger, type Receipt, toReceiptDocument } from '../disclosures/ledger.ts';
import type { Stores } from '../stores/stores.ts';
import { type EntryId, isIdentifier } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { acts } from '../vocabulary/suppression-table.ts';
import { type Desk, home } from './desk.ts';
import { toReceiptFacts } from './receipt-facts.ts';
import { around, inChosenLanguage, show } from './shown-page.ts';

export interface ReceiptRooms {
  stores: Pick<Stores, 'ledger' | 'suppressions'>;
  ledger: Pick<DisclosureLedger, 'receipt'>;
}

export const receiptPathOf = (id: EntryId): string => `/my/receipts/${id}`;

/** What whoever sits here did is no disclosure: no flag withholds it, on my page and so here. */
const neverWithheld = ['card_login', 'own_look', 'correction', 'credential_issued'];

/** A citizen's own receipts: as a page, and as the file that `verify-receipt` checks. */
export function addReceiptPages(router: Router, desk: Desk, d: ReceiptRooms): void {
  router.get('/my/receipts/:id', async (ctx) => {
    const own = await findOwn(ctx);
    if (!own) return;
    const { receipt, body } = own;
    const isComplete = receipt.state === 'complete';
    show(
      ctx,
      receiptPage({
        ...around(ctx),
        at: receipt.at,
        id: receipt.id,
        ledger: String(body['ledger']),
        facts: toReceiptFacts(body),
        place: isComplete
          ? {
              number: receipt.leafIndex + 1,
              of: receipt.treeSize,
              witnesses: receipt.cosignatures.map(({ witness }) => witness),
            }
          : null,
        downloadPath: `${receiptPathOf(receipt.id)}/download`,
        keysPath: '/v1/keys',
        backPath: inChosenLanguage(ctx, home),
      }),
    );
  });

  router.get('/my/receipts/:id/download', async (ctx) => {
    const own = await findOwn(ctx);
    if (!own) return;
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Content-Disposition', `attachment; filename="madoguchi-receipt-${own.receipt.id}.json"`);
    ctx.type = 'application/json';
    ctx.body = `${JSON.stringify(toReceiptDocument(own.receipt), null, 1)}\n`;
  });

  /** Another's, a withheld one and none at all read the same. Undefined after the login page was shown. */
  async function findOwn(
    ctx: Context,
  ): Promise<{ receipt: Receipt; body: Record<string, unknown> } | undefined> {
    const present = await desk.present(ctx);
    if (!present) return undefined;
    const id = String(ctx['params'].id) as EntryId;
    const entry = isIdentifier(id) ? await d.stores.ledger.findEntry(id) : undefined;
    if (!entry || entry.citizen !== present.citizen) throw new Refusal('receipt_unknown');
    const body = JSON.parse(entry.body) as Record<string, unknown>;
    const { flags } = await d.stores.suppressions.find(present.citizen);
    if (acts(flags, 'person', 'history_withheld') && !neverWithheld.includes(String(body['kind'])))
      throw new Refusal('receipt_unknown');
    const receipt = await d.ledger.receipt(id);
    if (!receipt) throw new Refusal('receipt_unknown');
    return { receipt, body };
  }
}
