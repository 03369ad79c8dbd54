/**
 * A browser without a window and without scripts: cookies by host name (ports do not part them, as in real browsers),
 * Sec-Fetch headers, redirects hop by hop, forms read from the page. What it cannot show (Content-Security-Policy,
 * form-action) is shown in real Chromium by a journey.
 */
import { type HTMLElement, parse } from 'node-html-parser';
import { Agent, getSetCookies, Headers, request } from 'undici';

/** A page as it arrived, after redirects. */
export interface Page {
  url: URL;
  status: number;
  headers: Headers;
  text: string;
  html: HTMLElement;
  /** Where a meta refresh leads, if the page has one. */
  refresh: URL | null;
  /** Every address on the way here, this one last. */
  hops: readonly URL[];
}

/** One request that a browser sent, as the server at the other end saw it. */
export interface SentRequest {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
}

interface Cookie {
  name: string;
  value: string;
  host: string;
  path: string;
  expires: number;
  sameSite: string;
}

const mostHops = 12;

/** A connection for each request: one kept open could be closed by the other side at the moment it is used again. */
const dispatcher = new Agent({ pipelining: 0 });

export class Browser {
  readonly sent: SentRequest[] = [];
  #cookies: Cookie[] = [];
  readonly #language: string;
  readonly #stopsAt: readonly string[];

  /** `stopsAt`: origins where a redirect ends unvisited, for companies that are played by a test without a server. */
  constructor({ language = 'ja', stopsAt = [] }: { language?: string; stopsAt?: readonly string[] } = {}) {
    this.#language = language;
    this.#stopsAt = stopsAt;
  }

  /** Opens an address, as if it were typed (no initiator) or as a link on a page. */
  open(url: URL | string, from?: Page): Promise<Page> {
    return this.#navigate('GET', new URL(url, from?.url), from?.url, undefined);
  }

  /** Follows the first link that the selector finds. */
  follow(page: Page, selector: string): Promise<Page> {
    const href = page.html.querySelector(selector)?.getAttribute('href');
    if (!href) throw new Error(`the page ${page.url.pathname} has no link ${selector}`);
    return this.open(new URL(href, page.url), page);
  }

  /** Sends the page's form as it stands, with `fields` typed or ticked and `button` pressed (name=value). */
  submit(
    page: Page,
    fields: Readonly<Record<string, string | readonly string[]>> = {},
    button?: string,
    selector = 'form',
  ): Promise<Page> {
    const form = page.html.querySelector(selector);
    if (!form)
      throw new Error(
        `the page ${page.url.pathname} has no form: ${page.html.querySelector('h1')?.text ?? page.status}`,
      );
    const body = new URLSearchParams();
    for (const input of form.querySelectorAll('input[type=hidden]')) {
      body.append(input.getAttribute('name') ?? '', input.getAttribute('value') ?? '');
    }
    for (const select of form.querySelectorAll('select')) {
      const name = select.getAttribute('name') ?? '';
      const chosen = select.querySelector('option[selected]') ?? select.querySelector('option');
      if (!Object.hasOwn(fields, name) && chosen) body.append(name, chosen.getAttribute('value') ?? '');
    }
    for (const [name, value] of Object.entries(fields)) {
      for (const each of [value].flat()) {
        if (!fieldTakes(form, name, each))
          throw new Error(`the form on ${page.url.pathname} has no field ${name}=${each}`);
        body.append(name, each);
      }
    }
    if (button) {
      const [name = '', value = ''] = button.split('=');
      if (!form.querySelector(`button[name="${name}"][value="${value}"]`))
        throw new Error(`the form has no button ${button}`);
      body.append(name, value);
    }
    const target = new URL(form.getAttribute('action') ?? '', page.url);
    return form.getAttribute('method')?.toLowerCase() === 'post'
      ? this.#navigate('POST', target, page.url, body)
      : this.#navigate('GET', new URL(`?${body.toString()}`, target), page.url, undefined);
  }

