import { findAttestation } from '../vocabulary/attestations.ts';
import { certificateLabels } from '../vocabulary/authentication.ts';
import { findCategory } from '../vocabulary/categories.ts';
import { identityCategory, identityLabel, sourceLabels } from '../vocabulary/identity.ts';
import { findItem } from '../vocabulary/items.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import type { ProvenReceipt } from './check-receipt.ts';
import { emergencyReasons, namingMethods } from '../vocabulary/emergency.ts';
import type { CorrectionBody } from './correction-entry.ts';
import type { EmergencyEntryBody } from './emergency-entry.ts';
import type { CredentialIssueBody } from './credential-entry.ts';
import type { EntryBody } from './entry.ts';
import type { LoginEntryBody } from './login-entry.ts';
import type { ErasureBody } from './erasure-entry.ts';
import type { OwnLookBody } from './own-look-entry.ts';

/** What a proven receipt says, in plain English. Only ever given what was proven: nothing unproven is repeated. */
export function sayReceipt({ entry, leafIndex, treeSize, witnesses }: ProvenReceipt): string {
  const lines = [
    `VALID. The ledger of ${entry.ledger} holds this entry, unaltered, as number ${leafIndex + 1} of ${treeSize}.`,
    ...witnesses.map((name) => `The witness ${name} saw the tree that proves it.`),
    '',
    `When     ${toJapaneseTime(entry.at)}`,
    ...sayEntry(entry),
  ];
  return lines.map(withoutControls).join('\n');
}

function sayEntry(entry: ProvenReceipt['entry']): string[] {
  if (!('kind' in entry)) return sayRelease(entry);
  switch (entry.kind) {
    case 'card_login':
      return sayLogin(entry);
    case 'own_look':
      return sayOwnLook(entry);
    case 'emergency_access':
      return sayEmergency(entry);
    case 'correction':
      return sayCorrection(entry);
    case 'erasure':
      return sayErasure(entry);
    case 'credential_issued':
      return sayCredentialIssue(entry);
  }
}

function sayErasure({ entries, reason, older_than: olderThan, id }: ErasureBody): string[] {
  return [
    `What     ${entries} entries lost their text: ${reason === 'retention' ? 'their time was over' : 'a person asked for it'}`,
    ...(olderThan === null ? [] : [`Older    than ${toJapaneseTime(olderThan)}`]),
    `Entry    ${id}`,
  ];
}

function sayOwnLook(entry: OwnLookBody): string[] {
  const label = findCategory(entry.category)?.label.en;
  return [
    `What     the citizen’s own look at ${label ? `${label} (${entry.category})` : entry.category}, from: ${sourceLabels[entry.source].en}`,
    `Result   ${entry.outcome}`,
    `As of    ${entry.as_of ?? 'not told'}`,
    `Entry    ${entry.id} (reference ${entry.trace_id})`,
  ];
}

function sayCorrection(entry: CorrectionBody): string[] {
  return [
    `What     a report of the citizen’s about ${nameOf(entry)}: ${entry.step}`,
    `Report   ${entry.correction}, process number ${entry.process_number ?? 'not given yet'}`,
    `Entry    ${entry.id}`,
  ];
}

function sayEmergency(entry: EmergencyEntryBody): string[] {
  const { accreditation } = entry;
  return [
    `Who      ${entry.relying_party.en} (${entry.client_id}), crew or terminal ${entry.operator}`,
    `Backed   ${accreditation ? `by ${accreditation.authority.en}, number ${accreditation.number}` : 'by nobody'}`,
    `What     emergency access, without consent: ${emergencyReasons[entry.reason].en}`,
    `Incident ${entry.incident ?? 'no number was given'}`,
    `Named by ${namingMethods[entry.named_by].en}`,
    ...entry.answers.map((answer) => `         - ${nameOf(answer)}: ${resultOf(answer)}`),
    `Result   ${resultOf(entry)}`,
    `Entry    ${entry.id} (reference ${entry.trace_id})`,
  ];
}

function sayCredentialIssue(entry: CredentialIssueBody): string[] {
  const label = findAttestation(entry.item)?.label.en;
  return [
    `What     ${entry.count} credentials for the citizen’s own wallet, by ${entry.policy}`,
    `         - ${label ? `${label} (${entry.item})` : entry.item}`,
    `Entry    ${entry.id} (reference ${entry.trace_id})`,
  ];
}

function sayLogin(entry: LoginEntryBody): string[] {
  return [
    `What     a login, assurance ${entry.acr}`,
    ...entry.certificates.map(
      ({ kind, factor, revocation }) =>
        `         - ${certificateLabels[kind].en}, by ${factor}; not revoked as of ${toJapaneseTime(revocation.as_of)}, by ${revocation.source} ${revocation.evidence}`,
    ),
    `Entry    ${entry.id}`,
  ];
}

function sayRelease(entry: EntryBody): string[] {
  return [
    `Who      ${entry.relying_party.en} (${entry.client_id})`,
    `Purpose  ${entry.purpose}`,
    `What     ${nameOf(entry)}, from: ${sourceLabels[entry.source].en}`,
    ...entry.items.map((item) => `         - ${labelOf(item, entry)}`),
    `Result   ${resultOf(entry)}`,
    `As of    ${entry.as_of ?? 'not told'}`,
    `Consent  ${entry.consent}`,
    `Entry    ${entry.id} (reference ${entry.trace_id})`,
  ];
}

function nameOf({ category }: Pick<EntryBody, 'category'>): string {
  const label = category === identityCategory ? identityLabel.en : findCategory(category)?.label.en;
  return label ? `${label} (${category})` : category;
}

function labelOf(item: ItemName, entry: EntryBody): string {
  const label = findItem(item)?.label.en ?? findAttestation(item)?.label.en;
  const unseen = entry.unseen_items.includes(item) ? ', granted without having been seen' : '';
  return `${label ? `${label} (${item})` : item}${unseen}`;
}

function resultOf({ outcome }: Pick<EntryBody, 'outcome'>): string {
  if (outcome === 'answered') return 'answered, as told above';
  if (outcome === 'released') return 'released to the relying party';
  if (outcome === 'released_stale') return 'released to the relying party, as older than its holder promises';
  if (outcome === 'no_record') return 'there was nothing to hand out';
  if (outcome === 'not_connected') return 'nothing was released: the agency is not connected';
  if (outcome === 'agency_unavailable') return 'nothing was released: no answer could be completed';
  return `nothing was released: refused as ${outcome.replace('denied:', '')}`;
}

const japaneseTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'medium',
});

function toJapaneseTime(at: string): string {
  const instant = new Date(at);
  return Number.isNaN(instant.getTime()) ? at : `${japaneseTime.format(instant)} in Japan (${at})`;
}

/** A name in an entry must not move the cursor of whoever reads it in a terminal. */
function withoutControls(line: string): string {
  return line.replaceAll(/\p{Cc}|\p{Cf}/gu, '?');
}
