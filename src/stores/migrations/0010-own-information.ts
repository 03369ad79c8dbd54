/** What the login that opened a session of my page had proved: some of one's own information asks for more than a card. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('citizen_sessions', (table) => {
    table.text('assurance').notNullable().defaultTo('card');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('citizen_sessions', (table) => table.dropColumn('assurance'));
}
