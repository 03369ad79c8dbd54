/** Why an inquiry brought no answer. For the operator's log alone: to everybody else all of them read `agency_unavailable`. */
export type NetworkFaultReason =
  | 'network_unreachable'
  | 'network_refused_us'
  | 'network_not_trusted'
  | 'network_status'
  | 'network_silent'
  | 'network_circuit_open'
  | 'agency_unreachable'
  | 'agency_silent'
  | 'agency_answer_unusable'
  | 'agency_circuit_open'
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
  | 'answer_text_broken'
  | 'answer_envelope'
  | 'answer_misaddressed'
  | 'answer_record'
  | 'answer_mentions'
  | 'stopping';

/** Failures that say something of the network or of an agency, and nothing of whoever was asked about. */
const againstWhom: Partial<Record<NetworkFaultReason, 'network' | 'agency'>> = {
  network_unreachable: 'network',
  network_not_trusted: 'network',
  network_status: 'network',
  network_silent: 'network',
  agency_unreachable: 'agency',
  agency_silent: 'agency',
};

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

  get against(): 'network' | 'agency' | undefined {
    return againstWhom[this.reason];
  }

  /** Whether this party answered at all, rightly or not: the network also where it tells that an agency does not. */
  isAnswerOf(party: 'network' | 'agency'): boolean {
    if (/^(answer_|agency_answer_)/.test(this.reason)) return true;
    return party === 'network' && (this.against === 'agency' || this.reason === 'network_refused_us');
  }
}
