/** Plain JavaScript, because a worker thread does not inherit the loader that reads TypeScript (Node 20). */
import { register } from 'tsx/esm/api';

// What is thrown here may quote what it was given: neither printed, nor written into a report of the crash.
process.on('uncaughtException', () => process.exit(1));
register();
await import('./card-worker.ts');
