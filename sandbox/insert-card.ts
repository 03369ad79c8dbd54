/** `npm run card -- <persona>`: puts a persona's card into the reader; without a name, lists them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadPersonas } from '../stand-ins/personas.ts';
import { dataFolder, foldersOf } from './folders.ts';
import { insertCard, insertedCard } from './reader.ts';
import { saySecrets } from './say-secrets.ts';

const folders = foldersOf(dataFolder);
const [wanted] = process.argv.slice(2);
const personas = loadPersonas();
const found = personas.find(({ persona }) => persona === wanted);

if (!existsSync(join(folders.reader))) {
  console.error('card: there are no cards yet: run npm start first');
  process.exitCode = 1;
} else if (!wanted) {
  for (const { persona, name, card, shows } of personas) {
    const mark = persona === insertedCard(folders) ? '*' : ' ';
    console.log(`${mark} ${persona.padEnd(20)} PIN ${card.pin}  ${name.ja}: ${shows}`);
  }
} else if (!found) {
  console.error(`card: there is no persona ${wanted}; npm run card lists them`);
  process.exitCode = 1;
} else {
  insertCard(folders, found.persona);
  console.log(`The card of ${found.persona} lies in the reader. ${saySecrets(folders, found)}`);
}
