import type { ConsentView } from '../../consent-ui/consent-facts.tsx';
import type { EmergencyView } from '../../consent-ui/emergencies.tsx';
import type { LoginView } from '../../consent-ui/logins.tsx';
import type { OwnLookView } from '../../consent-ui/own-looks.tsx';
import type { ReadView } from '../../consent-ui/reads.tsx';
import type { Consent } from '../stores/consents.ts';
import type { IntegratedEntry } from '../stores/ledger.ts';
import type { RelyingParty } from '../stores/relying-parties.ts';
import type { Stores } from '../stores/stores.ts';
import { type CertificateKind, fromAcr } from '../vocabulary/authentication.ts';
import { sourceLabels } from '../vocabulary/identity.ts';
import type { CitizenId, ClientId, ItemName } from '../vocabulary/identifiers.ts';
import { receiptPathOf } from './receipts.ts';
import { acts } from '../vocabulary/suppression-table.ts';
import type { Words } from '../vocabulary/words.ts';
import { toEmergencyView } from './emergencies.ts';

/** What my page tells of one citizen, at one moment. */
export interface History {
  consents: readonly Consent[];
  toConsentView(consent: Consent): Promise<ConsentView>;
  /** Newest first; `more` where older ones are left out. */
  reads(which?: (entry: IntegratedEntry) => boolean): Promise<{ reads: ReadView[]; more: boolean }>;
  /** Read without consent, the newest first; what was not there at the login before this one is marked. */
  emergencies(): Promise<EmergencyView[]>;
  /** The newest, newest first. */
  logins(): Promise<LoginView[]>;
  /** The citizen's own looks at their information: the newest, newest first. */
  ownLooks(): Promise<OwnLookView[]>;
}

/** Reads on one page; and how far back a page looks for those of one consent. */
export const mostReads = 200;
export const mostEntries = 2000;
const mostEmergencies = 200;
const mostLogins = 20;
const mostOwnLooks = 20;

/**
 * Where a flag withholds them (不開示該当, set or applied for), the disclosure records are absent, and so is everything that would tell of
 * them: reads count as not made, in numbers and states. Nothing marks the gap: whoever holds the card sees a page like any other.
 * Logins and looks at this very page are no disclosures, and stay: whoever logged in a moment ago would miss their own.
 */
export async function loadHistory(
  stores: Pick<Stores, 'consents' | 'ledger' | 'relyingParties' | 'suppressions'>,
  citizen: CitizenId,
  now: Date,
): Promise<History> {
  const [consents, { flags }] = await Promise.all([
    stores.consents.listByCitizen(citizen),
    stores.suppressions.find(citizen),
  ]);
  const withheld = acts(flags, 'person', 'history_withheld');
  const findRelyingParty = rememberFound(stores.relyingParties);
  let found: Promise<IntegratedEntry[]> | undefined;
  const listEntries = (): Promise<IntegratedEntry[]> =>
    (found ??= stores.ledger.listByCitizen(citizen, mostEntries + 1));
  return {
    consents,
    async toConsentView(consent) {
      const told = withheld ? { ...consent, readsUsed: 0 } : consent;
      return toConsentView(told, await findRelyingParty(consent.client), now);
    },
    async reads(which = () => true) {
      const entries = withheld ? [] : await listEntries();
      const wanted = entries.filter(
        (entry): entry is ReadEntry => kindOf(entry) === 'release' && which(entry),
      );
      return {
        reads: await Promise.all(
          wanted
            .slice(0, mostReads)
            .map(async (entry) => toReadView(entry, await findRelyingParty(entry.client))),
        ),
        more: wanted.length > mostReads || entries.length > mostEntries,
      };
    },
    async emergencies() {
      const entries = withheld ? [] : await listEntries();
      const [, before] = entries.filter((entry) => kindOf(entry) === 'card_login');
      return entries
        .filter((entry) => kindOf(entry) === 'emergency_access')
        .slice(0, mostEmergencies)
        .map((entry) => toEmergencyView(entry, before?.at));
    },
    async logins() {
      const entries = await listEntries();
      return entries
        .filter((entry) => kindOf(entry) === 'card_login')
        .slice(0, mostLogins)
        .map(toLoginView);
    },
    async ownLooks() {
      const entries = await listEntries();
      return entries
        .filter((entry) => kindOf(entry) === 'own_look')
        .slice(0, mostOwnLooks)
        .map(toOwnLookView);
    },
  };
}

