import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('..', import.meta.url));
export const fixtures = join(repository, 'fixtures');

/** Everything generated lies under one folder; deleting it is a factory reset. */
export const dataFolder = resolve(repository, 'data');

/** Where things lie inside a data folder. */
export function foldersOf(data: string) {
  return {
    data,
    keys: join(data, 'keys'),
    /** Madoguchi's certificate and key on the provision network. */
    networkIdentity: join(data, 'keys', 'network'),
    clients: join(data, 'clients'),
    jpki: join(data, 'jpki'),
    anchors: join(data, 'jpki', 'anchors'),
    signatureAnchors: join(data, 'jpki', 'signature-anchors'),
    phoneAnchors: join(data, 'jpki', 'phone-anchors'),
    cards: join(data, 'cards'),
    phones: join(data, 'phones'),
    reader: join(data, 'reader'),
    /** The reader that plays the phone: which phone is at hand, and what lies on its sensor. */
    phoneReader: join(data, 'phone-reader'),
    network: join(data, 'network'),
    agencies: join(data, 'agencies'),
    witness: join(data, 'witness'),
    /** Whom the server asks to cosign, and whose heads the witness cosigns: written when a world starts. */
    witnesses: join(data, 'witnesses.json'),
    witnessedLedgers: join(data, 'witnessed-ledgers.json'),
    agentSites: join(data, 'agent-sites.json'),
    agentPhrase: join(data, 'agent-phrase'),
    cardReaderModule: join(data, 'card-reader.so'),
    database: join(data, 'madoguchi.sqlite'),
    ledgerKey: join(data, 'ledger-public-key.json'),
  };
}

export type Folders = ReturnType<typeof foldersOf>;
