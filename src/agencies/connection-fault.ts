import { NetworkFault, type NetworkFaultReason } from './network-fault.ts';

/** What a connection failed with, as the operator should read it. */
export function toConnectionFault(error: unknown): NetworkFault {
  return new NetworkFault(toReason(codeOf(error)), { cause: error });
}

/** Whether the connection ended, or never began, before the first line of an answer: nobody can have been told anything. */
export function isUnanswered(error: unknown): boolean {
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(codeOf(error));
}

function toReason(code: string): NetworkFaultReason {
  // In TLS 1.3 a server that does not take our certificate hangs up after the handshake: unreachable, as far as we hear.
  // Node's names for what is wrong with a certificate, and ours for a right one of somebody else.
  if (
    /^(PEER_NOT_THE_NETWORK|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_)/.test(code)
  )
    return 'network_not_trusted';
  return 'network_unreachable';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
