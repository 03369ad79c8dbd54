import { type OthersVersion, type Suppressions, toVersion } from '../stores/suppressions.ts';
import type { LinkCode } from '../vocabulary/identifiers.ts';
import type { Reading } from '../vocabulary/reading.ts';
import { acts } from '../vocabulary/suppression-table.ts';
import { type Mention, othersIn, takeOut } from './other-people.ts';

/**
 * The reading as if the agency had never held anything about those who vanish from other people’s records, and the
 * state of the flags by which it is so. Their flags are looked up after the agency has answered: who is in a record
 * is not known before.
 */
export async function withoutSuppressed(
  suppressions: Pick<Suppressions, 'findByLinkCodes'>,
  reading: Reading,
  mentions: readonly Mention[],
  own: LinkCode,
): Promise<{ reading: Reading; others: OthersVersion | null }> {
  const codes = othersIn(mentions, own);
  if (!reading.record || codes.length === 0) return { reading, others: null };
  const found = await suppressions.findByLinkCodes(codes);
  const vanished = codes.filter((code) => acts(found.get(code)?.flags, 'others_records', 'vanishes'));
  const record = takeOut(reading.category, reading.record, mentions, new Set(vanished));
  const others = { codes, version: toVersion(found) };
  if (!record) return { reading: { ...reading, outcome: 'no_record', record, asOf: null }, others };
  return { reading: { ...reading, record }, others };
}
