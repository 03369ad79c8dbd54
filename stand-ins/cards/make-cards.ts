import { join } from 'node:path';
import type { Authority } from '../../certs/authority.ts';
import type { AuthorityFileName } from '../../certs/make-jpki.ts';
import { revoke } from '../jpki/revoked.ts';
import type { Card } from './card-folder.ts';
import { makeCard, type CardHolder } from './make-card.ts';

/** As many as a small machine does at once without getting slower for it. */
const atOnce = 2;

/** A card for every persona, in a folder each; the cards that are revoked stand in the JPKI's register. */
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
      if (persona.card.state === 'revoked') revokeCard(options.jpkiFolder, persona, card, options.now);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return cards;
}

function revokeCard(jpkiFolder: string, persona: CardHolder, card: Card, now: Date): void {
  for (const purpose of ['authentication', 'signature'] as const) {
    const certificate = card[purpose];
    if (!certificate) continue;
    const authority: AuthorityFileName = `${purpose}-g${persona.card.generation}`;
    revoke(jpkiFolder, { authority, serial: certificate.serial, at: now.toISOString() });
  }
}
