/**
 * Who a citizen is, as their latest signature certificate said it. The attributes are sealed before they come here;
 * the certificate is named so that its revocation can be asked about, and nothing else of it is kept.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('identities', (table) => {
    table.text('citizen').primary().references('id').inTable('citizens');
    table.binary('sealed').notNullable();
    table.text('issuer_key_hash').notNullable();
    table.text('serial').notNullable();
    table.bigInteger('issued_at').notNullable();
    table.bigInteger('registered_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('identities');
}
