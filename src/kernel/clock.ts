/** Instants are milliseconds since the Unix epoch, everywhere. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
