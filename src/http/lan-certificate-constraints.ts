import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { HostNames } from './lan-certificate-names.ts';
import { Extension } from './lan-certificate-x509.ts';

/** RFC 5280, 4.2.1.10. */
const NAME_CONSTRAINTS = '2.5.29.30';

/** Addresses that mean a different machine in every house: no site of the world is reached under one. */
const PRIVATE: [address: string, bits: number][] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
];

const privateAddresses = new BlockList();
for (const [address, bits] of PRIVATE)
  privateAddresses.addSubnet(address, bits, isIPv4(address) ? 'ipv4' : 'ipv6');

/**
 * What the authority may vouch for: `.local`, private addresses, and the names and addresses of this machine. Whoever
 * steals its key can pretend to be a machine of this house, and not to be a bank.
 */
export function permitNames(own: HostNames): Extension {
  const subtrees = [
    ...['local', ...own.dns].map(dnsSubtree),
    ...PRIVATE.map(([address, bits]) => ipSubtree(address, bits)),
    ...own.ips.filter((address) => !isPrivate(address)).map(wholeAddress),
  ];
  return new Extension(NAME_CONSTRAINTS, true, der(0x30, der(0xa0, ...subtrees)));
}

/** Those of the names that an authority with this extension may vouch for. */
export function coveredBy(constraints: Extension | null, names: HostNames): HostNames {
  if (!constraints) return { dns: [], ips: [] };
  const value = Buffer.from(constraints.value);
  return {
    dns: names.dns.filter((name) => name.endsWith('.local') || value.includes(dnsSubtree(name))),
    ips: names.ips.filter((address) => isPrivate(address) || value.includes(wholeAddress(address))),
  };
}

export const constraintsOf = (certificate: {
  getExtension(id: string): Extension | null;
}): Extension | null => certificate.getExtension(NAME_CONSTRAINTS);

const isPrivate = (address: string): boolean =>
  privateAddresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

const dnsSubtree = (name: string): Buffer => der(0x30, der(0x82, Buffer.from(name, 'latin1')));
const wholeAddress = (address: string): Buffer => ipSubtree(address, isIPv6(address) ? 128 : 32);
const ipSubtree = (address: string, bits: number): Buffer => {
  const bytes = addressBytes(address);
  const mask = bytes.map((_, i) => (0xff00 >> Math.min(8, Math.max(0, bits - 8 * i))) & 0xff);
  return der(0x30, der(0x87, Buffer.from([...bytes, ...mask])));
};

function addressBytes(address: string): number[] {
  if (isIPv4(address)) return address.split('.').map(Number);
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array(8 - before.length - after.length).fill(0) as number[];
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]);
}

/** One DER value of up to 65,535 bytes. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
