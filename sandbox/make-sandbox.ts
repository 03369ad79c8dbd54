import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeJpki } from '../certs/make-jpki.ts';
import type { ClientId } from '../src/vocabulary/identifiers.ts';
import { provisionAgencies } from '../stand-ins/agencies/provision.ts';
import { makeCards } from '../stand-ins/cards/make-cards.ts';
import { findSoftHsm } from '../stand-ins/cards/soft-hsm.ts';
import { makePhones } from '../stand-ins/phones/make-phones.ts';
import {
  loadAgencies,
  loadPersonas,
  loadRelyingParties,
  loadStandInAgencies,
} from '../stand-ins/personas.ts';
import { provisionInsuredNumbers } from '../stand-ins/provision-network/insured-numbers.ts';
import { provisionResidents } from '../stand-ins/provision-network/provision-residents.ts';
import { openNetworkAuthority } from '../stand-ins/network-identity.ts';
import type { CodeKeys } from '../stand-ins/provision-network/codes.ts';
import { provisionIdentities } from '../stand-ins/provision-network/provision-identities.ts';
import { provisionNetwork } from '../stand-ins/provision-network/provision.ts';
import { networkFiles } from '../stand-ins/provision-network/network-folder.ts';
import { setUpWitness } from '../witness/set-up.ts';
import { type Addresses, defaultAddresses } from './addresses.ts';
import { fillStores } from './fill-stores.ts';
import { repository, type Folders } from './folders.ts';
import { makeClientKeys, makeServerKeys } from './make-keys.ts';
import { takePhone } from './phone-at-hand.ts';
import { insertCard } from './reader.ts';

/** Makes what a data folder lacks: keys, the stand-in JPKI, cards, the network, the agencies' records, the database. */
export async function makeSandbox(folders: Folders, addresses: Addresses): Promise<void> {
  const personas = loadPersonas();
  makeServerKeys(folders);
  setUpWitness(folders.witness);
  makeCardReader(folders);
  const now = new Date();
  const authorities = await makeJpki({ folder: folders.jpki, now });
  const cards = await makeCards({
    folder: folders.cards,
    jpkiFolder: folders.jpki,
    personas,
    authorities,
    now,
    softHsm: findSoftHsm(),
  });
  const phones = await makePhones({
    folder: folders.phones,
    jpkiFolder: folders.jpki,
    personas,
    authorities,
    now,
    softHsm: findSoftHsm(),
  });
  takePhone(folders, 'with-phone');
  mkdirSync(folders.reader, { recursive: true, mode: 0o700 });
  // A card whose persona is gone may still lie in the reader.
  if (!existsSync(join(folders.reader, 'inserted'))) insertCard(folders, 'class-1');
  const networkKeys = provisionSandboxNetwork(folders);
  provisionResidents({ folder: folders.network, personas, cards, phones, codeKeys: networkKeys });
  provisionInsuredNumbers({ folder: folders.network, personas, codeKeys: networkKeys });
  provisionAgencies({ personas, networkKeys, folder: folders.agencies, behaviours: loadStandInAgencies() });
  await provisionIdentities({
    authority: await openNetworkAuthority(networkFiles(folders.network).authority, now),
    folders: {
      network: folders.network,
      agencies: folders.agencies,
      madoguchi: folders.networkIdentity,
    },
    agencies: loadAgencies().map(({ id }) => id),
  });
  // Made anew with the records; who is registered is found in the fixtures, and consents lie in the database.
  await fillSandboxStores(folders, addresses);
}

/** A data folder's database, or another one: migrated, with the fixtures' companies (at these addresses) and citizens. */
export async function fillSandboxStores(
  folders: Folders,
  addresses: Addresses,
  url = `sqlite:${folders.database}`,
): Promise<void> {
  const relyingParties = loadRelyingParties().map((relyingParty) => ({
    ...relyingParty,
    redirectUris: relyingParty.redirectUris.map((uri) =>
      uri.replace(defaultAddresses.railCompany, addresses.railCompany),
    ),
    jwks: makeClientKeys(folders, relyingParty.clientId as ClientId),
  }));
  await fillStores({
    url,
    folders,
    personas: loadPersonas(),
    relyingParties,
    codeKeys: provisionSandboxNetwork(folders),
  });
}

function provisionSandboxNetwork({ network }: Folders): CodeKeys {
  const behaviours = loadStandInAgencies();
  const agencies = loadAgencies().map(({ id }) => ({ id, connected: behaviours[id] !== 'not_connected' }));
  return provisionNetwork({ folder: network, agencies });
}

function makeCardReader({ cardReaderModule }: Folders): void {
  const { status } = spawnSync(process.execPath, ['stand-ins/card-reader/build.mjs', cardReaderModule], {
    cwd: repository,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('the stand-in card reader could not be built');
}
