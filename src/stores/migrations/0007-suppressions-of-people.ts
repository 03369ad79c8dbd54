/**
 * Flags by link code in the place of the citizen's id: people who never registered here are suppressed too, and occur
 * in other people's records.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.renameTable('suppressions', 'suppressions_of_citizens');
  await knex.schema.createTable('suppressions', (table) => {
    table.text('link_code').primary({ constraintName: 'suppressions_of_people_pkey' });
    addFlags(table);
  });
  await knex.raw(`INSERT INTO suppressions (link_code, ${columns})
    SELECT citizens.link_code, ${columns} FROM suppressions_of_citizens JOIN citizens ON citizens.id = citizen`);
  await knex.schema.dropTable('suppressions_of_citizens');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.renameTable('suppressions', 'suppressions_of_people');
  await knex.schema.createTable('suppressions', (table) => {
    table.text('citizen').primary({ constraintName: 'suppressions_of_citizens_pkey' });
    addFlags(table);
  });
  await knex.raw(`INSERT INTO suppressions (citizen, ${columns})
    SELECT citizens.id, ${columns} FROM suppressions_of_people
    JOIN citizens ON citizens.link_code = suppressions_of_people.link_code`);
  await knex.schema.dropTable('suppressions_of_people');
}

const columns = 'non_disclosure, no_self_information, no_automatic_answer, version';

function addFlags(table: Knex.CreateTableBuilder): void {
  for (const flag of ['non_disclosure', 'no_self_information', 'no_automatic_answer'])
    table.integer(flag).notNullable().defaultTo(0);
  table.integer('version').notNullable();
}
