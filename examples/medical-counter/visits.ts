/** What the hospital asks for, by kind of visit: no more than the visit needs. */
export const visitKinds = {
  reception: {
    label: '受付（保険資格の確認）',
    purpose: 'insurance-check',
    categories: ['health_insurance_card'],
    // Medicines and checkups take a signature; the insurance card does not.
    leastAcr: 'urn:madoguchi:acr:card',
  },
  treatment: {
    label: '診療（保険・薬・健診）',
    purpose: 'treatment',
    categories: ['health_insurance_card', 'treatments_medications', 'health_checkups'],
    leastAcr: 'urn:madoguchi:acr:signature',
  },
} as const;

export type VisitKind = keyof typeof visitKinds;

export function isVisitKind(text: string | null): text is VisitKind {
  return text !== null && Object.hasOwn(visitKinds, text);
}

/** The end of the day in Japan: what was agreed to at the counter does not last longer than the visit. */
export function endOfDay(now: Date): string {
  const day = new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
  return `${day}T23:59:59+09:00`;
}
