import { networkOf } from '../kernel/index.ts';

interface Line {
  inside: number;
  waiting: (() => void)[];
}

/** Runs the work when it is this address's turn. */
export type FrameTurns = <T>(ipAddress: string, work: () => Promise<T>) => Promise<T>;

/**
 * So many frames of one address are looked at at once, however many attempts it has begun; the next waits for its turn
 * and is answered then. So one address never fills the face engine's queue, and nobody is made to send in a loop.
 */
export function createFrameTurns(atOnce: number): FrameTurns {
  const lines = new Map<string, Line>();

  async function enter(line: Line): Promise<void> {
    if (line.inside >= atOnce) await new Promise<void>((go) => line.waiting.push(go));
    else line.inside += 1;
  }

  function leave(network: string, line: Line): void {
    const next = line.waiting.shift();
    if (next) next();
    else line.inside -= 1;
    if (line.inside === 0) lines.delete(network);
  }

  return async (ipAddress, work) => {
    const network = networkOf(ipAddress);
    const line = lines.get(network) ?? { inside: 0, waiting: [] };
    lines.set(network, line);
    await enter(line);
    try {
      return await work();
    } finally {
      leave(network, line);
    }
  };
}
