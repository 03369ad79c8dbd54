/**
 * One row for each login that a phone may do: which code its page shows, and how far a phone has come with it. Secrets
 * are hashes; where the page is shown stands here in coarse words, and as a hash that nobody without the code can try.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('phone_codes', (table) => {
    table.text('login').primary();
    table.text('asker');
    table.bigInteger('expires_at').notNullable();
    table.text('code_hash').unique();
    table.text('number');
    table.text('shown_at');
    table.bigInteger('code_expires_at');
    table.text('scan_hash').unique();
    table.text('nonce');
    table.bigInteger('scan_expires_at');
    table.index(['expires_at'], 'phone_codes_by_expiry');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('phone_codes');
}
