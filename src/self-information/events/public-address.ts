import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Not the public internet: private, shared, link-local (cloud metadata), loopback, reserved (IANA special-purpose registries). */
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(network, prefix, 'ipv4');
/** Of IPv6 only global unicast is let through, and of that neither documentation nor what carries IPv4 inside. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special.addSubnet(network, prefix, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an address may be connected to: a company's server stands on the internet, in the sandbox on this machine. */
export function isReachable(address: string, inSandbox: boolean): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (inSandbox && loopback.check(address, family)) return true;
  if (family === 'ipv6' && !globalUnicast.check(address, family)) return false;
  return !special.check(address, family);
}

/**
 * Looks a name up as the connection is made, and lets only reachable addresses through: looked at before, a name could
 * lead elsewhere by the time it is connected to (DNS rebinding).
 */
export function createGuardedLookup(inSandbox: boolean, resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const reachable = addresses.filter(({ address }) => isReachable(address, inSandbox));
      const [first] = reachable;
      // One bad address among good ones is a trick, or a fault: neither is helped.
      if (!first || reachable.length < addresses.length)
        return callback(Object.assign(new Error('address not allowed'), { code: 'EADDRESS' }), '', 0);
      if (options.all) return callback(null, reachable);
      callback(null, first.address, first.family);
    });
  };
}
