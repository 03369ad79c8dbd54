import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Discount, quote, type Route } from './fares.ts';

const short: Route = {
  id: 's',
  from: 'A',
  to: 'B',
  distanceKilometres: 100,
  fareYen: 1990,
  expressFeeYen: 0,
};
const long: Route = {
  id: 'l',
  from: 'A',
  to: 'C',
  distanceKilometres: 100.1,
  fareYen: 2650,
  expressFeeYen: 1870,
};
const one: Discount = { class: 1, companion: true, valid_until: null };
const two: Discount = { class: 2, companion: false, valid_until: '2027-03-31' };

// Expected totals are worked out by hand from the rule, not by the code.
const cases: [string, Route, Discount | null, boolean, number][] = [
  ['no discount, alone', long, null, false, 2650 + 1870],
  ['no discount, two people', short, null, true, 1990 * 2],
  ['class 1 alone, exactly 100 km: full fare', short, one, false, 1990],
  [
    'class 1 alone, above 100 km: half, rounded down to 10 yen, express fee stays',
    long,
    one,
    false,
    1320 + 1870,
  ],
  ['class 1 with a companion, short: half for both', short, one, true, 990 * 2],
  ['class 1 with a companion, long: half for both, two express fees', long, one, true, (1320 + 1870) * 2],
  ['class 2 alone, exactly 100 km: full fare', short, two, false, 1990],
  ['class 2 alone, above 100 km: half', long, two, false, 1320 + 1870],
  ['class 2 with somebody, short: two full fares', short, two, true, 1990 * 2],
  ['class 2 with somebody, long: half for the holder alone', long, two, true, 1320 + 2650 + 1870 * 2],
];

for (const [name, route, discount, withCompanion, total] of cases) {
  test(`fare: ${name}`, () => assert.equal(quote(route, discount, withCompanion).totalYen, total));
}
