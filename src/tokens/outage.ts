import { type Adapter, errors } from 'oidc-provider';
import { Refusal } from '../vocabulary/refusals.ts';

/** Tells a client that the store is away as what it is, 503 `temporarily_unavailable`, and not as a defect of ours. */
export function reportingOutage(adapter: Adapter): Adapter {
  const report =
    <Parameters extends unknown[], Result>(deed: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters): Promise<Result> => {
      try {
        return await deed(...parameters);
      } catch (error) {
        throw error instanceof Refusal && error.row.status === 503 ? toOutage(error) : error;
      }
    };
  return Object.fromEntries(
    Object.entries(adapter).map(([name, deed]) => [name, report(deed as () => Promise<unknown>)]),
  ) as unknown as Adapter;
}

function toOutage(cause: Refusal): Error {
  const outage = new errors.CustomOIDCProviderError(
    'temporarily_unavailable',
    'the store cannot be reached',
    {
      cause,
    },
  );
  return Object.assign(outage, { status: 503, statusCode: 503 });
}
