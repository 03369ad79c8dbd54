/**
 * Who looks at a record, or for whom it is looked at: suppression and corrections act by viewer. `relying_party` and
 * `attestation` stand for a company's view of the record itself and of an answer about it.
 */
export const viewers = [
  'person',
  'agent',
  'relying_party',
  'attestation',
  'other_agency',
  'emergency',
  'correction',
] as const;
export type Viewer = (typeof viewers)[number];
