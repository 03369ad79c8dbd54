/** How long things take and stay, and how many there may be. */
export const requestLimits = {
  /** For each client: whoever asks for everybody at once waits for its own answers first. */
  mostPendingOfClient: 100,
  /** Of all clients together, in the store. */
  mostPending: 5000,
  /** How long a request may be pending before it is given up. */
  pendingSeconds: 300,
  /** How long a result waits to be fetched. */
  resultSeconds: 600,
  /** How long a request, and its Idempotency-Key, is remembered. */
  rememberedSeconds: 86_400,
  /** What a caller is told to wait before it looks again. */
  retryAfterSeconds: 2,
  /** How long agencies have: several times what a caller at the door would wait. */
  inquiryMilliseconds: 20_000,
  /** How long a worker may hold a request: more than the work takes; who is later than that has died. */
  claimSeconds: 60,
  /** Requests that one process works on at once. */
  mostUnderWay: 32,
  /** Background inquiries to one agency at once: most of its line stays free for callers who wait at the door. */
  mostAtOneAgency: 8,
} as const;

export type RequestLimits = Readonly<Record<keyof typeof requestLimits, number>>;
