/** Reports about records, the blocks that hold until they are answered, and what waits to be told to agencies. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema
    .createTable('corrections', (table) => {
      table.text('id').primary();
      table.text('citizen').notNullable().references('id').inTable('citizens');
      table.text('category').notNullable();
      table.text('place').notNullable();
      table.text('reason').notNullable();
      table.text('record_as_of');
      table.text('state').notNullable();
      table.text('refusal_ground');
      table.text('process_number').unique();
      table.bigInteger('reported_at').notNullable();
      table.bigInteger('delivered_at');
      table.bigInteger('closed_at');
      table.bigInteger('asked_at').notNullable().defaultTo(0);
      table.index(['citizen', 'reported_at']);
      table.index(['state', 'asked_at']);
    })
    .createTable('record_blocks', (table) => {
      table.text('correction').primary().references('id').inTable('corrections');
      table.text('citizen').notNullable();
      table.text('category').notNullable();
      table.boolean('hides_from_person').notNullable();
      table.index(['citizen', 'category']);
    })
    .createTable('correction_messages', (table) => {
      table.text('correction').notNullable().references('id').inTable('corrections');
      table.text('kind').notNullable();
      table.text('remark');
      table.integer('tries').notNullable().defaultTo(0);
      table.bigInteger('due_at').notNullable();
      table.primary(['correction', 'kind']);
      table.index(['due_at']);
    });
  // One and the same report, while it is open.
  await knex.raw(
    'CREATE UNIQUE INDEX corrections_open ON corrections (citizen, category, place) WHERE closed_at IS NULL',
  );
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['correction_messages', 'record_blocks', 'corrections'])
    await knex.schema.dropTable(table);
}
