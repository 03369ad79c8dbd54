/** JSON in its one spelling (RFC 8785): members by UTF-16 code units, numbers and strings as ECMAScript writes them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
    return `{${names.map((name) => `${canonicalJson(name)}:${canonicalJson((value as Record<string, unknown>)[name])}`).join(',')}}`;
  }
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value))
    throw new TypeError('a lone surrogate has no canonical form');
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value)))
    throw new TypeError('this has no canonical form');
  return JSON.stringify(value);
}
