import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type CardCertificateKey, loadCard } from '../stand-ins/cards/card-folder.ts';
import type { Persona } from '../stand-ins/personas.ts';
import { loadPhone } from '../stand-ins/phones/make-phone.ts';
import { type CodeKeys, toLinkCode } from '../stand-ins/provision-network/codes.ts';
import type { BoundCertificate } from '../src/stores/citizens.ts';
import { migrateStores } from '../src/stores/migrate.ts';
import { openStores } from '../src/stores/open-stores.ts';
import type { RelyingParty } from '../src/stores/relying-parties.ts';
import type { Stores } from '../src/stores/stores.ts';
import type { SuppressionFlag, SuppressionValue } from '../src/stores/suppressions.ts';
import type { CertificateKind } from '../src/vocabulary/authentication.ts';
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
  const [certificate, ...others] = certificatesOf(folders, persona);
  const known = await stores.citizens.findByCertificate(certificate);
  const id = known?.id ?? newIdentifier<CitizenId>(randomBytes);
  await stores.citizens.save({
    id,
    linkCode: toLinkCode(codeKeys, persona.person_number),
    holders: persona.holders,
  });
  for (const each of [certificate, ...others]) await stores.citizens.bindCertificate(each, id);
  const { flags } = await stores.suppressions.find(id);
  for (const [flag, value] of Object.entries(persona.flags) as [SuppressionFlag, SuppressionValue][]) {
    if (flags[flag] !== value) await stores.suppressions.set(id, flag, value);
  }
}

/** The one that logs in first; nobody under 15 has another. */
function certificatesOf(
  folders: Folders,
  { persona, phone }: Persona,
): [BoundCertificate, ...BoundCertificate[]] {
  const { authentication, signature } = loadCard(join(folders.cards, persona));
  const bound = (key: CardCertificateKey, kind: CertificateKind): BoundCertificate => ({
    issuerKeyHash: key.issuer_key_hash,
    serial: key.serial,
    kind,
  });
  return [
    bound(authentication, 'user_authentication'),
    ...(signature ? [bound(signature, 'digital_signature')] : []),
    ...(phone ? [bound(loadPhone(join(folders.phones, persona)).phone, 'phone_authentication')] : []),
  ];
}