/** What an entry tells of: every body but a release's says it. */
function kindOf({ body }: IntegratedEntry): string {
  return (JSON.parse(body) as { kind?: string }).kind ?? 'release';
}

/** What a login's entry holds, as far as my page tells it (disclosures/, `LoginEntryBody`). */
interface ToldLogin {
  acr: string;
  certificates: readonly {
    kind: CertificateKind;
    revocation: { source: 'ocsp' | 'crl'; as_of: string; evidence: string };
  }[];
}

function toLoginView(entry: IntegratedEntry): LoginView {
  const told = JSON.parse(entry.body) as ToldLogin;
  return {
    at: entry.at,
    assurance: fromAcr(told.acr) ?? 'cross_device',
    certificates: told.certificates.map(({ kind, revocation: { source, as_of: asOf, evidence } }) => ({
      kind,
      revocation: { source, asOf, evidence },
    })),
    receiptPath: receiptPathOf(entry.id),
  };
}

function toOwnLookView(entry: IntegratedEntry): OwnLookView {
  const told = JSON.parse(entry.body) as { category: string; outcome: string };
  return {
    at: entry.at,
    category: told.category,
    outcome: told.outcome,
    receiptPath: receiptPathOf(entry.id),
  };
}

/** A consent as my page tells it. */
function toConsentView(consent: Consent, relyingParty: RelyingParty | undefined, now: Date): ConsentView {
  return {
    id: consent.id,
    // A company that is gone since still has a name in the history.
    relyingParty: relyingParty?.legalName ?? { ja: consent.client, en: consent.client },
    purpose: toPurpose(relyingParty, consent.purpose),
    decidedAt: consent.decidedAt,
    validUntil: consent.validUntil,
    state: stateOf(consent, now),
    readsLeft: consent.readsGranted - consent.readsUsed,
    assurance: consent.authentication.assurance,
    detailPath: `/my/consents/${consent.id}`,
    withdrawPath: `/my/consents/${consent.id}/withdraw`,
  };
}

function stateOf(consent: Consent, now: Date): ConsentView['state'] {
  if (consent.decision === 'refused') return 'refused';
  if (consent.withdrawnAt) return 'withdrawn';
  if (consent.validUntil < now) return 'expired';
  return consent.readsUsed < consent.readsGranted ? 'active' : 'used_up';
}

type ReadEntry = IntegratedEntry & { client: ClientId };

/** What an entry's body holds, as far as my page tells it (disclosures/, `EntryBody`). */
interface ToldEntry {
  relying_party: Words;
  purpose: string;
  category: string;
  items: readonly ItemName[];
  outcome: string;
  source: string | null;
  trace_id: string;
}

/** One line of "who read what when, from where and why". */
function toReadView(entry: IntegratedEntry, relyingParty: RelyingParty | undefined): ReadView {
  const told = JSON.parse(entry.body) as ToldEntry;
  const holder = Object.entries(sourceLabels).find(([kind]) => kind === told.source);
  return {
    at: entry.at,
    relyingParty: told.relying_party,
    purpose: toPurpose(relyingParty, told.purpose),
    source: holder ? holder[1] : null,
    category: told.category,
    items: told.items,
    outcome: told.outcome,
    reference: told.trace_id,
    receiptPath: receiptPathOf(entry.id),
  };
}

function toPurpose(relyingParty: RelyingParty | undefined, id: string): Words {
  return relyingParty?.purposes.find((purpose) => purpose.id === id)?.title ?? { ja: id, en: id };
}

/** One lookup per company and page, however many lines name it. */
function rememberFound(
  relyingParties: Pick<Stores['relyingParties'], 'find'>,
): (client: ClientId) => Promise<RelyingParty | undefined> {
  const found = new Map<ClientId, Promise<RelyingParty | undefined>>();
  return (client) => {
    const known = found.get(client) ?? relyingParties.find(client);
    found.set(client, known);
    return known;
  };
}
