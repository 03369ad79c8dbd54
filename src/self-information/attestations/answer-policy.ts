import type { JsonObject, JsonValue } from '../../vocabulary/reading.ts';
import type { AttestationPolicy, Condition, Preference, Said } from './policy.ts';

/** What is known when a question is answered. */
export interface Circumstances {
  /** The registered value; null for questions without one. */
  argument: string | null;
  /** The day in Japan, `YYYY-MM-DD`. */
  today: string;
}

/**
 * The policy's answer, or null where it has nothing to attest. Pure; follows the policy and knows none by name.
 * `record` is null where there is nothing to hand out: to the asker both are the same null.
 */
export function answerPolicy(
  { rule }: Pick<AttestationPolicy, 'rule'>,
  record: JsonObject | null,
  circumstances: Circumstances,
): JsonObject | null {
  if (!record) return null;
  const cases = latestBy(rule.latestBy, casesOf(record, rule.each));
  const counting = cases.filter((each) =>
    rule.where.every((condition) => holds(condition, each, circumstances)),
  );
  const [best] = counting.sort((one, other) => compare(rule.prefer ?? [], one, other));
  if (!best) return null;
  return Object.fromEntries(Object.entries(rule.answer).map(([name, said]) => [name, valueOf(said, best)]));
}

function casesOf(record: JsonObject, each: string | undefined): JsonObject[] {
  if (each === undefined) return [record];
  const list = at(record, each);
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** Cases without a usable year cannot be placed in time: where one stands, which is the latest is not known. */
function latestBy(item: string | undefined, cases: JsonObject[]): JsonObject[] {
  if (item === undefined) return cases;
  const years = cases.map((each) => at(each, item));
  if (!years.every((year): year is number => typeof year === 'number')) return [];
  const latest = Math.max(...years);
  return cases.filter((_, index) => years[index] === latest);
}

function holds(condition: Condition, of: JsonObject, circumstances: Circumstances): boolean {
  if ('anyOf' in condition)
    return condition.anyOf.some((conditions) => conditions.every((each) => holds(each, of, circumstances)));
  const { argument, today } = circumstances;
  const value = at(of, condition.item);
  if ('isOneOf' in condition) return condition.isOneOf.includes(value ?? null);
  if ('isBlank' in condition) return value === undefined || value === null;
  if ('isStated' in condition) return value !== undefined && value !== null && value !== '';
  if ('orBlank' in condition && condition.orBlank && (value === undefined || value === null)) return true;
  if ('notAfterToday' in condition) return isDay(value) && value <= today;
  if ('notBeforeToday' in condition) return isDay(value) && value >= today;
  if ('yearsAgoAtMost' in condition)
    return typeof value === 'number' && value >= Number(today.slice(0, 4)) - condition.yearsAgoAtMost;
  if (argument === null) return false;
  if ('is' in condition) return value === argument;
  if ('yearsReached' in condition) return hasReached(value, Number(argument), today);
  if ('under' in condition) return typeof value === 'number' && value < Number(argument);
  const [held, wanted] = [condition.order.indexOf(String(value)), condition.order.indexOf(argument)];
  return typeof value === 'string' && wanted !== -1 && held >= wanted;
}

/**
 * Whether somebody born on that day has that many years today. Counted to the birthday, in a year without 29 February
 * to 1 March. Of a birth known by its year alone, only what holds for the last day of it.
 */
function hasReached(birth: JsonValue | undefined, years: number, today: string): boolean {
  if (typeof birth !== 'string' || !/^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$/.test(birth)) return false;
  const day = birth.length === 4 ? '12-31' : birth.slice(5);
  const year = String(Number(birth.slice(0, 4)) + years).padStart(4, '0');
  return today >= `${year}-${day}`;
}

function compare(preferences: readonly Preference[], one: JsonObject, other: JsonObject): number {
  for (const preference of preferences) {
    const [left, right] = [at(one, preference.item) ?? null, at(other, preference.item) ?? null];
    const difference =
      'first' in preference
        ? placeIn(preference.first, left) - placeIn(preference.first, right)
        : endOf(right) === endOf(left)
          ? 0
          : endOf(right) > endOf(left)
            ? 1
            : -1;
    if (difference !== 0) return difference;
  }
  return 0;
}

function placeIn(order: readonly JsonValue[], value: JsonValue): number {
  const place = order.indexOf(value);
  return place === -1 ? order.length : place;
}

const endOf = (value: JsonValue): string => (typeof value === 'string' ? value : '9999-12-31');

function valueOf(said: Said, best: JsonObject): JsonValue {
  if ('always' in said) return said.always;
  if ('from' in said) return at(best, said.from) ?? null;
  return said.isOneOf.includes(at(best, said.whether) ?? null);
}

/** The record's own members alone: a name that every object has is no member of it. */
function at(of: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = of;
  for (const name of path.split('.'))
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDay(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value);
}
