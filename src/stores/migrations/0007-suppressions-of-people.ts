/**
 * Flags by link code in the place of the citizen's id: people who never registered here are suppressed too, and occur
 * in other people's records.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('suppressions_of_people', (table) => {
    table.text('link_code').primary();
    addFlags(table);
  });
  await knex.raw(`INSERT INTO suppressions_of_people (link_code, ${columns})
    SELECT citizens.link_code, ${columns} FROM suppressions JOIN citizens ON citizens.id = suppressions.citizen`);
  await knex.schema.dropTable('suppressions').renameTable('suppressions_of_people', 'suppressions');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.createTable('suppressions_of_citizens', (table) => {
    table.text('citizen').primary();
    addFlags(table);
  });
  await knex.raw(`INSERT INTO suppressions_of_citizens (citizen, ${columns})
    SELECT citizens.id, ${columns} FROM suppressions JOIN citizens ON citizens.link_code = suppressions.link_code`);
  await knex.schema.dropTable('suppressions').renameTable('suppressions_of_citizens', 'suppressions');
}

const columns = 'non_disclosure, no_self_information, no_automatic_answer, version';

function addFlags(table: Knex.CreateTableBuilder): void {
  for (const flag of ['non_disclosure', 'no_self_information', 'no_automatic_answer'])
    table.integer(flag).notNullable().defaultTo(0);
  table.integer('version').notNullable();
}
