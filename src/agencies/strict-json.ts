import type { JsonValue } from '../vocabulary/reading.ts';
import { NetworkFault } from './network-fault.ts';

/** No record of the 29 categories is half as deep. */
const deepest = 24;

/**
 * Parses JSON in which nothing has two meanings. `JSON.parse` keeps the last of two members of one name, and another
 * reader the first (RFC 8259, 4): whoever checks and whoever uses could see different records. `__proto__` is no
 * member's name, half a character is no text, and a whole number that a double cannot hold would come out as another one.
 * @throws NetworkFault
 */
export function parseStrictJson(text: string): JsonValue {
  checkMembers(text);
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Without the cause: the parser's message quotes the text.
    throw new NetworkFault('answer_not_json');
  }
}

/** Looks at names, depth and numbers, before anything is built. Leaves the grammar to the parser. */
function checkMembers(text: string): void {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : null);
      if (open.length > deepest) throw new NetworkFault('answer_too_deep');
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      const quoted = text.slice(at, end + 1);
      checkText(quoted);
      const members = open.at(-1);
      if (members && isName(text, end)) checkName(quoted, members);
      at = end;
    } else if (character === '-' || (character >= '0' && character <= '9')) {
      const end = endOfNumber(text, at);
      checkNumber(text.slice(at, end));
      at = end - 1;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') return at;
  }
  throw new NetworkFault('answer_not_json');
}

/**
 * Half of a character (a lone surrogate, written as an escape) cannot be sent on as UTF-8: what leaves would be another
 * text than what was signed or shown. Private use characters and variation sequences (外字) are whole characters.
 */
function checkText(quoted: string): void {
  if (quoted.includes('\\u') && /\p{Surrogate}/u.test(unescape(quoted)))
    throw new NetworkFault('answer_text_broken');
}

function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (/[ \t\r\n]/.test(text.charAt(at))) at += 1;
  return text.charAt(at) === ':';
}

function checkName(quoted: string, members: Set<string>): void {
  // Two spellings of one name are one name: "a" and "\u0061".
  const name = quoted.includes('\\') ? unescape(quoted) : quoted.slice(1, -1);
  if (name === '__proto__') throw new NetworkFault('answer_member_forbidden');
  if (members.has(name)) throw new NetworkFault('answer_member_twice');
  members.add(name);
}

function unescape(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new NetworkFault('answer_not_json');
  }
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (/[0-9.eE+-]/.test(text.charAt(at))) at += 1;
  return at;
}

function checkNumber(written: string): void {
  const value = Number(written);
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!exact) throw new NetworkFault('answer_number_inexact');
}
