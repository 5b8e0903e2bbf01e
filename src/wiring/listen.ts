import type { AddressInfo } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import type { Settings } from '../config/index.ts';
import { SallyportError } from '../kernel/index.ts';

interface Listener {
  listen(options: { host: string; port: number }): Promise<string>;
  server: { address(): string | AddressInfo | null };
}

/** Starts to listen and says under which address browsers find it. Throws `port_taken`, saying what to do. */
export async function listen(http: Listener, settings: Settings): Promise<string> {
  const { host, port } = settings;
  try {
    await http.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new SallyportError('port_taken', {
        sentence: `Port ${port} is taken by another program, perhaps another Sallyport. End that one, or choose another port with --port.`,
        cause: error,
      });
    }
    if (code === 'EACCES') {
      throw new SallyportError('port_taken', {
        sentence: `This user may not listen on port ${port}. Choose one above 1024 with --port.`,
        cause: error,
      });
    }
    throw error;
  }
  return addressOf(settings, (http.server.address() as AddressInfo).port);
}

/** Where browsers find a server with these settings that listens on this port. */
export function addressOf({ publicUrl, lan, host }: Settings, port: number): string {
  if (publicUrl) return publicUrl;
  if (lan) return `https://${hostname().toLowerCase()}.local:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The same by this machine's IPv4 addresses, for networks that do not know its name. */
export function addressesOnNetwork(url: string): string[] {
  const found = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const { protocol, port } = new URL(url);
  return found
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `${protocol}//${address}:${port}`);
}
