/**
 * For knex's command line: `npm run knex -- migrate:status`. It reads the one setting it
 * needs by itself, because it starts no server; the programs read theirs in `src/config.ts`.
 */
import { toKnexConfig } from './src/stores/migrate.ts';

export default toKnexConfig(process.env['MADOGUCHI_DATABASE_URL'] ?? 'sqlite:data/madoguchi.sqlite');
