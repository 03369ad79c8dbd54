import type Router from '@koa/router';
import type { Context } from 'koa';
import { type DisclosureLedger, toReceiptDocument } from '../disclosures/ledger.ts';
import type { PublishedHead } from '../disclosures/published-ledger.ts';
import { type EntryId, isIdentifier } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { checkAccepts } from '../tokens/check-headers.ts';

/** What will never read otherwise; a year is as long as a cache may be told. */
export const unchanging = 'public, max-age=31536000, immutable';
/** A head that is not the latest any more stays what it is; a late cosignature may still join it. */
export const settling = 'public, max-age=300';

/** Receipts, and what anybody may watch of the ledger. Nothing here needs a token: see `disclosures/published-ledger.ts`. */
export function addLedgerRoutes(
  api: Router,
  { ledger, issuer }: { ledger: Pick<DisclosureLedger, 'receipt' | 'published'>; issuer: string },
): void {
  // A receipt holds names only and is known by 128 random bits: whoever was given the address may keep and show it.
  api.get('/receipts/:entry', async (ctx) => {
    checkAccepts(ctx, ['application/json']);
    const id = String(ctx.params['entry']);
    const receipt = isIdentifier(id) ? await ledger.receipt(id as EntryId) : undefined;
    if (!receipt) throw new Refusal('receipt_unknown');
    ctx.body = toReceiptDocument(receipt);
  });

  api.get('/ledger/head', async (ctx) => {
    checkAccepts(ctx, ['application/json']);
    ctx.body = toHeadDocument(await ledger.published.latestHead());
  });

  api.get('/ledger/heads/:size', async (ctx) => {
    checkAccepts(ctx, ['application/json']);
    const published = await ledger.published.headOf(toNumber(ctx, 'size'));
    ctx.body = toHeadDocument(published);
    if (!published.isLatest) ctx.set('Cache-Control', settling);
  });

  api.get('/ledger/heads/from/:size', async (ctx) => {
    checkAccepts(ctx, ['application/json']);
    const { heads, isFull } = await ledger.published.headsFrom(toNumber(ctx, 'size'));
    ctx.body = { ledger: issuer, heads: heads.map(({ signature }) => signature), is_full: isFull };
    if (isFull) ctx.set('Cache-Control', unchanging);
  });

  api.get('/ledger/leaves/:page', async (ctx) => {
    checkAccepts(ctx, ['application/json']);
    const { first, leaves, isFull } = await ledger.published.leafPage(toNumber(ctx, 'page'));
    ctx.body = { ledger: issuer, first_index: first, leaf_hashes: leaves.map(toText), is_full: isFull };
    if (isFull) ctx.set('Cache-Control', unchanging);
  });

  api.get('/ledger/consistency/:first/:second', async (ctx) => {
    checkAccepts(ctx, ['application/json']);
    const [first, second] = [toNumber(ctx, 'first'), toNumber(ctx, 'second')];
    const proof = await ledger.published.consistencyProof(first, second);
    ctx.body = { ledger: issuer, first, second, consistency_proof: proof.map(toText) };
    ctx.set('Cache-Control', unchanging);
  });

  /** The tree as it was signed; `tree_head` is what counts, the members beside it are for reading. */
  function toHeadDocument({ head, cosignatures }: PublishedHead) {
    return {
      ledger: issuer,
      size: head.size,
      root: toText(head.root),
      at: head.at.toISOString(),
      tree_head: head.signature,
      cosignatures: cosignatures.map(({ witness, cosignature }) => ({ witness, cosignature })),
    };
  }
}

const toText = (hash: Buffer): string => hash.toString('base64url');

/** One spelling of every number: neither a sign, nor zeros in front, nor what a float cannot hold exactly. */
function toNumber(ctx: Context, name: string): number {
  const text = String(ctx['params'][name]);
  const number = Number(text);
  if (!/^(0|[1-9]\d{0,15})$/.test(text) || !Number.isSafeInteger(number)) throw new Refusal('not_found');
  return number;
}
