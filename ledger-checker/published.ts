/** What a ledger publishes, fetched with bounds: nothing that it answers may cost the checker its memory or its evening. */
import { isObject, toBytes } from './signed.ts';

export const leavesPerPage = 256;
const mostBytes = 256 * 1024;
const patienceMilliseconds = 15_000;

/** The ledger could not be asked; that proves nothing against it, and nothing for it. */
export class Unreachable extends Error {}

export interface Answered {
  status: number;
  json: Record<string, unknown>;
}

export interface Published {
  get(path: string): Promise<Answered>;
  head(): Promise<{ statement: unknown; cosignatures: unknown[] }>;
  /** Leaf hashes `from` (inclusive) to `to` (exclusive), page by page; ends early where the ledger does. */
  leaves(from: number, to: number): AsyncGenerator<Buffer>;
  /** Undefined where the ledger gives none. */
  consistencyProof(first: number, second: number): Promise<Buffer[] | undefined>;
}

export function createPublished(url: string, fetcher: typeof fetch = fetch): Published {
  async function get(path: string): Promise<Answered> {
    let response: Response;
    try {
      response = await fetcher(`${url}${path}`, {
        headers: { accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMilliseconds),
      });
      const json: unknown = JSON.parse(await readBounded(response));
      if (!isObject(json)) throw new Error('no object');
      return { status: response.status, json };
    } catch (cause) {
      throw new Unreachable(`The ledger could not be read at ${path}.`, { cause });
    }
  }
  const getGood = async (path: string): Promise<Record<string, unknown>> => {
    const { status, json } = await get(path);
    if (status === 200) return json;
    throw new Unreachable(`The ledger answered ${status} (${String(json['reason'])}) at ${path}.`);
  };
  return {
    get,
    async head() {
      const json = await getGood('/v1/ledger/head');
      const { cosignatures } = json;
      const list = Array.isArray(cosignatures) ? (cosignatures as unknown[]).slice(0, 64) : [];
      return {
        statement: json['tree_head'],
        cosignatures: list.map((each) => (isObject(each) ? each['cosignature'] : undefined)),
      };
    },
    async *leaves(from, to) {
      for (let at = from; at < to;) {
        const page = Math.floor(at / leavesPerPage);
        const { status, json } = await get(`/v1/ledger/leaves/${page}`);
        if (status === 404) return;
        if (status !== 200)
          throw new Unreachable(`The ledger answered ${status} at page ${page} of its leaves.`);
        const listed = json['leaf_hashes'];
        const hashes = Array.isArray(listed) ? listed.slice(0, leavesPerPage) : [];
        const end = Math.min(to, page * leavesPerPage + hashes.length);
        if (end <= at) return;
        for (; at < end; at += 1) {
          const hash = toBytes(hashes[at - page * leavesPerPage], 32);
          if (!hash) return;
          yield hash;
        }
      }
    },
    async consistencyProof(first, second) {
      if (first === second) return [];
      const { status, json } = await get(`/v1/ledger/consistency/${first}/${second}`);
      if (status === 503) throw new Unreachable('The ledger gives no proof now (503).');
      const listed = json['consistency_proof'];
      if (status !== 200 || !Array.isArray(listed) || listed.length > 64) return undefined;
      const hashes = listed.map((hash) => toBytes(hash, 32));
      return hashes.every((hash) => hash !== undefined) ? hashes : undefined;
    },
  };
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > mostBytes) throw new Error('the answer is too large');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}
