import type { AgencyInquiry } from '../provision-network/agency-protocol.ts';

/**
 * Answers that no agency should give, one after the other. None of them depends on whether the person is known:
 * nonsense is no oracle either.
 */
const kinds: readonly ((inquiry: AgencyInquiry) => string)[] = [
  () => '<!doctype html><title>Maintenance</title>',
  (inquiry) => toAnswer(inquiry, { nobody_asked_for: 'this' }),
  // About another person: the code is not the one that was asked for.
  (inquiry) => toAnswer({ ...inquiry, code: [...inquiry.code].reverse().join('') }, {}),
  (inquiry) => toAnswer(inquiry, { filler: 'x'.repeat(2 * 1024 * 1024) }),
];

export function createNonsense(): (inquiry: AgencyInquiry) => string {
  let turn = 0;
  return (inquiry) => {
    const kind = kinds[turn % kinds.length];
    turn += 1;
    return kind?.(inquiry) ?? '';
  };
}

function toAnswer(inquiry: AgencyInquiry, record: Record<string, unknown>): string {
  return JSON.stringify({ ...inquiry, outcome: 'ok', as_of: '2026-11-01T09:00:00+09:00', record });
}
