/**
 * Credentials that citizens carry in a wallet of their own. An offer is good for one wallet, once; of what was issued
 * only its place in a status list is kept, never the holder's key and never an answer: so nobody can tell here which
 * presentation was whose.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema
    .createTable('credential_offers', (table) => {
      table.text('code_hash').primary();
      table.text('citizen').notNullable();
      table.text('item').notNullable();
      table.text('transaction_code_hash').notNullable();
      table.integer('tries_left').notNullable();
      table.bigInteger('expires_at').notNullable();
      table.text('token_hash').unique();
      table.bigInteger('token_expires_at');
      table.bigInteger('taken_at');
      table.index(['expires_at'], 'credential_offers_by_expiry');
    })
    .createTable('issued_credentials', (table) => {
      table.integer('list').notNullable();
      table.integer('place').notNullable();
      table.text('batch').notNullable();
      table.text('citizen').notNullable();
      table.text('item').notNullable();
      table.integer('suppression_version').notNullable();
      table.bigInteger('issued_at').notNullable();
      table.bigInteger('expires_at').notNullable();
      table.bigInteger('revoked_at');
      table.primary(['list', 'place']);
      table.index(['citizen', 'issued_at'], 'issued_credentials_by_citizen');
      table.index(['expires_at'], 'issued_credentials_by_expiry');
    });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('issued_credentials');
  await knex.schema.dropTable('credential_offers');
}
