import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ContestantMessage, Turn } from './contestant-process.ts';
import type { Contestant } from './contestants.ts';

const PROCESS_FILE = fileURLToPath(new URL('./contestant-process.ts', import.meta.url));

export interface RaceResult {
  medianMs: number;
  faces: number;
  peakRssMb: number;
}

export interface RaceOptions {
  modelsDir: string;
  picture: Uint8Array;
  /** Turns taken in rotation, so that whatever else the machine does hits everybody alike. */
  rounds: number;
  runsPerRound: number;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function nextMessage(child: ChildProcess): Promise<ContestantMessage> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A contestant ended with code ${code}.`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as ContestantMessage);
    });
  });
}

async function takeTurn(child: ChildProcess, turn: Turn) {
  child.send(turn);
  const answer = await nextMessage(child);
  if (answer.kind !== 'times') throw new Error('A contestant lost its place.');
  return answer;
}

/** Times the same picture in every contestant, each in its own process, in turns; the first round warms up. */
export async function race<Name extends Contestant>(
  names: readonly Name[],
  { modelsDir, picture, rounds, runsPerRound }: RaceOptions,
): Promise<Record<Name, RaceResult>> {
  const children = new Map<Name, ChildProcess>();
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const results = {} as Record<Name, RaceResult>;
  const turn = { picture: Buffer.from(picture).toString('base64'), runs: runsPerRound };
  try {
    for (const name of names) {
      const child = fork(PROCESS_FILE, [name, modelsDir], { execArgv: ['--import', 'tsx'] });
      children.set(name, child);
      await nextMessage(child);
      await takeTurn(child, turn);
    }
    for (let round = 0; round < rounds; round++) {
      for (const [name, child] of children) {
        const { timesMs, faces, peakRssMb } = await takeTurn(child, turn);
        // The first run of a turn still finds the other contestants' data in the caches.
        times.get(name)!.push(...timesMs.slice(1));
        results[name] = { medianMs: median(times.get(name)!), faces, peakRssMb };
      }
    }
  } finally {
    for (const child of children.values()) child.kill();
  }
  return results;
}
