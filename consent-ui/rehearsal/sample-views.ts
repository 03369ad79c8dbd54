/** What pages are drawn from where nothing real is at hand: one of each thing that a page may tell of. */
import type { NodeSchema } from '../../src/vocabulary/category-schema.ts';
import { findAttestation } from '../../src/vocabulary/attestations.ts';
import type { CategoryName, ConsentId, ItemName, TraceId } from '../../src/vocabulary/identifiers.ts';
import { holderLabels } from '../../src/vocabulary/categories.ts';
import { toSignatureStatement } from '../../src/vocabulary/signature-statement.ts';
import type { JsonValue, Outcome } from '../../src/vocabulary/reading.ts';
import { type CorrectionState, correctionSteps } from '../../src/vocabulary/corrections.ts';
import { refusals } from '../../src/vocabulary/refusals.ts';
import type { Language } from '../../src/vocabulary/words.ts';
import type { AskedGroupView } from '../asked-items.tsx';
import { type ConsentPageView } from '../consent-page.tsx';
import { type ReceiptPageView } from '../receipt-page.tsx';
import type { CorrectionView } from '../correction-facts.tsx';
import type { ExchangeView } from '../exchanges.tsx';
import type { EmergencyView } from '../emergencies.tsx';
import type { ConsentView } from '../consent-facts.tsx';
import type { ReadView } from '../reads.tsx';

export const at = new Date('2026-11-24T03:00:00Z');
export const item = 'disability_welfare.certificates.number' as ItemName;
export const attestation = 'attestations.rail-disability-discount' as ItemName;
export const reference = '0af7651916cd43dd8448eb211c80319c' as TraceId;
export const company = { ja: '見本会社', en: 'Sample Company' };

const emergency: EmergencyView = {
  at,
  relyingParty: { ja: '見本市消防局', en: 'Mihon City Fire Department' },
  authority: { ja: '見本県 監督室', en: 'Mihon Prefecture, supervision' },
  reason: 'unconscious',
  incident: 'F2026-004711',
  operator: 'A12',
  namedBy: 'card_certificate',
  outcome: 'answered',
  answers: [
    { category: 'health_insurance_card', outcome: 'released' },
    { category: 'treatments_medications', outcome: 'released_stale' },
    { category: 'health_checkups', outcome: 'agency_unavailable' },
  ],
  reference,
  receiptPath: '/my/receipts/emergency-1',
  isNew: true,
};
export const emergencies: readonly EmergencyView[] = [
  emergency,
  {
    ...emergency,
    authority: null,
    incident: null,
    namedBy: 'insured_number',
    outcome: 'denied:emergency_person_not_found',
    answers: [],
    receiptPath: '/my/receipts/emergency-2',
    isNew: false,
  },
];

export const receiptView = (language: Language): Omit<ReceiptPageView, 'place'> => ({
  language,
  at,
  id: 'Zm9yIGFuIGV4YW1wbGUgMQ',
  ledger: 'http://localhost:3000',
  facts: [
    { term: { ja: '見た会社', en: 'Who read' }, details: [company] },
    {
      term: { ja: '項目', en: 'Items' },
      details: [
        { ja: '番号', en: 'Number' },
        { ja: '等級', en: 'Grade' },
      ],
    },
  ],
  downloadPath: '/my/receipts/Zm9yIGFuIGV4YW1wbGUgMQ/download',
  keysPath: '/v1/keys',
  backPath: '/my',
  otherLanguagePath: '/my/receipts/Zm9yIGFuIGV4YW1wbGUgMQ?language=en',
});

export const group = (outcome: AskedGroupView['outcome'], ...items: ItemName[]): AskedGroupView => ({
  group: items[0] === attestation ? 'attestations' : (items[0]?.split('.')[0] ?? ''),
  outcome,
  source: { ja: '見本市', en: 'Mihon City' },
  asOf: '2026-11-01T09:00:00+09:00',
  items: items.map((name) => ({
    name,
    values: name === attestation ? [{ class: 1, companion: true, valid_until: null }] : [null, 'text'],
    ticked: false,
    tickedUnseen: false,
  })),
});

export const consentView = (language: Language, changes: Partial<ConsentPageView> = {}): ConsentPageView => ({
  language,
  relyingParty: {
    legalName: company,
    corporateNumber: '8999901000017',
    domain: 'a.example',
    contact: 'b@a.example',
  },
  purpose: { ja: '見本のため', en: 'As a sample' },
  retention: { ja: '消去します。', en: 'Deleted.' },
  required: [group('ok', attestation)],
  optional: [group('ok', item)],
  reads: 3,
  ends: { at, days: 30, fixed: false },
  faults: [],
  lookAgain: false,
  formAction: '/interaction/x',
  formToken: 'token',
  otherLanguagePath: '/interaction/x?language=en',
  ...changes,
});

