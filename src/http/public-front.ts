import { BlockList, isIP } from 'node:net';
import { plainAddress } from '../kernel/index.ts';

/** The proxy in front, and the address under which browsers know it. */
export interface PublicFront {
  /** As browsers send it: scheme, name and port. */
  origin: string;
  hostName: string;
  /** Whether its connection comes from the proxy, so that what it says of its client may be believed. */
  isProxy(address: string): boolean;
  /** Whether it may connect at all: the proxy may, and programs of this machine. */
  mayConnect(address: string): boolean;
}

export interface PublicFrontSettings {
  publicUrl: string | null;
  /** An address, or a network in CIDR notation; null = the proxy runs on this machine. */
  trustedProxy: string | null;
}

/** Whether browsers come by HTTPS, be it to us or to the proxy in front. */
export const comesByHttps = ({
  front,
  https,
}: {
  front: PublicFront | null;
  https: object | null;
}): boolean => (front ? front.origin.startsWith('https:') : https !== null);

const LOOPBACK = ['127.0.0.0/8', '::1'];

/** Null when browsers reach this machine itself. */
export function createPublicFront({ publicUrl, trustedProxy }: PublicFrontSettings): PublicFront | null {
  if (publicUrl === null) return null;
  const { origin, hostname } = new URL(publicUrl);
  const isLoopback = within(LOOPBACK);
  const isProxy = trustedProxy === null ? isLoopback : within([trustedProxy]);
  return {
    origin,
    hostName: hostname.replace(/^\[|\]$/g, ''),
    isProxy,
    mayConnect: (address) => isProxy(address) || isLoopback(address),
  };
}

function within(networks: string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (text) => {
    const address = plainAddress(text);
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}
