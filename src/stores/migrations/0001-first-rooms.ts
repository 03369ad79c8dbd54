/**
 * The first schema. Times are whole milliseconds since the epoch, documents are JSON text, hashes are base64url
 * text where they are looked up and bytes where they are computed with. Nothing here names a citizen's attribute.
 * Consents and ledger entries carry no foreign keys: they outlive what they point to.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema
    .createTable('oidc_payloads', (table) => {
      table.text('model').notNullable();
      table.text('id').notNullable();
      table.text('payload').notNullable();
      table.text('grant_id');
      table.text('uid');
      table.text('user_code');
      table.bigInteger('expires_at');
      table.bigInteger('consumed_at');
      table.primary(['model', 'id']);
      for (const key of ['grant_id', 'uid', 'user_code'])
        table.index([key], `oidc_payloads_by_${key}`, { predicate: knex.whereNotNull(key) });
      table.index(['expires_at'], 'oidc_payloads_by_expiry');
    })
    .createTable('relying_parties', (table) => {
      table.text('client_id').primary();
      table.text('document').notNullable();
    })
    .createTable('citizens', (table) => {
      table.text('id').primary();
      table.text('link_code').notNullable().unique();
      table.text('holders').notNullable();
    })
    .createTable('certificates', (table) => {
      table.text('issuer_key_hash').notNullable();
      table.text('serial').notNullable();
      table.text('kind').notNullable();
      table.text('citizen').notNullable().references('id').inTable('citizens');
      table.primary(['issuer_key_hash', 'serial']);
      table.index(['citizen'], 'certificates_by_citizen');
    })
    .createTable('card_logins', (table) => {
      table.text('id').primary();
      table.text('cookie_hash').notNullable();
      table.text('retired_cookie_hash');
      table.text('return_path').notNullable();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('expires_at').notNullable();
      table.text('step').notNullable();
      table.text('state').notNullable();
      table.text('purpose');
      table.text('nonce');
      table.bigInteger('nonce_expires_at');
      table.text('citizen');
      table.text('proved');
      table.text('code_hash');
      table.bigInteger('code_expires_at');
      table.index(['expires_at'], 'card_logins_by_expiry');
    })
    .createTable('citizen_sessions', (table) => {
      table.text('secret_hash').primary();
      table.text('citizen').notNullable();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('expires_at').notNullable();
      table.index(['expires_at'], 'citizen_sessions_by_expiry');
    })
    .createTable('consents', (table) => {
      table.text('id').primary();
      table.text('decision').notNullable();
      table.text('citizen').notNullable();
      table.text('client').notNullable();
      table.text('purpose').notNullable();
      table.text('items').notNullable();
      table.text('unseen_items').notNullable();
      table.text('authentication').notNullable();
      table.bigInteger('decided_at').notNullable();
      table.bigInteger('valid_until').notNullable();
      table.integer('reads_granted').notNullable();
      table.integer('reads_used').notNullable();
      table.bigInteger('withdrawn_at');
      // The conditional update already sees to it; the schema is the second lock on the same door.
      table.check('reads_used >= 0 AND reads_used <= reads_granted', {}, 'consents_reads');
      table.index(['citizen', 'decided_at'], 'consents_by_citizen');
    })
    .createTable('suppressions', (table) => {
      table.text('citizen').primary();
      table.integer('non_disclosure').notNullable().defaultTo(0);
      table.integer('no_self_information').notNullable().defaultTo(0);
      table.integer('no_automatic_answer').notNullable().defaultTo(0);
      table.integer('version').notNullable();
    })
    .createTable('replay_marks', (table) => {
      table.text('hash').primary();
      table.bigInteger('expires_at').notNullable();
      table.index(['expires_at'], 'replay_marks_by_expiry');
    })
    .createTable('spent_reads', (table) => {
      table.text('consent').notNullable();
      table.text('idempotency_hash').notNullable();
      table.bigInteger('spent_at').notNullable();
      table.primary(['consent', 'idempotency_hash']);
      table.index(['spent_at'], 'spent_reads_by_time');
    })
    .createTable('ledger_entries', (table) => {
      table.text('id').primary();
      table.text('citizen').notNullable();
      table.text('client');
      table.text('consent');
      table.bigInteger('at').notNullable();
      table.text('body').notNullable();
      table.binary('salt').notNullable();
      table.binary('leaf_hash').notNullable();
      table.bigInteger('leaf_index').unique();
      table.index(['citizen', 'at'], 'ledger_entries_by_citizen');
      table.index(['at', 'id'], 'ledger_entries_waiting', { predicate: knex.whereNull('leaf_index') });
    })
    .createTable('tree_nodes', (table) => {
      table.integer('level').notNullable();
      table.bigInteger('node_index').notNullable();
      table.binary('hash').notNullable();
      table.primary(['level', 'node_index']);
    })
    .createTable('tree_heads', (table) => {
      table.bigInteger('size').primary();
      table.binary('root').notNullable();
      table.bigInteger('at').notNullable();
      table.text('signature').notNullable();
    });
}

export async function down(knex: Knex): Promise<void> {
  const tables =
    'tree_heads tree_nodes ledger_entries spent_reads replay_marks suppressions consents citizen_sessions card_logins certificates citizens relying_parties oidc_payloads';
  for (const table of tables.split(' ')) await knex.schema.dropTable(table);
}
