/**
 * What the network's authority calls each party: the one name in its certificate. Nobody resolves them (`.internal`
 * belongs to no registry), so an address may change without a certificate, and no address vouches for anybody.
 */
const domain = 'provision-network.internal';

export const networkNames = {
  network: `network.${domain}`,
  madoguchi: `madoguchi.${domain}`,
  agency: (id: string): string => `${id}.agency.${domain}`,
} as const;

/** The agency that bears this name. */
export function toAgencyId(party: string | undefined): string | undefined {
  const suffix = `.agency.${domain}`;
  return party?.endsWith(suffix) ? party.slice(0, -suffix.length) : undefined;
}

/**
 * The party a certificate was issued to, by its `subjectAltName` as Node writes it: exactly one name. One with two
 * names, or with a pattern for many, would be two parties at once.
 */
export function toParty(subjectAltName: string | undefined): string | undefined {
  return /^DNS:([a-z0-9-]+(?:\.[a-z0-9-]+)*)$/.exec(subjectAltName ?? '')?.[1];
}
