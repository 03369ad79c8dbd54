import type { JsonValue } from '../vocabulary/reading.ts';

/**
 * The one way to write a JSON value down (RFC 8785): members sorted by UTF-16 code units, no white space.
 * ECMAScript's own number and string forms are the ones the RFC prescribes. Throws a TypeError on what has no
 * canonical form: lone surrogates, NaN, infinities, undefined.
 */
export function toCanonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return toCanonicalString(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number that is not finite has no canonical form');
    return JSON.stringify(value);
  }
  if (isList(value)) return `[${value.map(toCanonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no canonical form`);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, member]) => `${toCanonicalString(name)}:${toCanonicalJson(member)}`).join(',')}}`;
}

function toCanonicalString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('a lone surrogate has no canonical form');
  return JSON.stringify(text);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
