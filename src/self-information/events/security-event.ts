import type { InformationRequest } from '../../stores/information-requests.ts';
import type { NewEvent } from '../../stores/outgoing-events.ts';
import { toNumericDate } from '../../vocabulary/clock.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import { addressOf } from '../requests/request-routes.ts';

/** The name of the event: an address of ours, because there is no registered one. */
export function completedEvent(issuer: string): string {
  return `${issuer}/events/request-completed`;
}

/**
 * The claims of a security event token (RFC 8417): that a request is completed, and where its result waits. Whose it
 * is stands there as the company knows them (RFC 9493, `iss_sub`); no value and no outcome does, since whoever can
 * read the company's mail must learn nothing of a person.
 */
export function toCompletedEvent(
  request: InformationRequest,
  { issuer, at, giveUpAt }: { issuer: string; at: Date; giveUpAt: Date },
): NewEvent {
  const jti = newIdentifier<string>();
  return {
    jti,
    client: request.client,
    createdAt: at,
    giveUpAt,
    claims: {
      iss: issuer,
      aud: request.client,
      jti,
      iat: toNumericDate(at),
      txn: request.traceId,
      sub_id: { format: 'iss_sub', iss: issuer, sub: request.subject },
      events: { [completedEvent(issuer)]: { request: addressOf(request, issuer) } },
    },
  };
}
