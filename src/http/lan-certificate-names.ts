import { isIP, isIPv4 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/** Names and addresses under which browsers may reach this machine. Lower case, sorted, without repeats. */
export interface HostNames {
  dns: string[];
  ips: string[];
}

export interface FoundNames {
  /** What the operator listed: a certificate must cover it. */
  configured: HostNames;
  /** What the machine says of itself: covered as far as the authority may. */
  found: HostNames;
}

export interface Machine {
  hostname(): string;
  networkInterfaces(): ReturnType<typeof networkInterfaces>;
}

export const thisMachine: Machine = { hostname, networkInterfaces };

export function findNames(configured: string[], machine: Machine): FoundNames {
  const host = machine.hostname().toLowerCase();
  const label = host.split('.')[0]!;
  const addresses = Object.values(machine.networkInterfaces()).flatMap((some) => some ?? []);
  return {
    configured: {
      dns: tidy(configured.filter((name) => isIP(name) === 0)),
      ips: tidy(configured.filter((name) => isIP(name) !== 0)),
    },
    found: {
      dns: tidy(['localhost', host, `${label}.local`]),
      ips: tidy(['127.0.0.1', '::1', ...addresses.map(({ address }) => address).filter(isReachable)]),
    },
  };
}

/** Browsers cannot name a link-local IPv6 address, and public IPv6 addresses change by the day. */
const isReachable = (address: string): boolean => isIPv4(address) || /^f[cd]/i.test(address);

export function joinNames(one: HostNames, other: HostNames): HostNames {
  return { dns: tidy([...one.dns, ...other.dns]), ips: tidy([...one.ips, ...other.ips]) };
}

const tidy = (names: string[]): string[] =>
  [...new Set(names.filter(Boolean).map((name) => name.toLowerCase()))].sort();
