/** Which of the granted claims a company wants vouched for: part of what was decided, so it stands in the consent's row. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('consents', (table) => {
    table.text('verified_claims').notNullable().defaultTo('[]');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('consents', (table) => table.dropColumn('verified_claims'));
}
