import { type AttestationWords, findAttestationWords } from '../vocabulary/attestations.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';
import type { AttestationPolicy } from './attestation-policies.ts';

/**
 * May this person travel at the disability fare, and with a companion? What decides it is only the kind of
 * certificate, its fare discount class, that it is in force, and for a mental-health certificate its photograph
 * (which the railways require since April 2025). Nothing else of the record is read, and none of it leaves.
 */
export const railDisabilityDiscount: AttestationPolicy = {
  id: 'rail-disability-discount@2025-04',
  words: wordsOf('attestations.rail-disability-discount'),
  basis:
    'Passenger fare rules of the railways for holders of disability certificates (旅客運賃減額), as extended to mental-health certificates in April 2025',
  inputs: [
    'disability_welfare.certificates.kind',
    'disability_welfare.certificates.fare_discount_class',
    'disability_welfare.certificates.valid_until',
    'disability_welfare.certificates.has_photo',
    'disability_welfare.certificates.returned_on',
  ] as ItemName[],
  // What a certificate is worth stands on it, with its end, and nobody renews the paper in between either.
  answersFromStale: true,
  answer(record, today) {
    const counting = listOf(record?.['certificates']).filter((certificate) => counts(certificate, today));
    const [best] = counting.sort(byBenefit);
    const discountClass = best && classOf(best);
    if (!discountClass) return null;
    return {
      class: discountClass,
      companion: discountClass === 1,
      valid_until: best['valid_until'] ?? null,
    };
  },
};

/** A policy without its words must not start: nobody could be asked about it. */
function wordsOf(item: string): AttestationWords {
  const words = findAttestationWords(item);
  if (!words) throw new Error(`no words for ${item}`);
  return words;
}

function counts(certificate: JsonObject, today: string): boolean {
  if (classOf(certificate) === undefined) return false;
  if (certificate['returned_on']) return false;
  const validUntil = certificate['valid_until'];
  if (typeof validUntil === 'string' && validUntil < today) return false;
  if (certificate['kind'] !== 'mental') return true;
  // A mental-health certificate always has an end (two years): one that states none is not taken as endless.
  return certificate['has_photo'] === true && typeof validUntil === 'string';
}

function classOf(certificate: JsonObject): 1 | 2 | undefined {
  const held = certificate['fare_discount_class'];
  if (held === 1 || held === '1') return 1;
  if (held === 2 || held === '2') return 2;
  return undefined;
}

/** Class 1 before class 2, then the one that is in force longest; without an end is longest of all. */
function byBenefit(one: JsonObject, other: JsonObject): number {
  const end = (certificate: JsonObject): string => String(certificate['valid_until'] ?? '9999-12-31');
  return (classOf(one) ?? 3) - (classOf(other) ?? 3) || end(other).localeCompare(end(one));
}

function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value)
    ? value.filter((element): element is JsonObject => typeof element === 'object' && element !== null)
    : [];
}
