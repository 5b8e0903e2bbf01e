import { hostname, networkInterfaces } from 'node:os';
import type { FastifyRequest } from 'fastify';
import { SallyportError } from '../kernel/index.ts';
import type { PublicFront } from './public-front.ts';

/**
 * Names this machine answers to. A page of another site that has its name point here (DNS rebinding)
 * sends that name as Host and is refused.
 */
export function ownHostNames(extra: readonly string[] = []): Set<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map((one) => one.address),
  );
  const host = hostname().toLowerCase();
  return new Set(['localhost', '127.0.0.1', '::1', host, `${host}.local`, ...addresses, ...extra]);
}

function hostNameOf(hostHeader: string): string {
  try {
    return new URL(`http://${hostHeader}`).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  } catch {
    return '';
  }
}

/**
 * Refuses a Host that is not ours, a browser's request that another site caused (CSRF, also by WebSocket), and whoever
 * comes past the proxy in front. Behind a proxy only the public origin is ours: Host may be what the proxy makes of it.
 */
export function refuseForeign(
  request: FastifyRequest,
  ownNames: Set<string>,
  front: PublicFront | null,
): void {
  const host = request.headers.host ?? '';
  const name = hostNameOf(host);
  if (!ownNames.has(name) && name !== front?.hostName) throw new SallyportError('foreign_origin');
  if (front && !front.mayConnect(request.socket.remoteAddress ?? ''))
    throw new SallyportError('foreign_origin');
  const origin = request.headers.origin;
  const reads = (request.method === 'GET' || request.method === 'HEAD') && !request.headers.upgrade;
  const ownOrigin = front?.origin ?? `${request.protocol}://${host}`;
  if (origin !== undefined && !reads && origin !== ownOrigin) {
    throw new SallyportError('foreign_origin');
  }
}
