import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCertificate } from '../src/card-login/certificate.ts';
import { toStoredIdentity } from '../src/card-login/registration/identities.ts';
import { createIdentitySeal, identitySealPurpose } from '../src/card-login/registration/seal.ts';
import { deriveKey, loadSecrets } from '../src/secrets.ts';
import { type CardCertificateKey, cardFiles, loadCard } from '../stand-ins/cards/card-folder.ts';
import type { Persona } from '../stand-ins/personas.ts';
import { loadPhone } from '../stand-ins/phones/make-phone.ts';
import { type CodeKeys, toLinkCode } from '../stand-ins/provision-network/codes.ts';
import type { BoundCertificate } from '../src/stores/citizens.ts';
import { migrateStores } from '../src/stores/migrate.ts';
import { openStores } from '../src/stores/open-stores.ts';
import type { RelyingParty } from '../src/stores/relying-parties.ts';
import type { Stores } from '../src/stores/stores.ts';
import type { CertificateKind } from '../src/vocabulary/authentication.ts';
import { systemClock } from '../src/vocabulary/clock.ts';
import { type CitizenId, newIdentifier } from '../src/vocabulary/identifiers.ts';
import type { SuppressionFlag, SuppressionValue } from '../src/vocabulary/suppression-table.ts';
import type { Folders } from './folders.ts';

/**
 * Migrates the database and registers who may ask and who may log in: as if each had signed with their card once, and
 * the onboarding of the companies were done. Whoever is there to show a registration is left out. Safe to repeat: a
 * citizen is found again by their card, and keeps their id.
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
    for (const persona of wanted.personas) {
      if (persona.registered !== false) await register(stores, persona, wanted);
      // A flag is a person's, registered here or not.
      const code = toLinkCode(wanted.codeKeys, persona.person_number);
      const known = (await stores.suppressions.findByLinkCodes([code])).get(code)?.flags;
      for (const [flag, value] of Object.entries(persona.flags) as [SuppressionFlag, SuppressionValue][])
        if ((known?.[flag] ?? 0) !== value) await stores.suppressions.setByLinkCode(code, flag, value);
    }
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
  const newId = known?.id ?? newIdentifier<CitizenId>(randomBytes);
  const [linkCode, { holders }] = [toLinkCode(codeKeys, persona.person_number), persona];
  // A network that was made anew has other codes for the same people.
  if (known) await stores.citizens.save({ id: newId, linkCode, holders });
  await stores.registrations.register({
    ...{ newId, linkCode, holders },
    certificates: [certificate, ...others],
    toIdentity: toIdentityOf(folders, persona.persona),
  });
}

/** Sealed as the server seals it, from the signature certificate on the card; null for a child, who has none. */
function toIdentityOf(folders: Folders, persona: string): ReturnType<typeof toStoredIdentity> | null {
  const folder = join(folders.cards, persona);
  const { signatureCertificate } = cardFiles(folder);
  const { signature } = loadCard(folder);
  if (!signature || !existsSync(signatureCertificate)) return null;
  const secrets = loadSecrets(join(folders.keys, 'secrets.json'));
  return toStoredIdentity(readCertificate(readFileSync(signatureCertificate)), signature.issuer_key_hash, {
    seal: createIdentitySeal(deriveKey(secrets, identitySealPurpose)),
    now: systemClock.now(),
  });
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
