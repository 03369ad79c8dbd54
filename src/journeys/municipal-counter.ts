/** What happens at a municipal counter while the world runs: a new card, a new name, a revocation, an entry of a death. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enterIssued } from '../../certs/issued.ts';
import { authorityNames, type AuthorityFileName, loadAuthority } from '../../certs/make-jpki.ts';
import type { World } from '../../sandbox/world.ts';
import { type Card, cardFiles } from '../../stand-ins/cards/card-folder.ts';
import { makeCard } from '../../stand-ins/cards/make-card.ts';
import { toMunicipality } from '../../stand-ins/cards/municipality.ts';
import { findSoftHsm } from '../../stand-ins/cards/soft-hsm.ts';
import { revoke } from '../../stand-ins/jpki/revoked.ts';
import type { Persona } from '../../stand-ins/personas.ts';
import { type CodeKeys, toResidentId } from '../../stand-ins/provision-network/codes.ts';
import { networkFiles } from '../../stand-ins/provision-network/network-folder.ts';
import { changeResident, type Resident } from '../../stand-ins/provision-network/residents.ts';

export function enterInRegister(
  { folders }: World,
  { person_number: number }: Persona,
  change: (resident: Resident) => Partial<Resident>,
): void {
  const keys = JSON.parse(readFileSync(networkFiles(folders.network).registerKey, 'utf8')) as CodeKeys;
  changeResident(folders.network, toResidentId(keys, number), (resident) => ({
    ...resident,
    ...change(resident),
  }));
}

/** Takes the certificates of a persona's card back. */
export function revokeCertificates(
  { folders }: World,
  { card, persona }: Persona,
  purposes: readonly ('authentication' | 'signature')[],
): void {
  const known = JSON.parse(readFileSync(cardFiles(join(folders.cards, persona)).card, 'utf8')) as Card;
  for (const purpose of purposes) {
    const authority: AuthorityFileName = `${purpose}-g${card.generation}`;
    const serial = known[purpose]?.serial;
    if (serial) revoke(folders.jpki, { authority, serial, at: new Date(Date.now() - 1000).toISOString() });
  }
}

/** Gives a persona a new card, and takes the old one's certificates back. Answers the new card's name for the reader. */
export async function renewCard(
  world: World,
  persona: Persona,
  changes: { name?: string; generation?: 1 | 2 } = {},
): Promise<string> {
  const { folders } = world;
  const name = `${persona.persona}-renewed`;
  const { generation = persona.card.generation } = changes;
  const serial = `1${Date.now().toString(16)}`;
  const renewed: Persona = {
    ...persona,
    name: { ...persona.name, ja: changes.name ?? persona.name.ja },
    card: { ...persona.card, generation, serial: `${serial}a`, signature_serial: `${serial}b` },
  };
  const now = new Date();
  const authorities = await Promise.all(authorityNames.map((each) => loadAuthority(folders.jpki, each)));
  const folder = join(folders.cards, name);
  const card = await makeCard({ folder, persona: renewed, authorities, now, softHsm: findSoftHsm() });
  for (const purpose of ['authentication', 'signature'] as const) {
    const issued = card[purpose];
    if (!issued) continue;
    const municipality = toMunicipality(renewed);
    enterIssued(folders.jpki, {
      authority: `${purpose}-g${generation}`,
      serial: issued.serial,
      municipality,
    });
  }
  enterInRegister(world, persona, ({ certificates }) => ({
    name: renewed.name.ja,
    certificates: [
      ...certificates,
      { kind: 'user_authentication', ...card.authentication },
      ...(card.signature ? [{ kind: 'digital_signature', ...card.signature }] : []),
    ],
  }));
  revokeCertificates(world, persona, ['authentication', 'signature']);
  return name;
}
