/**
 * What proved that certificates were not revoked, once for each answer or list, however many logins relied on it.
 * Logins, consents and the audit trail point here by hash alone, so that this may go first.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('revocation_evidence', (table) => {
    table.text('sha256').primary();
    table.text('kind').notNullable();
    table.text('authority').notNullable();
    table.binary('der');
    table.bigInteger('as_of').notNullable();
    table.bigInteger('first_used_at').notNullable();
    table.index(['first_used_at'], 'revocation_evidence_by_first_use');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('revocation_evidence');
}
