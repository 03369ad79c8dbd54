/**
 * What emergency access leaves behind beside the ledger: every call (for the supervisor), what is counted within a time
 * (so that a bound holds over all processes), and whose record is open to whom for how long. No value of a person, and no
 * certificate: a person is their citizen id, a guessed number a keyed hash.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema
    .createTable('emergency_calls', (table) => {
      table.text('id').primary();
      table.bigInteger('at').notNullable();
      table.text('client').notNullable();
      table.text('operator');
      table.text('incident');
      table.text('reason');
      table.text('named_by');
      table.text('outcome').notNullable();
      table.text('citizen');
      table.text('number_hash');
      table.integer('released').notNullable();
      table.index(['at'], 'emergency_calls_by_time');
    })
    .createTable('emergency_counts', (table) => {
      table.text('counted').notNullable();
      table.bigInteger('ends_at').notNullable();
      table.integer('used').notNullable();
      table.primary(['counted', 'ends_at']);
      table.index(['ends_at'], 'emergency_counts_by_end');
    })
    .createTable('emergency_accesses', (table) => {
      table.text('client').notNullable();
      table.text('citizen').notNullable();
      table.text('incident').notNullable();
      table.bigInteger('ends_at').notNullable();
      table.integer('calls').notNullable();
      table.primary(['client', 'citizen', 'incident']);
      table.index(['ends_at'], 'emergency_accesses_by_end');
    });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['emergency_accesses', 'emergency_counts', 'emergency_calls'])
    await knex.schema.dropTable(table);
}
