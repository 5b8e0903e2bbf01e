import { isIPv4, isIPv6 } from 'node:net';

/** An IPv4 address that came wrapped in IPv6 (`::ffff:192.0.2.1`) as itself; everything else as it is. */
export function plainAddress(address: string): string {
  const inner = address.toLowerCase().startsWith('::ffff:') ? address.slice(7) : address;
  return isIPv4(inner) ? inner : address;
}

/**
 * What is counted as one sender: an IPv4 address, or the /64 of an IPv6 address, because whoever has one address
 * of a /64 has all of them (RFC 4291 2.5.4).
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.split('%')[0]!.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = plain.includes('::')
    ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
    : [];
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
