import { type AskedGroupView, wasSeen } from '../../consent-ui/asked-items.tsx';
import type { ConsentFault } from '../../consent-ui/consent-faults.tsx';
import type { ConsentPageView } from '../../consent-ui/consent-page.tsx';
import { findCategory } from '../vocabulary/categories.ts';
import type { CategoryName, ItemName } from '../vocabulary/identifiers.ts';
import { findItem, itemsOf } from '../vocabulary/items.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { toConsentEnd } from './asked.ts';
import type { Choice } from './choice.ts';
import type { ConsentScreen } from './consent.ts';
import type { PreviewedGroup } from './preview.ts';

/** The request and what was read for it, in the order in which the page tells it. */
export function toConsentPageView(
  screen: ConsentScreen,
  previewed: readonly PreviewedGroup[],
  page: {
    now: Date;
    faults: readonly ConsentFault[];
    ticks: Omit<Choice, 'decision'> | undefined;
    formAction: string;
    formToken: string;
    otherLanguagePath: string;
  },
): ConsentPageView {
  const { asked, relyingParty, language } = screen;
  const purpose = relyingParty.purposes.find(({ id }) => id === asked.purpose);
  if (!purpose) throw new Refusal('purpose_not_registered');
  const at = toConsentEnd(asked, page.now);
  const groups = (items: readonly ItemName[]): AskedGroupView[] => toGroups(previewed, items, page.ticks);
  return {
    language,
    relyingParty,
    purpose: purpose.title,
    retention: purpose.retention,
    required: groups(asked.requiredItems),
    optional: groups(asked.optionalItems),
    reads: asked.reads,
    ends: {
      at,
      days: asked.longestValidityDays,
      fixed: at.getTime() === asked.requestedValidUntil?.getTime(),
    },
    faults: page.faults,
    lookAgain: previewed.some(({ outcome }) => !wasSeen(outcome)),
    formAction: page.formAction,
    formToken: page.formToken,
    otherLanguagePath: page.otherLanguagePath,
  };
}

/** The smaller answer first, then what needs most care; within a category in the same order. */
function toGroups(
  previewed: readonly PreviewedGroup[],
  items: readonly ItemName[],
  ticks: Omit<Choice, 'decision'> | undefined,
): AskedGroupView[] {
  const wanted = new Set(items);
  return previewed
    .map(({ group, outcome, source, asOf, values, substituted, items: members }) => ({
      group,
      outcome,
      source,
      asOf,
      items: inOrder(
        group,
        members.filter((item) => wanted.has(item)),
      ).map((name) => ({
        name,
        values: values.get(name) ?? [],
        substituted: substituted?.includes(name) ?? false,
        ticked: ticks?.items.has(name) ?? false,
        tickedUnseen: ticks?.unseen.has(name) ?? false,
      })),
    }))
    .filter(({ items: shown }) => shown.length > 0)
    .sort((one, other) => rankOf(other) - rankOf(one) || numberOf(one.group) - numberOf(other.group));
}

function inOrder(group: string, items: readonly ItemName[]): ItemName[] {
  const places = new Map(itemsOf(group as CategoryName).map(({ name }, index) => [name, index]));
  return [...items].sort(
    (one, other) =>
      sensitivityOf(other) - sensitivityOf(one) || (places.get(one) ?? 0) - (places.get(other) ?? 0),
  );
}

function rankOf({ group, items }: AskedGroupView): number {
  return group === 'attestations' ? 4 : Math.max(...items.map(({ name }) => sensitivityOf(name)));
}

function sensitivityOf(item: ItemName): number {
  return findItem(item)?.sensitivity ?? 3;
}

function numberOf(group: string): number {
  return findCategory(group)?.number ?? 0;
}
