/**
 * Who looks at a record, or for whom it is looked at: suppression and corrections act by viewer. `relying_party` and
 * `attestation` stand for a company's view of the record itself and of an answer about it, `waiting_result` for an
 * answer that is read now and fetched later.
 */
export const viewers = [
  'person',
  'agent',
  'relying_party',
  'attestation',
  'other_agency',
  'emergency',
  'correction',
  'waiting_result',
] as const;
export type Viewer = (typeof viewers)[number];
