/** Plain JavaScript, because a worker thread does not inherit the loader that reads TypeScript (Node 20). */
import { register } from 'tsx/esm/api';

register();
await import('./card-worker.ts');
