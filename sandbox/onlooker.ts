/** Looks on at a company's requests and says what crossed the wire, with every secret shortened. */
import type { CustomFetch } from 'openid-client';

/** Members and parameters that open a door. They are told by kind and length, never whole. */
const secrets =
  /^(client_assertion|code|code_verifier|access_token|refresh_token|id_token|request_uri|authorization|dpop)$/;

/** A fetch that tells each request with its answer. */
export function lookOn(tell: (line: string) => void): CustomFetch {
  return async (url, options) => {
    const answer = await fetch(url, options as RequestInit);
    const body =
      typeof options.body === 'string'
        ? new URLSearchParams(options.body)
        : options.body instanceof URLSearchParams
          ? options.body
          : undefined;
    const { pathname, search } = new URL(url);
    tell(`→ ${options.method} ${pathname}${search}`);
    for (const [name, value] of body ?? []) tell(`    ${name}: ${shorten(name, value)}`);
    for (const [name, value] of Object.entries(options.headers)) {
      if (secrets.test(name)) tell(`    ${name}: ${shorten(name, value)}`);
    }
    tell(`← ${answer.status} ${answer.headers.get('content-type') ?? ''}`.trimEnd());
    await tellAnswer(answer.clone(), tell);
    return answer;
  };
}

/** Discovery documents and key sets are long and public: their names are enough. */
async function tellAnswer(answer: Response, tell: (line: string) => void): Promise<void> {
  if (!/json/.test(answer.headers.get('content-type') ?? '') || /well-known|jwks|keys/.test(answer.url))
    return;
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  for (const [name, value] of Object.entries(body)) {
    tell(`    ${name}: ${shorten(name, typeof value === 'string' ? value : JSON.stringify(value))}`);
  }
}

/** `eyJhbGciOi… (612 characters)`, or as it is. */
export function shorten(name: string, value: string): string {
  const scheme = /^(DPoP|Bearer) /.exec(value)?.[0] ?? '';
  if (!secrets.test(name.toLowerCase())) return value.length > 120 ? `${value.slice(0, 117)}…` : value;
  const visible = name === 'request_uri' ? 30 : 8;
  return `${value.slice(0, scheme.length + visible)}… (${value.length} characters)`;
}
