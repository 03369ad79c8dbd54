import { type Adapter, errors } from 'oidc-provider';
import { Refusal } from '../vocabulary/refusals.ts';

/**
 * Tells a client what the store refuses as what it is, and not as a defect of ours: that it is away, as 503
 * `temporarily_unavailable`; that it cannot look up what was sent (a NUL character), as `invalid_request`.
 */
export function reportingRefusals(adapter: Adapter): Adapter {
  const report =
    <Parameters extends unknown[], Result>(deed: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters): Promise<Result> => {
      try {
        return await deed(...parameters);
      } catch (error) {
        throw error instanceof Refusal ? toOAuthError(error) : error;
      }
    };
  return Object.fromEntries(
    Object.entries(adapter).map(([name, deed]) => [name, report(deed as () => Promise<unknown>)]),
  ) as unknown as Adapter;
}

function toOAuthError(cause: Refusal): Error {
  if (cause.reason === 'request_malformed') return new errors.InvalidRequest(cause.detail ?? cause.row.title);
  if (cause.row.status !== 503) return cause;
  const outage = new errors.CustomOIDCProviderError(
    'temporarily_unavailable',
    'the store cannot be reached',
    {
      cause,
    },
  );
  return Object.assign(outage, { status: 503, statusCode: 503 });
}
