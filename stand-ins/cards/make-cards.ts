import { join } from 'node:path';
import type { Authority } from '../../certs/authority.ts';
import { enterIssued } from '../../certs/issued.ts';
import type { AuthorityFileName } from '../../certs/make-jpki.ts';
import { revoke } from '../jpki/revoked.ts';
import type { Card } from './card-folder.ts';
import { makeCard, type CardHolder } from './make-card.ts';
import { toMunicipality } from './municipality.ts';

/** As many as a small machine does at once without getting slower for it. */
const atOnce = 2;

/** A card for every persona, in a folder each; what was issued and what is revoked stands in the JPKI's registers. */
export async function makeCards(options: {
  folder: string;
  jpkiFolder: string;
  personas: readonly CardHolder[];
  authorities: readonly Authority[];
  now: Date;
  softHsm: string;
}): Promise<Card[]> {
  const waiting = options.personas.entries();
  const cards: Card[] = [];
  const work = async (): Promise<void> => {
    // One iterator for all who work: each persona is taken once.
    for (const [index, persona] of waiting) {
      const folder = join(options.folder, persona.persona);
      const card = await makeCard({ ...options, folder, persona });
      cards[index] = card;
      register(options.jpkiFolder, persona, card, options.now);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return cards;
}

/** A card that was found and not made stands there too: a register may have been deleted since. */
function register(jpkiFolder: string, persona: CardHolder, card: Card, now: Date): void {
  const { generation, state, signature_state: signatureState } = persona.card;
  const isRevoked = {
    authentication: state === 'revoked',
    signature: state === 'revoked' || signatureState === 'revoked',
  };
  for (const purpose of ['authentication', 'signature'] as const) {
    const certificate = card[purpose];
    if (!certificate) continue;
    const authority: AuthorityFileName = `${purpose}-g${generation}`;
    const { serial } = certificate;
    enterIssued(jpkiFolder, { authority, serial, municipality: toMunicipality(persona) });
    if (isRevoked[purpose]) revoke(jpkiFolder, { authority, serial, at: now.toISOString() });
  }
}
