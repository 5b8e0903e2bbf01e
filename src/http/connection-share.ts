import type { Server, Socket } from 'node:net';
import { networkOf } from '../kernel/index.ts';

/**
 * Ends what one address opens beyond its share, before a byte of it is read: whoever opens connections and says nothing
 * must not take all there are. `isShared`: an address behind which there are many, such as the proxy in front.
 */
export function shareConnections(
  server: Server,
  mostOfOne: number,
  isShared: (address: string) => boolean,
): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (isShared(address)) return;
    const network = networkOf(address);
    const count = open.get(network) ?? 0;
    if (count >= mostOfOne) return void socket.destroy();
    open.set(network, count + 1);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
  });
}
