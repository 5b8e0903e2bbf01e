import { hostname, networkInterfaces } from 'node:os';
import type { FastifyRequest } from 'fastify';
import { SallyportError } from '../kernel/index.ts';

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

/** Refuses a Host that is not ours, and a browser's request that another site caused (CSRF, also by WebSocket). */
export function refuseForeign(request: FastifyRequest, ownNames: Set<string>): void {
  const host = request.headers.host ?? '';
  if (!ownNames.has(hostNameOf(host))) throw new SallyportError('foreign_origin');
  const origin = request.headers.origin;
  const reads = (request.method === 'GET' || request.method === 'HEAD') && !request.headers.upgrade;
  if (origin !== undefined && !reads && origin !== `${request.protocol}://${host}`) {
    throw new SallyportError('foreign_origin');
  }
}
