import type { Agencies } from '../agencies/agencies.ts';
import type { Preview, PreviewedGroup } from '../consent/preview.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { type CategoryName, type ItemName, newTraceId } from '../vocabulary/identifiers.ts';
import { attestationCategory, findAttestation } from '../vocabulary/attestations.ts';
import { categoryOf, itemValues } from '../vocabulary/items.ts';
import type { Reading } from '../vocabulary/reading.ts';
import {
  identityCategory,
  type IdentityClaimName,
  sourceLabels,
  toIdentityItem,
} from '../vocabulary/identity.ts';
import { findCategory } from '../vocabulary/categories.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { toShownSource } from '../vocabulary/shown-source.ts';
import type { Words } from '../vocabulary/words.ts';
import { answerQuestion } from './attestations/read-attestation.ts';
import { type IdentityRooms, readIdentity, toIdentityValues } from './read-identity.ts';
import { readItems } from './read-items.ts';

/** What the consent screen shows: every item's value of this moment, all groups side by side under one time budget. */
export function createPreview(d: {
  agencies: Pick<Agencies, 'inquire'>;
  identity: IdentityRooms;
  clock: Clock;
  budgetMilliseconds: number;
}): Preview {
  return async (citizen, items) => {
    const traceId = newTraceId();
    // One inquiry per category and screen: an attestation about a category that is shown anyway asks no second time.
    const inquiries = new Map<string, ReturnType<Agencies['inquire']>>();
    const once: Pick<Agencies, 'inquire'> = {
      inquire: (wanted, budget) => {
        const asked = inquiries.get(wanted.category) ?? d.agencies.inquire(wanted, budget);
        inquiries.set(wanted.category, asked);
        return asked;
      },
    };
    const groups = new Map<string, ItemName[]>();
    for (const item of items) {
      const group = isAttestation(item) ? item : categoryOf(item);
      groups.set(group, [...(groups.get(group) ?? []), item]);
    }
    const previewCategory = async (category: CategoryName, members: ItemName[]): Promise<PreviewedGroup> => {
      const wanted = {
        citizen,
        category,
        items: new Set(members),
        viewer: 'relying_party' as const,
        traceId,
      };
      const { reading } = await readItems(once, wanted, d.budgetMilliseconds);
      const valuesOf = (item: ItemName) => (reading.record ? itemValues(reading.record, item) : []);
      return {
        ...shown(category, members, reading, new Map(members.map((item) => [item, valuesOf(item)]))),
        source: sourceOf(category, reading),
      };
    };
    const previewAttestation = async (item: ItemName): Promise<PreviewedGroup> => {
      const attestation = findAttestation(item);
      if (!attestation) throw new Refusal('attestation_not_found');
      // Source and date of the record behind the answer are shown here, on the citizen's own screen, and only here.
      const wanted = { citizen, attestation, viewer: 'attestation' as const, traceId, now: d.clock.now() };
      const { reading, answer } = await answerQuestion(
        { agencies: once, identity: d.identity },
        wanted,
        d.budgetMilliseconds,
      );
      return {
        ...shown(attestationCategory, [item], reading, new Map([[item, [answer]]])),
        source: sourceOf(attestation.question.category, reading),
      };
    };
    const previewIdentity = async (members: ItemName[]): Promise<PreviewedGroup> => {
      const { reading, issuedAt, substituted } = await readIdentity(d.identity, {
        citizen,
        items: new Set(members),
        viewer: 'relying_party',
      });
      const values = new Map(members.map((item) => [item, toIdentityValues(reading.record, item)]));
      return {
        ...shown(identityCategory, members, reading, values),
        asOf: issuedAt?.toISOString() ?? null,
        source: sourceLabels.signature_certificate,
        substituted: (Object.keys(substituted) as IdentityClaimName[]).map(toIdentityItem),
      };
    };
    return Promise.all(
      [...groups].map(([group, members]) => {
        const [first] = members;
        if (group === identityCategory) return previewIdentity(members);
        return first && isAttestation(first)
          ? previewAttestation(first)
          : previewCategory(group as CategoryName, members);
      }),
    );
  };
}

const isAttestation = (item: ItemName): boolean => categoryOf(item) === attestationCategory;

function shown(
  group: string,
  items: readonly ItemName[],
  reading: Reading,
  values: PreviewedGroup['values'],
): Omit<PreviewedGroup, 'source'> {
  return {
    group,
    items,
    outcome: reading.outcome,
    values,
    asOf: reading.asOf,
  };
}

function sourceOf(category: string, reading: Reading): Words {
  const found = findCategory(category);
  return found ? toShownSource(found, reading) : sourceLabels.signature_certificate;
}
