import type { Card } from '../cards/card-folder.ts';
import type { Persona } from '../personas.ts';
import type { Phone } from '../phones/make-phone.ts';
import { type CodeKeys, toResidentId } from './codes.ts';
import { type Resident, writeResidents } from './residents.ts';

/** The register as the municipalities keep it: everybody of the fixtures, with the certificates on their cards and phones. */
export function provisionResidents(options: {
  folder: string;
  personas: readonly Persona[];
  /** In the same order. */
  cards: readonly Card[];
  phones: readonly Phone[];
  codeKeys: Pick<CodeKeys, 'register'>;
}): void {
  const { folder, personas, cards, phones, codeKeys } = options;
  const idOf = ({ person_number: number }: Persona): string => toResidentId(codeKeys, number);
  const residents = personas.map((persona, index): Resident => {
    const card = cards[index];
    if (card?.persona !== persona.persona) throw new Error(`there is no card of ${persona.persona}`);
    const { authentication, signature } = card;
    const phone = phones.find((each) => each.persona === persona.persona);
    return {
      id: idOf(persona),
      name: persona.name.ja,
      sex: persona.sex,
      birth_on: persona.birth_on,
      address: persona.address,
      holders: persona.holders,
      certificates: [
        { kind: 'user_authentication', ...authentication },
        ...(signature ? [{ kind: 'digital_signature', ...signature }] : []),
        ...(phone ? [{ kind: 'phone_authentication', ...phone.phone }] : []),
      ],
      deceased_on: persona.deceased_on ?? null,
      representatives: (persona.representatives ?? []).map(({ persona: name, right }) => {
        const representative = personas.find((each) => each.persona === name);
        if (!representative) throw new Error(`${persona.persona} is represented by nobody of the fixtures`);
        return { id: idOf(representative), right };
      }),
    };
  });
  writeResidents(folder, residents);
}
