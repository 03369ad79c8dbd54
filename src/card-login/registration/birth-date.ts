import { DerFault } from '../strict-der.ts';

/** First day of each era by the digit that stands for it; each ends the day before the next begins. */
const eras: Readonly<Record<string, readonly [first: string, last: string]>> = {
  '1': ['1868-01-25', '1912-07-29'],
  '2': ['1912-07-30', '1926-12-24'],
  '3': ['1926-12-25', '1989-01-07'],
  '4': ['1989-01-08', '2019-04-30'],
  '5': ['2019-05-01', '9999-12-31'],
};

/**
 * `EYYYYMMDD` as ISO 8601: the era's digit, then the Gregorian date, in which what is unknown stands as zeros. The
 * digit says nothing that the date does not; where the two disagree one of them is wrong, and which cannot be told.
 * @throws DerFault
 */
export function readBirthDate(written: string, issuedAtSeconds: number): string {
  const [, era = '', year = '', month = '', day = ''] =
    /^([1-5])([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(written) ?? [];
  const [first, last] = eras[era] ?? [];
  if (!first || !last) throw new DerFault('a date of birth of another shape');
  if (month === '00' && day !== '00') throw new DerFault('a day without a month');
  const earliest = `${year}-${known(month, '01')}-${known(day, '01')}`;
  if (!exists(earliest)) throw new DerFault('a date of birth that does not exist');
  const latest = `${year}-${known(month, '12')}-${known(day, '31')}`;
  // An unknown day may be of either era where one began in that month or year.
  if (latest < first || earliest > last) throw new DerFault('an era that does not fit the date of birth');
  if (earliest > new Date(issuedAtSeconds * 1000).toISOString().slice(0, 10))
    throw new DerFault('a date of birth after the certificate was issued');
  return `${year}-${month}-${day}`;
}

const known = (part: string, otherwise: string): string => (part === '00' ? otherwise : part);

function exists(date: string): boolean {
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date);
}
