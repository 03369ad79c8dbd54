import { join } from 'node:path';
import { loadCard } from '../stand-ins/cards/card-folder.ts';
import type { Persona } from '../stand-ins/personas.ts';
import type { Folders } from './folders.ts';

/** What a persona would know by heart; nobody under 15 has a signature password. */
export function saySecrets({ cards }: Pick<Folders, 'cards'>, { persona, card }: Persona): string {
  const { signature } = loadCard(join(cards, persona));
  return signature ? `PIN ${card.pin}, signature password ${card.signature_password}` : `PIN ${card.pin}`;
}
