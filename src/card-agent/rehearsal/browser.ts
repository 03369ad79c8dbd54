import { request } from 'node:http';
import { parse } from 'node-html-parser';

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** One raw request, every header as given: no client may mend what a test breaks. `null` leaves a header out. */
export function send(
  origin: string,
  path: string,
  d: { method?: string; headers?: Record<string, string | string[] | null>; body?: string } = {},
): Promise<Answer> {
  const { host, hostname, port } = new URL(origin);
  const length = d.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(d.body)) };
  const headers = Object.entries({ Host: host, ...length, ...d.headers }).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().flatMap((one) => [name, one]),
  );
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, path, method: d.method ?? 'GET', headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(d.body);
  });
}

/** What a browser says when a person follows a link from another site, in a new tab. */
export const navigation: Readonly<Record<string, string>> = {
  'Sec-Fetch-Site': 'cross-site',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-User': '?1',
  'Accept-Language': 'en',
};

/** What a browser says when a person sends the agent's own form. */
export function ownPost(origin: string): Record<string, string> {
  return {
    Origin: origin,
    'Content-Type': 'application/x-www-form-urlencoded',
    'Sec-Fetch-Site': 'same-origin',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    'Accept-Language': 'en',
  };
}

/** What stands on a page: its heading, its one form, its links. */
export function readPage(html: string): {
  heading: string;
  formToken: string;
  action: string;
  /** The name of the field for the secret. */
  field: string;
  /** Whether there is a box to tick for the last try. */
  asksToConfirm: boolean;
  text: string;
  /** What the page tells of the tries left. */
  tries: string;
  links: string[];
  refresh: string | undefined;
} {
  const root = parse(html);
  return {
    heading: root.querySelector('h1')?.text ?? '',
    formToken: root.querySelector('input[name=form_token]')?.getAttribute('value') ?? '',
    action: root.querySelector('form')?.getAttribute('action') ?? '',
    field: root.querySelector('input[type=password]')?.getAttribute('name') ?? 'pin',
    asksToConfirm: root.querySelector('input[name=last_try]') !== null,
    text: root.querySelector('main')?.text ?? '',
    tries: root.querySelector('#tries')?.text ?? '',
    links: root.querySelectorAll('main a').map((link) => link.getAttribute('href') ?? ''),
    refresh: root.querySelector('meta[http-equiv=refresh]')?.getAttribute('content'),
  };
}
