/** Why an inquiry brought no answer. For the operator's log alone: to everybody else all of them read `agency_unavailable`. */
export type NetworkFaultReason =
  | 'network_unreachable'
  | 'network_refused_us'
  | 'network_not_trusted'
  | 'network_status'
  | 'network_says_unavailable'
  | 'budget_spent'
  | 'agency_line_full'
  | 'answer_media_type'
  | 'answer_compressed'
  | 'answer_too_large'
  | 'answer_not_utf8'
  | 'answer_not_json'
  | 'answer_too_deep'
  | 'answer_member_twice'
  | 'answer_member_forbidden'
  | 'answer_number_inexact'
  | 'answer_envelope'
  | 'answer_misaddressed'
  | 'answer_record'
  | 'answer_mentions'
  | 'stopping';

/** What an answer of the network can be at fault with. Carries nothing of the answer: it may be somebody's record. */
export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
  readonly reason: NetworkFaultReason;
  readonly status: number | undefined;
  /** The network's number of this exchange, where the fault came after it was known. */
  readonly processNumber: string | null;

  constructor(
    reason: NetworkFaultReason,
    options: ErrorOptions & { status?: number; processNumber?: string } = {},
  ) {
    super(reason, options);
    this.reason = reason;
    this.status = options.status;
    this.processNumber = options.processNumber ?? null;
  }
}
