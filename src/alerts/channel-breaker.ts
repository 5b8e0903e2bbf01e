import type { SendResult } from './channel.ts';
import { waitAfter } from './delivery-waits.ts';

/** With many messages waiting, a server that is back is found out within this time. */
const LONGEST_PROBE_WAIT_MS = 2 * 60_000;

/**
 * Spares a server that is down, and the tries of a hundred messages: after a failure that every message would meet,
 * one message at a time finds out whether it is over. In memory: a restart begins with one round of tries.
 */
export interface ChannelBreaker {
  /** How many more may be sent now, of `most` at once. */
  room(now: number, inFlight: number, most: number): number;
  /** How long until the next probe; 0 when the channel works or may be probed now. */
  msToProbe(now: number): number;
  /** True when this result shows that a channel that was down works again. */
  note(result: SendResult, now: number): boolean;
  /** Somebody asked for a try now, or changed the settings. */
  probeNow(): void;
  reset(): void;
}

export function createChannelBreaker(): ChannelBreaker {
  let failures = 0;
  let probeAt = 0;
  return {
    room(now, inFlight, most) {
      if (failures === 0) return most - inFlight;
      return inFlight === 0 && now >= probeAt ? 1 : 0;
    },
    msToProbe: (now) => (failures === 0 ? 0 : Math.max(0, probeAt - now)),
    note(result, now) {
      if (result.outcome === 'retry' && result.channelDown) {
        // Of several that were under way when it went down, the first counts.
        if (failures > 0 && now < probeAt) return false;
        failures += 1;
        probeAt = now + Math.max(Math.min(waitAfter(failures), LONGEST_PROBE_WAIT_MS), result.afterMs ?? 0);
        return false;
      }
      const recovered = failures > 0;
      failures = 0;
      return recovered;
    },
    probeNow() {
      probeAt = 0;
    },
    reset() {
      failures = 0;
    },
  };
}
