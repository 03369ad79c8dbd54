/**
 * What the ledger publishes beside its tree (witnesses' cosignatures of heads), and what it erased. An erased entry
 * keeps its row, its id and its leaf, so that its receipt's address can say what happened and the tree stays provable.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema
    .createTable('tree_head_cosignatures', (table) => {
      table.bigInteger('size').notNullable();
      table.text('witness').notNullable();
      table.text('cosignature').notNullable();
      table.primary(['size', 'witness']);
    })
    .createTable('ledger_erasures', (table) => {
      /** The ledger's own entry about it. */
      table.text('entry').primary();
      table.bigInteger('at').notNullable();
      table.text('reason').notNullable();
      table.integer('entries').notNullable();
      /** Of an erasure by age: every leaf up to this one is older than its cut-off. Null for one person's. */
      table.bigInteger('through_index');
    });
  await knex.schema.alterTable('ledger_entries', (table) => {
    table.bigInteger('erased_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('ledger_entries', (table) => {
    table.dropColumn('erased_at');
  });
  await knex.schema.dropTable('ledger_erasures').dropTable('tree_head_cosignatures');
}
