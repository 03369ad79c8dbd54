import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Persona } from '../stand-ins/personas.ts';
import { type CodeKeys, toLinkCode } from '../stand-ins/provision-network/codes.ts';
import type { CertificateKey } from '../src/stores/citizens.ts';
import { migrateStores } from '../src/stores/migrate.ts';
import { openStores } from '../src/stores/open-stores.ts';
import type { RelyingParty } from '../src/stores/relying-parties.ts';
import type { Stores } from '../src/stores/stores.ts';
import type { SuppressionFlag, SuppressionValue } from '../src/stores/suppressions.ts';
import { systemClock } from '../src/vocabulary/clock.ts';
import { type CitizenId, newIdentifier } from '../src/vocabulary/identifiers.ts';
import type { Folders } from './folders.ts';

/**
 * Migrates the database and registers who may ask and who may log in. Registration is what a municipality and the
 * onboarding of a company would do. Safe to repeat: a citizen is found again by their card, and keeps their id.
 */
export async function fillStores(wanted: {
  url: string;
  folders: Folders;
  personas: readonly Persona[];
  relyingParties: readonly RelyingParty[];
  codeKeys: Pick<CodeKeys, 'register' | 'madoguchi'>;
}): Promise<void> {
  await migrateStores(wanted.url);
  const stores = await openStores({ url: wanted.url, clock: systemClock });
  try {
    for (const relyingParty of wanted.relyingParties) await stores.relyingParties.save(relyingParty);
    for (const persona of wanted.personas) await register(stores, persona, wanted);
  } finally {
    await stores.close();
  }
}

async function register(
  stores: Stores,
  persona: Persona,
  { folders, codeKeys }: { folders: Folders; codeKeys: Pick<CodeKeys, 'register' | 'madoguchi'> },
): Promise<void> {
  const certificate = authenticationCertificateOf(folders, persona.persona);
  const known = await stores.citizens.findByCertificate(certificate);
  const id = known?.id ?? newIdentifier<CitizenId>(randomBytes);
  await stores.citizens.save({
    id,
    linkCode: toLinkCode(codeKeys, persona.person_number),
    holders: persona.holders,
  });
  await stores.citizens.bindCertificate(certificate, id);
  const { flags } = await stores.suppressions.find(id);
  for (const [flag, value] of Object.entries(persona.flags) as [SuppressionFlag, SuppressionValue][]) {
    if (flags[flag] !== value) await stores.suppressions.set(id, flag, value);
  }
}

function authenticationCertificateOf(folders: Folders, persona: string): CertificateKey {
  const { authentication } = JSON.parse(readFileSync(join(folders.cards, persona, 'card.json'), 'utf8')) as {
    authentication: { issuer_key_hash: string; serial: string };
  };
  return { issuerKeyHash: authentication.issuer_key_hash, serial: authentication.serial };
}