export const consent = (state: ConsentView['state']): ConsentView => ({
  id: `consent-${state}` as ConsentId,
  relyingParty: company,
  purpose: { ja: '見本のため', en: 'As a sample' },
  decidedAt: at,
  validUntil: at,
  state,
  readsLeft: 2,
  assurance: 'card',
  detailPath: `/my/consents/${state}`,
  withdrawPath: `/my/consents/${state}/withdraw`,
});
export const reads: ReadView[] = ['released', 'released_stale', 'no_record', 'denied:consent_withdrawn'].map(
  (outcome, index) => ({
    at,
    relyingParty: company,
    purpose: { ja: '見本のため', en: 'As a sample' },
    source: { ja: '市区町村', en: 'Municipality' },
    category: 'disability_welfare',
    items: [item],
    outcome,
    reference,
    receiptPath: `/my/receipts/${index}`,
  }),
);
export const form = {
  formToken: 'token',
  formAction: '/x',
  backPath: '/my',
  otherLanguagePath: '/x?language=en',
};
export const pin = {
  site: 'http://localhost:3000',
  siteName: company,
  formToken: 'token',
  formAction: '/login',
  phrase: 'みかんと鉄道 7',
  otherLanguagePath: '/login?language=en',
};
export const statement = {
  kind: 'statement' as const,
  text: toSignatureStatement({
    purpose: 'registration',
    site: 'http://localhost:3000',
    nonce: 'A'.repeat(44),
  }),
};
export const ownRecord = (language: Language) => ({
  language,
  category: 'disability_welfare' as CategoryName,
  outcome: 'ok' as Outcome,
  asOf: '2026-11-01T09:00:00+09:00',
  source: holderLabels.municipality,
  open: [] as CorrectionView[],
  correctionsPath: '/my/corrections',
  reportPath: '/my/information/disability_welfare/report?as_of=2026',
  backPath: '/my/information',
  otherLanguagePath: '/my/information/disability_welfare?language=en',
});
/** Something at every place of a category: each list with two elements, the second one blank. */
export const exampleOf = (node: NodeSchema, blank = false): JsonValue => {
  if (node.type === 'array') return [exampleOf(node.items), exampleOf(node.items, true)];
  if (node.type === 'object')
    return Object.fromEntries(
      Object.entries(node.properties).map(([name, inner]) => [name, exampleOf(inner, blank)]),
    );
  if (blank) return null;
  const [type] = [node.type].flat();
  if (node.enum) return node.enum[0] ?? null;
  if (node.format) return node.format === 'date' ? '2026-11-01' : '2026-11-01T09:00:00+09:00';
  return type === 'boolean' ? true : type === 'string' ? 'W'.repeat(30) : 2026;
};
export const exchanges: ExchangeView[] = (['provided', 'no_record', 'waiting', 'unavailable'] as const).map(
  (result, index) => ({
    processNumber: `2026112915450000000${index}`,
    inquiredAt: at,
    providedAt: result === 'provided' ? at : null,
    inquirer: company,
    inquirerSection: company,
    provider: company,
    providerSection: result === 'unavailable' ? null : company,
    affair: company,
    procedure: company,
    information: 'tax_income',
    result,
  }),
);
export const correctionStates = [
  'reported',
  'delivered',
  'corrected',
  'removed',
  'refused',
  'withdrawn',
] as const;
export const correction = (state: CorrectionState): CorrectionView => ({
  id: state,
  place: { ja: `見本 ${state}`, en: `Sample ${state}` },
  reason: 'not_mine',
  state,
  refusalGround: state === 'refused' ? 'found_right' : null,
  processNumber: state === 'reported' ? null : '20261129154500000001',
  reportedAt: at,
  deliveredAt: state === 'reported' ? null : at,
  closedAt: state === 'reported' || state === 'delivered' ? null : at,
  withdrawPath: `/my/corrections/${state}/withdraw`,
});
export const withSteps = (state: CorrectionState) => ({
  ...correction(state),
  steps: correctionSteps.map((step) => ({ at, step, receiptPath: `/my/receipts/${state}-${step}` })),
});
export const states = ['active', 'withdrawn', 'expired', 'used_up', 'refused'] as const;
export const problems = Object.entries(refusals).map(([reason, row]) => ({
  reason,
  row,
  type: `/problems/${reason}`,
}));
export const problem = {
  reason: 'consent_withdrawn',
  row: refusals.consent_withdrawn,
  type: '/problems/consent_withdrawn',
};

export function attestationOf(name: ItemName) {
  const found = findAttestation(name);
  if (!found) throw new Error(`no attestation ${name}`);
  return found;
}
