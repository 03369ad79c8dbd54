/** `npm run vectors`: the public test cases, read in place beside the repository or in the folder that is named. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { tellElsewhere } from './elsewhere.ts';
import { judgeVectors, loadVectorSets, ownValidator } from './vector-sets.ts';

const folder = process.argv[2];
const vectors = folder
  ? pathToFileURL(`${folder}/`)
  : new URL('../../../../shared/vectors/', import.meta.url);
if (existsSync(vectors)) {
  const write = (text: string): boolean => process.stdout.write(text);
  const code = judgeVectors(loadVectorSets(vectors, new Date()), ownValidator, {
    now: () => performance.now(),
    write,
  });
  process.exitCode = tellElsewhere(vectors, write).length > 0 ? 1 : code;
} else {
  process.stderr.write('The vectors are not here: name their folder, npm run vectors -- <folder>.\n');
  process.exitCode = 1;
}
