import { Pool } from 'undici';
import { categories } from '../vocabulary/categories.ts';
import type { AgencyId, CategoryName, LinkCode, TraceId } from '../vocabulary/identifiers.ts';
import { compileAnswerChecks, type NetworkAnswer } from './check-answer.ts';
import { NetworkFault } from './network-fault.ts';
import { readAnswer } from './read-answer.ts';
import { parseStrictJson } from './strict-json.ts';

/** One question to the network. Who it is for, the citizen or a company, is nobody's business there: no member says it. */
export interface NetworkInquiry {
  code: LinkCode;
  agency: AgencyId;
  category: CategoryName;
  traceId: TraceId;
}

/** The way to the provision network. */
export interface NetworkConnector {
  /** Asks once, and gives up when `signal` says so. @throws NetworkFault */
  ask(inquiry: NetworkInquiry, signal: AbortSignal): Promise<NetworkAnswer>;
  close(): Promise<void>;
}

/** Above what all agencies' lines usually need; a bound for the day on which the network itself hangs. */
const mostConnections = 512;

/** Over HTTP: one `POST <network>/inquiries` per inquiry, no redirect, no compression, no second try. */
export function createNetworkConnector(d: {
  url: string;
  credential: string;
  budgetMilliseconds: number;
}): NetworkConnector {
  // Checked here, because a header's own complaint would quote it.
  if (!/^[0-9A-Za-z._~+/-]{22,}=*$/.test(d.credential))
    throw new Error('the provision network’s credential is not a bearer credential of 22 characters or more');
  const { origin, pathname } = new URL(d.url);
  const path = `${pathname.replace(/\/$/, '')}/inquiries`;
  const pool = new Pool(origin, {
    connections: mostConnections,
    connectTimeout: d.budgetMilliseconds,
    // Time is kept by the inquiry's own budget.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const checkAnswer = compileAnswerChecks(categories);

  return {
    async ask(inquiry, signal) {
      const text = await pool
        .request({
          method: 'POST',
          path,
          headers: {
            authorization: `Bearer ${d.credential}`,
            'content-type': 'application/json',
            accept: 'application/json',
            'accept-encoding': 'identity',
          },
          body: JSON.stringify(toRequestBody(inquiry)),
          signal,
        })
        .then(readAnswer)
        .catch((error: unknown) => {
          if (error instanceof NetworkFault) throw error;
          throw new NetworkFault('network_unreachable', { cause: error });
        });
      return checkAnswer(parseStrictJson(text), inquiry);
    },
    close: () => pool.destroy(),
  };
}

function toRequestBody({ code, agency, category, traceId }: NetworkInquiry): Record<string, string> {
  return { code, agency, category, trace_id: traceId };
}
