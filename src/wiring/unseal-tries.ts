import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { ACCOUNT_THROTTLE, countFailure, type ThrottleState, waitMs } from '../access/index.ts';
import type { Clock } from '../kernel/index.ts';

const STATE_SCHEMA = z.strictObject({ failures: z.number(), failedAt: z.number(), blockedUntil: z.number() });
const TRIES_SCHEMA = z.strictObject({
  waits: z.strictObject({ machine: STATE_SCHEMA.nullable(), network: STATE_SCHEMA.nullable() }),
  from: z.array(z.strictObject({ ipAddress: z.string(), tries: z.number(), lastAt: z.number() })),
});
export type UnsealTries = z.output<typeof TRIES_SCHEMA>;

const NO_WAITS = { machine: null, network: null };

/** More addresses than a house has; of a flood the first ones are remembered. */
const ADDRESSES = 50;

/** Counts wrong passphrases while the database cannot be read, in a file beside it: a restart forgets nothing. */
export interface UnsealCounter {
  /** 0 = a passphrase is looked at. */
  waitMs(ipAddress: string): number;
  /** Counts a try as a wrong one, before it is looked at. */
  count(ipAddress: string): void;
  /** It was right after all: the waits are over, and it is not told as a wrong one. */
  takeBack(ipAddress: string): void;
  /** What is to be told once the data is open. */
  read(): UnsealTries;
  /** To be called when it was told. */
  forget(): void;
}

export function createUnsealCounter(file: string, clock: Clock): UnsealCounter {
  let tries = readTries(file, clock.now());
  function write(next: UnsealTries): void {
    tries = next;
    writeFileSync(`${file}.new`, JSON.stringify(next), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  return {
    waitMs: (ipAddress) => waitMs(tries.waits[scopeOf(ipAddress)], clock.now()),
    count(ipAddress) {
      const [scope, now] = [scopeOf(ipAddress), clock.now()];
      const counted = countFailure(tries.waits[scope], ACCOUNT_THROTTLE, now);
      write({ waits: { ...tries.waits, [scope]: counted }, from: addTry(tries.from, ipAddress, now) });
    },
    takeBack(ipAddress) {
      const from = tries.from.map((one) =>
        one.ipAddress === ipAddress ? { ...one, tries: one.tries - 1 } : one,
      );
      write({ waits: NO_WAITS, from: from.filter((one) => one.tries > 0) });
    },
    read: () => tries,
    forget: () => rmSync(file, { force: true }),
  };
}

/** The network must not make the operator at the machine itself wait: there, whoever is in can read the file anyway. */
const scopeOf = (ipAddress: string): keyof UnsealTries['waits'] =>
  ipAddress === '::1' || (isIP(ipAddress) === 4 && ipAddress.startsWith('127.')) ? 'machine' : 'network';

function addTry(from: UnsealTries['from'], ipAddress: string, now: number): UnsealTries['from'] {
  const known = from.find((one) => one.ipAddress === ipAddress);
  if (!known && from.length >= ADDRESSES) return from;
  const others = from.filter((one) => one !== known);
  return [...others, { ipAddress, tries: (known?.tries ?? 0) + 1, lastAt: now }];
}

/** A file that cannot be read counts as one in which the waits have begun: damaging it must not give free tries. */
function readTries(file: string, now: number): UnsealTries {
  if (!existsSync(file)) return { waits: NO_WAITS, from: [] };
  try {
    return TRIES_SCHEMA.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    let worst: ThrottleState | null = null;
    for (let count = 0; count < ACCOUNT_THROTTLE.free; count += 1)
      worst = countFailure(worst, ACCOUNT_THROTTLE, now);
    return { waits: { machine: worst, network: worst }, from: [] };
  }
}
