/** `npm run vectors`: the public test cases, read in place beside the repository or in the folder that is named. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { judgeVectors, loadVectorSets, ownValidator } from './vector-sets.ts';

const folder = process.argv[2];
const vectors = folder
  ? pathToFileURL(`${folder}/`)
  : new URL('../../../../shared/vectors/', import.meta.url);
if (existsSync(vectors)) {
  process.exitCode = judgeVectors(loadVectorSets(vectors, new Date()), ownValidator, {
    now: () => performance.now(),
    write: (text) => process.stdout.write(text),
  });
} else {
  process.stderr.write('The vectors are not here: name their folder, npm run vectors -- <folder>.\n');
  process.exitCode = 1;
}
