import type { ResidentAttributes } from '../../vocabulary/residents.ts';

/** The four attributes in the terms of OpenID Connect Core, 5.1. */
export interface StandardClaims {
  name: string;
  gender: string;
  birthdate: string;
  address: { formatted: string; country: string };
}

/**
 * `birthdate` is the whole date or, where the day is unknown, the year alone: the standard has no year with a month.
 * `gender` is `female` or `male`; the standard allows other words where neither applies, and ours is the one of ISO 5218.
 * What is substituted in name and address has no claim of the standard: whoever hands these out says it beside them.
 */
export function toStandardClaims({ name, sex, birthOn, address }: ResidentAttributes): StandardClaims {
  return {
    name: name.text,
    gender: sex,
    birthdate: birthOn.endsWith('-00') ? birthOn.slice(0, 4) : birthOn,
    address: { formatted: address.text, country: 'JP' },
  };
}
