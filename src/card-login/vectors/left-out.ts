/**
 * Cases that are to be rejected for something that a path does not say, by id. Those of `server-name` have a good path
 * to a certificate that is not for the host asked for; those of `web-pki` break a rule that browsers agreed on with
 * their authorities (CA/Browser Forum) and that no other certificate is bound by. Cards name no hosts.
 */
export type LeftOutBecause = 'server-name' | 'web-pki';

const webPki = [
  'webpki::cn::ipv4-hex-mismatch',
  'webpki::cn::ipv4-leading-zeros-mismatch',
  'webpki::cn::ipv6-non-rfc5952-mismatch',
  'webpki::cn::punycode-not-in-san',
  'webpki::cn::not-in-san',
  'webpki::eku::ee-critical-eku',
  'webpki::san::public-suffix-multi-label-wildcard-san',
  'webpki::san::public-suffix-private-namespace-wildcard-san',
];

const serverName = [
  'rfc5280::san::ip-in-dns',
  'rfc5280::ca-as-leaf-wrong-san',
  'webpki::san::mismatch-subdomain-san',
  'webpki::san::mismatch-subdomain-apex-san',
  'webpki::san::mismatch-apex-subdomain-san',
  'webpki::san::wildcard-embedded-leftmost-san',
  'webpki::san::wildcard-not-in-leftmost-san',
  'webpki::san::wildcard-match-across-labels-san',
  'webpki::san::wildcard-embedded-ulabel-san',
  'webpki::san::no-san',
];

/** Of BetterTLS's name constraints: the host does not stand among the alternative names. */
const serverNameInBetterTls = [
  40, 80, 120, 200, 560, 640, 760, 1240, 1280, 1360, 1520, 1560, 1600, 1960, 2200, 2240, 2280, 2360, 2680,
  4160, 4400, 4440, 4600, 4640, 4880, 5120, 5360, 5400, 5560, 5600, 5840, 6120, 6400, 6560, 6600, 6640, 6760,
  6840, 7000, 7120, 7320, 7480, 7560, 7720, 7840, 8000, 8040, 8280, 8320, 8840, 8880, 9120, 9280, 9440,
];

export const leftOut: ReadonlyMap<string, LeftOutBecause> = new Map([
  ...webPki.map((id) => [id, 'web-pki'] as const),
  ...serverName.map((id) => [id, 'server-name'] as const),
  ...serverNameInBetterTls.map((id) => [`bettertls::nameconstraints::tc${id}`, 'server-name'] as const),
]);
