/** What every store promises about credentials: one wallet, once, and a place of its own for each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CitizenId, type EntryId, type ItemName, newIdentifier } from '../../vocabulary/identifiers.ts';
import type { CredentialOffer } from '../credential-offers.ts';
import type { IssuedBatch } from '../issued-credentials.ts';
import { purgeExpired } from '../purge.ts';
import { later, noon } from './drafts.ts';
import type { Stage } from './records.ts';

const item = 'attestations.age-over.20' as ItemName;

export function testCredentials(on: string, stage: () => Stage): void {
  const newOffer = (): CredentialOffer => ({
    codeHash: newIdentifier<string>(),
    citizen: newIdentifier<CitizenId>(),
    item,
    transactionCodeHash: newIdentifier<string>(),
    tries: 3,
    expiresAt: later(600),
  });
  const newToken = () => ({ hash: newIdentifier<string>(), expiresAt: later(300) });
  const newBatch = (citizen = newIdentifier<CitizenId>()): IssuedBatch => ({
    batch: newIdentifier<EntryId>(),
    citizen,
    item,
    suppressionVersion: 0,
    issuedAt: noon,
    expiresAt: later(3600),
  });
  /** As many processes would, at once. */
  const everywhere = <Result>(act: (stores: Stage['handles'][number], at: number) => Promise<Result>) => {
    const { handles } = stage();
    return Promise.all(
      Array.from({ length: 4 }, () => handles)
        .flat()
        .map(act),
    );
  };

  test(`${on}: an offer is redeemed by one wallet, and its token taken once`, async () => {
    const { credentialOffers } = stage().stores;
    const offer = newOffer();
    await credentialOffers.add(offer);
    const tokens = (
      await everywhere(async (stores) => {
        const token = newToken();
        return (await stores.credentialOffers.redeem(offer, token, noon)) ? token : undefined;
      })
    ).filter((token) => token !== undefined);
    assert.equal(tokens.length, 1);
    const hash = tokens[0]?.hash ?? '';
    assert.deepEqual(await credentialOffers.find(hash, noon), { citizen: offer.citizen, item });
    assert.equal(await credentialOffers.find(hash, later(300)), undefined);
    assert.equal(await credentialOffers.take(hash, later(300)), false);
    const taken = await everywhere((stores) => stores.credentialOffers.take(hash, noon));
    assert.equal(taken.filter(Boolean).length, 1);
    assert.equal(await credentialOffers.find(hash, noon), undefined);
  });

  test(`${on}: of many wrong numbers at once three are tried, and then the right one comes too late`, async () => {
    const { credentialOffers } = stage().stores;
    const offer = newOffer();
    await credentialOffers.add(offer);
    const right = everywhere((stores, at) =>
      stores.credentialOffers.redeem(
        at === 11 ? offer : { ...offer, transactionCodeHash: newIdentifier<string>() },
        newToken(),
        noon,
      ),
    );
    assert.ok((await right).filter(Boolean).length <= 1);
    assert.equal(await credentialOffers.redeem(offer, newToken(), noon), false);
    const late = newOffer();
    await credentialOffers.add(late);
    assert.equal(await credentialOffers.redeem(late, newToken(), later(600)), false);
  });

  test(`${on}: a place of a list is one credential’s, whoever asks at the same time`, async () => {
    const list = 20_000 + Math.floor(Math.random() * 10_000);
    const places = Array.from({ length: 10 }, (_, at) => at);
    const taken = await everywhere((stores) => stores.issuedCredentials.add(newBatch(), list, places));
    assert.deepEqual(
      taken.flat().sort((one, other) => one - other),
      places,
    );
  });

  test(`${on}: what was ended, or answered under other flags, is told by its place until it runs out`, async () => {
    const { issuedCredentials, citizens, suppressions } = stage().stores;
    const list = 30_000 + Math.floor(Math.random() * 10_000);
    const [ended, flagged, good] = [newBatch(), newBatch(), newBatch()];
    for (const { citizen } of [ended, flagged, good])
      await citizens.save({ id: citizen, linkCode: newIdentifier() as never, holders: {} });
    await issuedCredentials.add(ended, list, [7, 3]);
    await issuedCredentials.add(flagged, list, [5]);
    await issuedCredentials.add(good, list, [4]);
    assert.deepEqual(await issuedCredentials.invalidPlaces(list, noon), []);
    assert.equal(await issuedCredentials.revoke(ended.batch, good.citizen, noon), false);
    assert.equal(await issuedCredentials.revoke(ended.batch, ended.citizen, noon), true);
    await suppressions.set(flagged.citizen, 'no_self_information', 1);
    assert.deepEqual(await issuedCredentials.invalidPlaces(list, noon), [3, 5, 7]);
    await suppressions.set(flagged.citizen, 'no_self_information', 0);
    assert.deepEqual(
      await issuedCredentials.invalidPlaces(list, noon),
      [3, 5, 7],
      'what was hidden once stays so',
    );
    const { batch, issuedAt, expiresAt } = ended;
    assert.deepEqual(await issuedCredentials.listByCitizen(ended.citizen, noon), [
      { batch, item, issuedAt, expiresAt, count: 2, revokedAt: noon },
    ]);
    assert.deepEqual(await issuedCredentials.invalidPlaces(list, later(3600)), []);
    assert.deepEqual(await issuedCredentials.listByCitizen(ended.citizen, later(3600)), []);
  });

  test(`${on}: offers and places that ran out are purged`, async () => {
    const { stores } = stage();
    const offer = newOffer();
    const batch = newBatch();
    const list = 40_000 + Math.floor(Math.random() * 10_000);
    await stores.credentialOffers.add(offer);
    await stores.issuedCredentials.add(batch, list, [1]);
    await purgeExpired(stores.database, later(3600 + 61));
    const again = await stores.issuedCredentials.add(newBatch(), list, [1]);
    assert.deepEqual(again, [1], 'the place is free');
    assert.equal(await stores.credentialOffers.redeem(offer, newToken(), noon), false);
  });
}
