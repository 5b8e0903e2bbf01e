import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ADDRESS_SCHEMA = z.strictObject({
  protocol: z.enum(['http:', 'https:']),
  host: z.string(),
  port: z.number(),
});
/** Where commands on this machine reach the server that holds the data. */
export type ServerAddress = z.output<typeof ADDRESS_SCHEMA>;

const fileIn = (dataDir: string) => join(dataDir, 'server.json');

export function writeServerAddress(dataDir: string, address: ServerAddress): void {
  writeFileSync(fileIn(dataDir), JSON.stringify(address), { mode: 0o600 });
}

export function removeServerAddress(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** Null when there is none, or none that can be read. */
export function readServerAddress(dataDir: string): ServerAddress | null {
  try {
    return ADDRESS_SCHEMA.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/** A server that listens everywhere is reached by loopback. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
