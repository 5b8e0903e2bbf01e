/** Remembers the frames of finished challenges, so that none counts a second time. */
export interface SeenFrames {
  has(exactHash: string): boolean;
  /** @param exactHashes `ChallengeState.frameHashes` of a challenge that has ended, however it ended. */
  add(exactHashes: readonly string[]): void;
  readonly size: number;
}

const DEFAULT_LIMIT = 100_000;

/** @param limit hashes kept; the oldest go first. 100 000 are some 1500 challenges and 10 MB. */
export function createSeenFrames(limit = DEFAULT_LIMIT): SeenFrames {
  const hashes = new Set<string>();
  return {
    has: (exactHash) => hashes.has(exactHash),
    add(exactHashes) {
      for (const hash of exactHashes) {
        hashes.delete(hash);
        hashes.add(hash);
      }
      for (const oldest of hashes) {
        if (hashes.size <= limit) break;
        hashes.delete(oldest);
      }
    },
    get size() {
      return hashes.size;
    },
  };
}
