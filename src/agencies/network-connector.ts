import { categories } from '../vocabulary/categories.ts';
import type { AgencyId, CategoryName, LinkCode, TraceId } from '../vocabulary/identifiers.ts';
import { compileAnswerChecks, type NetworkAnswer } from './check-answer.ts';
import type { NetworkLineParts } from './network-line.ts';
import { createNetworkPost } from './network-post.ts';

/** One question to the network. Who it is for, the citizen or a company, is nobody's business there: no member says it. */
export interface NetworkInquiry {
  code: LinkCode;
  agency: AgencyId;
  category: CategoryName;
  /** New for each inquiry. A repeat has the same, and the network joins it with the first. */
  inquiryId: string;
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

/** Over HTTP: one `POST <network>/inquiries` per inquiry. */
export function createNetworkConnector(parts: Omit<NetworkLineParts, 'mostConnections'>): NetworkConnector {
  const network = createNetworkPost({ ...parts, path: '/inquiries', mostConnections });
  const checkAnswer = compileAnswerChecks(categories);
  return {
    ask: async (inquiry, signal) => checkAnswer(await network.post(toRequestBody(inquiry), signal), inquiry),
    close: () => network.close(),
  };
}

function toRequestBody({
  code,
  agency,
  category,
  inquiryId,
  traceId,
}: NetworkInquiry): Record<string, string> {
  return { inquiry_id: inquiryId, code, agency, category, trace_id: traceId };
}
