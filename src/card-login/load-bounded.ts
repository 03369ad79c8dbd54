import { request } from 'undici';

/** What a server of the authority's may take. */
export interface LoadLimits {
  mostBytes: number;
  milliseconds: number;
  /** Ends it at once. */
  stopped?: AbortSignal;
}

/** Another answer than 200: the server is there, and has not what was asked for. */
export class HttpAnswerFault extends Error {
  override readonly name = 'HttpAnswerFault';
  constructor(readonly statusCode: number) {
    super(`the server answered ${statusCode}`);
  }
}

/** Bounded in time and size; a redirect is an answer like any other that is not 200. @throws Error */
export async function loadBounded(
  url: string,
  { mostBytes, milliseconds, stopped }: LoadLimits,
  question?: { contentType: string; body: Buffer },
): Promise<Buffer> {
  const timeout = AbortSignal.timeout(milliseconds);
  const { statusCode, body } = await request(url, {
    signal: stopped ? AbortSignal.any([timeout, stopped]) : timeout,
    reset: true,
    ...(question && {
      method: 'POST' as const,
      headers: { 'content-type': question.contentType },
      body: question.body,
    }),
  });
  try {
    if (statusCode !== 200) throw new HttpAnswerFault(statusCode);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new Error('the answer is too large');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    // Whatever was not read is not wanted. The abort it may raise is heard nowhere else.
    body.on('error', () => undefined).destroy();
  }
}
