import { join } from 'node:path';
import type { Authority } from '../../certs/authority.ts';
import { enterIssued } from '../../certs/issued.ts';
import type { CardHolder } from '../cards/make-card.ts';
import { toMunicipality } from '../cards/municipality.ts';
import { makePhone, type Phone, type PhoneHolder } from './make-phone.ts';

/** A phone for every persona who has one; what was issued stands in the JPKI's register. */
export async function makePhones(options: {
  folder: string;
  jpkiFolder: string;
  personas: readonly (CardHolder & Partial<Pick<PhoneHolder, 'phone'>>)[];
  authorities: readonly Authority[];
  now: Date;
  softHsm: string;
}): Promise<Phone[]> {
  const authority = options.authorities.find(({ purpose }) => purpose === 'phone-authentication');
  if (!authority) throw new Error('there is no authority for phones');
  const phones: Phone[] = [];
  for (const persona of options.personas) {
    if (!persona.phone) continue;
    const holder = { ...persona, phone: persona.phone };
    const folder = join(options.folder, persona.persona);
    phones.push(await makePhone({ ...options, folder, authority, persona: holder }));
    enterIssued(options.jpkiFolder, {
      authority: 'phone-authentication-g1',
      serial: persona.phone.serial,
      municipality: toMunicipality(persona),
    });
  }
  return phones;
}