  /** Another browser with the same cookies at this moment, as whoever stole or planted them would have. */
  copy({ stopsAt = this.#stopsAt }: { stopsAt?: readonly string[] } = {}): Browser {
    const copy = new Browser({ language: this.#language, stopsAt });
    copy.#cookies = this.#cookies.map((cookie) => ({ ...cookie }));
    return copy;
  }

  /** Drops every cookie of this name. */
  forget(name: string): void {
    this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name);
  }

  /** Names of the cookies this browser would send to a host. */
  cookieNames(hostname: string): string[] {
    return this.#cookies.filter(({ host }) => host === hostname).map(({ name }) => name);
  }

  async #navigate(
    method: string,
    url: URL,
    initiator: URL | undefined,
    body: URLSearchParams | undefined,
  ): Promise<Page> {
    const hops: URL[] = [];
    let crossed = false;
    for (let hop = 0; hop < mostHops; hop += 1) {
      hops.push(url);
      crossed ||= initiator !== undefined && siteOf(initiator, url) !== 'same-origin';
      const site =
        initiator === undefined
          ? 'none'
          : crossed && siteOf(initiator, url) === 'same-origin'
            ? 'cross-site'
            : siteOf(initiator, url);
      const headers: Record<string, string> = {
        accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
        'accept-language': this.#language,
        'sec-fetch-site': site,
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        'sec-fetch-user': '?1',
      };
      if (method === 'POST') {
        headers['content-type'] = 'application/x-www-form-urlencoded';
        headers['origin'] = initiator?.origin ?? 'null';
      }
      const cookies = this.#cookiesFor(url, method, site);
      if (cookies) headers['cookie'] = cookies;
      this.sent.push({ method, url, headers });
      const answer = await request(url, {
        method: method as 'GET' | 'POST',
        headers,
        body: body?.toString() ?? null,
        dispatcher,
      });
      const text = await answer.body.text();
      const answered = new Headers();
      for (const [name, value] of Object.entries(answer.headers)) {
        for (const each of [value ?? []].flat()) answered.append(name, each);
      }
      this.#store(answered, url);
      const location = answered.get('location');
      if (answer.statusCode < 300 || answer.statusCode > 399 || !location)
        return toPage(url, answer.statusCode, answered, text, hops);
      url = new URL(location, url);
      if (this.#stopsAt.includes(url.origin))
        return toPage(url, answer.statusCode, answered, '', [...hops, url]);
      if (method === 'POST' && answer.statusCode !== 307 && answer.statusCode !== 308)
        [method, body] = ['GET', undefined];
    }
    throw new Error(`more than ${mostHops} redirects`);
  }

  #store(headers: Headers, url: URL): void {
    for (const cookie of getSetCookies(headers)) {
      const path = cookie.path ?? '/';
      this.#cookies = this.#cookies.filter(
        ({ name, host, path: held }) => !(name === cookie.name && host === url.hostname && held === path),
      );
      const expires =
        cookie.maxAge !== undefined
          ? Date.now() + cookie.maxAge * 1000
          : cookie.expires
            ? new Date(cookie.expires).getTime()
            : Infinity;
      if (expires > Date.now()) {
        this.#cookies.push({
          name: cookie.name,
          value: cookie.value,
          host: url.hostname,
          path,
          expires,
          sameSite: cookie.sameSite ?? 'Lax',
        });
      }
    }
  }

  /** Strict cookies stay at home on a cross-site navigation, Lax ones on a cross-site post (RFC 6265bis). */
  #cookiesFor(url: URL, method: string, site: string): string {
    return this.#cookies
      .filter(({ host, path, expires, sameSite }) => {
        if (host !== url.hostname || expires <= Date.now()) return false;
        if (!(url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`)))
          return false;
        if (site !== 'cross-site') return true;
        return sameSite === 'None' || (sameSite === 'Lax' && method === 'GET');
      })
      .sort((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}

function fieldTakes(form: HTMLElement, name: string, value: string): boolean {
  return form
    .querySelectorAll(`input[name="${name}"], select[name="${name}"], textarea[name="${name}"]`)
    .some(
      (field) =>
        !/^(checkbox|radio|hidden)$/.test(field.getAttribute('type') ?? '') ||
        field.getAttribute('value') === value,
    );
}

/** As the browser sees it: sites are host names here (no public suffix among loopback names), origins have ports. */
function siteOf(initiator: URL, target: URL): 'same-origin' | 'same-site' | 'cross-site' {
  if (initiator.origin === target.origin) return 'same-origin';
  return initiator.hostname === target.hostname && initiator.protocol === target.protocol
    ? 'same-site'
    : 'cross-site';
}

function toPage(url: URL, status: number, headers: Headers, text: string, hops: readonly URL[]): Page {
  const html = parse(text);
  const content = html.querySelector('meta[http-equiv=refresh]')?.getAttribute('content');
  const target = content && /url=(.+)$/i.exec(content)?.[1];
  return { url, status, headers, text, html, hops, refresh: target ? new URL(target, url) : null };
}
