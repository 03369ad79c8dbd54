/** A browser, as far as these tests need one: cookies with their paths, redirects followed by hand. */
export interface Page {
  status: number;
  headers: Headers;
  text: string;
  location: string | null;
}

interface Cookie {
  name: string;
  value: string;
  path: string;
}

export class Browser {
  readonly cookies: Cookie[] = [];
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  get(address: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#send(address, { method: 'GET', headers });
  }

  post(address: string, form: Record<string, string | string[]>): Promise<Page> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(form))
      for (const each of [value].flat()) body.append(name, each);
    return this.#send(address, { method: 'POST', body, headers: { origin: this.#origin } });
  }

  /** Follows redirects for as long as they stay with us; answers where the browser leaves for, or the page it stays at. */
  async follow(first: Page): Promise<Page> {
    let page = first;
    while (page.location && new URL(page.location, this.#origin).origin === this.#origin)
      page = await this.get(new URL(page.location, this.#origin).href);
    return page;
  }

  async #send(address: string, init: RequestInit & { headers: Record<string, string> }): Promise<Page> {
    const url = new URL(address, this.#origin);
    const cookie = this.cookies
      .filter(({ path }) => url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...init.headers, ...(cookie ? { cookie } : {}) },
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return {
      status: answer.status,
      headers: answer.headers,
      text: await answer.text(),
      location: answer.headers.get('location'),
    };
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/';
    const known = this.cookies.findIndex((each) => each.name === name && each.path === path);
    if (known >= 0) this.cookies.splice(known, 1);
    if (value) this.cookies.push({ name, value, path });
  }
}
