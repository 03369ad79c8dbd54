/** What a citizen carries in a wallet of their own: chosen here, and ended here. */
import type Router from '@koa/router';
import { walletOfferPage } from '../../consent-ui/wallet-offer-page.tsx';
import { walletPage } from '../../consent-ui/wallet-page.tsx';
import type { Stores } from '../stores/stores.ts';
import { attestationQuestions, attestations, findAttestation } from '../vocabulary/attestations.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { CitizenId, EntryId, ItemName } from '../vocabulary/identifiers.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type Desk, home } from './desk.ts';
import { receiptPathOf } from './receipts.ts';
import { around, goTo, inChosenLanguage, show } from './shown-page.ts';

/** The room that issues, as far as this page needs it; app.ts introduces it. */
export interface OfferCredential {
  /** Null where there is nothing to attest now. @throws Refusal */
  (
    citizen: CitizenId,
    item: ItemName,
  ): Promise<{
    offer: { address: string; transactionCode: string; expiresAt: Date };
    answer: JsonObject;
  } | null>;
}

export interface WalletRooms {
  stores: Pick<Stores, 'issuedCredentials'>;
  offerCredential: OfferCredential;
  clock: Clock;
}

export const walletPath = '/my/wallet';

const choices = attestationQuestions.map((question) => ({
  name: question.name,
  attestations: attestations.filter((each) => each.question === question),
}));

export function addWalletPages(router: Router, desk: Desk, d: WalletRooms): void {
  router.get(walletPath, async (ctx) => {
    const citizen = await desk.present(ctx);
    if (!citizen) return;
    const carried = await d.stores.issuedCredentials.listByCitizen(citizen.citizen, d.clock.now());
    const asked = findAttestation(String(ctx.query['nothing'] ?? ''));
    show(
      ctx,
      walletPage({
        ...around(ctx),
        carried: carried.map(({ batch, item, revokedAt, ...times }) => ({
          ...times,
          label: findAttestation(item)?.label ?? { ja: item, en: item },
          ended: revokedAt !== null,
          receiptPath: inChosenLanguage(ctx, receiptPathOf(batch)),
          endAction: inChosenLanguage(ctx, `${walletPath}/${batch}/end`),
        })),
        choices,
        nothingToAttest: asked?.label ?? null,
        offerAction: inChosenLanguage(ctx, walletPath),
        formToken: citizen.formToken,
        backPath: inChosenLanguage(ctx, home),
      }),
    );
  });

  router.post(walletPath, async (ctx) => {
    const citizen = await desk.find(ctx);
    if (!citizen) return goTo(ctx, home);
    const form = await desk.checkForm(ctx, citizen);
    const attestation = findAttestation(form.get('item') ?? '');
    if (!attestation) throw new Refusal('not_found');
    const { item } = attestation;
    const made = await d.offerCredential(citizen.citizen, item);
    if (!made) {
      const page = new URLSearchParams({
        ...('language' in ctx.query && { language: around(ctx).language }),
        nothing: item,
      });
      return goTo(ctx, `${walletPath}?${page.toString()}`);
    }
    const { offer, answer } = made;
    // Shown once: to come back to it is to make another.
    show(
      ctx,
      walletOfferPage({
        language: around(ctx).language,
        item,
        answer,
        offerAddress: offer.address,
        transactionCode: offer.transactionCode,
        expiresAt: offer.expiresAt,
        backPath: inChosenLanguage(ctx, walletPath),
      }),
    );
  });

  router.post(`${walletPath}/:batch/end`, async (ctx) => {
    const citizen = await desk.find(ctx);
    if (!citizen) return goTo(ctx, home);
    await desk.checkForm(ctx, citizen);
    const batch = String(ctx['params'].batch) as EntryId;
    const carried = await d.stores.issuedCredentials.listByCitizen(citizen.citizen, d.clock.now());
    // Another's reads as one that does not exist.
    if (!carried.some((each) => each.batch === batch)) throw new Refusal('not_found');
    await d.stores.issuedCredentials.revoke(batch, citizen.citizen, d.clock.now());
    goTo(ctx, inChosenLanguage(ctx, walletPath));
  });
}
