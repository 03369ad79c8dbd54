import { type Municipality, someMunicipality } from '../../certs/names.ts';
import { loadAgencies } from '../personas.ts';
import type { CardHolder } from './make-card.ts';

/** Who issued the card, and on whose list its certificates would stand: the municipality that keeps the holder's records. */
export function toMunicipality({ holders }: Pick<CardHolder, 'holders'>): Municipality {
  const agency = loadAgencies().find(({ id }) => id === holders?.['municipality']);
  if (!agency) return someMunicipality;
  // The code without its check digit, as certificates write it.
  const code = agency.id.replace(/^municipality-(\d{5})\d$/, '$1');
  return { code, prefecture: 'Mihon-ken', name: agency.name.en };
}
