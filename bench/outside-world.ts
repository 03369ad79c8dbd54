/** The provision network and the agencies of one person, as a program of their own. */
import { loadPersonas } from '../stand-ins/personas.ts';
import { openTown, type Town } from '../stand-ins/town.ts';
import type { NetworkIdentityFiles } from '../src/agencies/network-identity.ts';
import type { Citizen } from '../src/stores/citizens.ts';
import type { LinkCode } from '../src/vocabulary/identifiers.ts';
import { answerQuestions } from './other-program.ts';

export interface OutsideWorld {
  networkUrl: string;
  identity: NetworkIdentityFiles;
  linkCode: LinkCode;
  holders: Citizen['holders'];
}

let town: Town | undefined;
process.once('disconnect', () => void town?.close().then(() => process.exit()));

answerQuestions(async ({ persona }: { persona: string }): Promise<OutsideWorld> => {
  const person = loadPersonas().find((each) => each.persona === persona);
  if (!person) throw new Error(`no persona ${persona}`);
  // So patient that a busy machine is measured as slow and not as an outage.
  town = await openTown({
    people: [person],
    agencies: Object.values(person.holders),
    networkBudgetMilliseconds: 2500,
  });
  return {
    networkUrl: town.networkUrl,
    identity: town.identity,
    linkCode: town.linkCodeOf(person),
    holders: person.holders,
  };
});
