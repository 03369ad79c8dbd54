/**
 * Requests for several categories at once: what is asked, who works on it until when, and, apart and for minutes, the
 * sealed result. Events wait here until the company has them. Neither holds a value that can be read without our key.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema
    .createTable('information_requests', (table) => {
      table.text('id').primary();
      table.text('client').notNullable();
      table.text('consent').notNullable();
      table.text('citizen').notNullable();
      table.text('subject').notNullable();
      table.text('items').notNullable();
      table.text('trace_id').notNullable();
      table.text('idempotency_hash');
      table.text('body_hash').notNullable();
      table.text('state').notNullable();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('expires_at').notNullable();
      table.bigInteger('forget_at').notNullable();
      table.text('claim');
      table.bigInteger('claimed_until');
      table.bigInteger('completed_at');
      table.bigInteger('fetched_at');
      table.text('fetch_hash');
      table.unique(['consent', 'idempotency_hash'], { indexName: 'information_requests_by_key' });
      table.index(['created_at'], 'information_requests_pending', {
        predicate: knex.whereNull('completed_at'),
      });
      table.index(['forget_at'], 'information_requests_by_end');
    })
    .createTable('waiting_results', (table) => {
      table.text('request').primary();
      table.text('consent').notNullable();
      table.binary('sealed').notNullable();
      table.bigInteger('expires_at').notNullable();
      table.index(['consent'], 'waiting_results_by_consent');
      table.index(['expires_at'], 'waiting_results_by_expiry');
    })
    .createTable('outgoing_events', (table) => {
      table.text('jti').primary();
      table.text('client').notNullable();
      table.text('claims').notNullable();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('next_try_at').notNullable();
      table.bigInteger('give_up_at').notNullable();
      table.integer('tries').notNullable();
      table.text('claim');
      table.bigInteger('claimed_until');
      table.index(['next_try_at'], 'outgoing_events_by_next_try');
      table.index(['give_up_at'], 'outgoing_events_by_end');
    });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['outgoing_events', 'waiting_results', 'information_requests'])
    await knex.schema.dropTable(table);
}
