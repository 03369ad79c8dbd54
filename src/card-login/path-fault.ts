import { Refusal } from '../vocabulary/refusals.ts';

/** What a path must be; each is written down with its reason in PROFILE.md. */
export const pathRules = [
  'encoding',
  'version',
  'serial',
  'algorithm',
  'key',
  'unique-identifiers',
  'critical-extension',
  'issuer',
  'key-identifier',
  'anchor',
  'conformity',
  'authority',
  'holder',
  'validity',
  'path-length',
  'work',
  'key-usage',
  'key-purpose',
  'policy',
  'name-constraints',
  'common-name',
  'revoked',
  'revocation-unknown',
  'indirect-lists',
] as const;

export type PathRule = (typeof pathRules)[number];

/** The rules by which we refuse what RFC 5280 alone would accept. All others follow it. */
export const stricterRules: readonly PathRule[] = [
  'serial',
  'algorithm',
  'key',
  'unique-identifiers',
  'critical-extension',
  'key-identifier',
  'anchor',
  'conformity',
  'work',
  'common-name',
  'indirect-lists',
];

/** A certificate, or the path to it, breaks a rule. The detail says which way and quotes nothing. */
export class PathFault extends Refusal {
  readonly rule: PathRule;

  constructor(rule: PathRule, detail: string, options?: ErrorOptions) {
    super('card_not_trusted', detail, options);
    this.rule = rule;
  }
}
