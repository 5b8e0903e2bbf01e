import { networkOf } from '../kernel/index.ts';

/** How many attempts one address may begin within a minute: each is a row, so a loop must not fill the disk. */
const PER_MINUTE = 60;

export function createBeginLimit(clock: { now(): number }): (ipAddress: string) => boolean {
  let counts = new Map<string, number>();
  let minute = 0;
  return (ipAddress) => {
    const now = Math.floor(clock.now() / 60_000);
    if (now !== minute) [minute, counts] = [now, new Map()];
    const network = networkOf(ipAddress);
    const count = (counts.get(network) ?? 0) + 1;
    counts.set(network, count);
    return count <= PER_MINUTE;
  };
}
