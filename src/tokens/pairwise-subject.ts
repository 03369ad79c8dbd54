import { createHmac } from 'node:crypto';

/**
 * What a company knows a citizen by (OpenID Connect Core, section 8.1): the same at every visit, another one in every
 * sector, and nothing to be led back from. The salt is a key: without it, guessing a citizen's id would do.
 */
export function toPairwiseSubject(salt: string, sector: string, citizen: string): string {
  // Lengths first, so that no two pairs share one text.
  return createHmac('sha256', salt)
    .update(`${sector.length}:${sector}${citizen.length}:${citizen}`)
    .digest('base64url');
}
