import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worsen } from './degrade.ts';
import { median } from './race.ts';
import type { FaceSets } from './sets.ts';
import type { Entrant, EntrantOptions } from './sets-describe.ts';
import type { TimedDescription } from './sets-process.ts';

const PROCESS_FILE = fileURLToPath(new URL('./sets-process.ts', import.meta.url));

/** What one entrant made of the photographs, in their order. */
export interface Described {
  descriptors: (Float32Array | null)[];
  /** Photographs with more than one face: the largest counted. */
  crowded: number;
  msPerImage: number;
  peakRssMb: number;
}

export interface DescribeOptions extends EntrantOptions {
  /** What is done to each picture before it is shown; nothing if not said. */
  worsen?: Worsen;
  onProgress?: (done: number, total: number) => void;
}

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`An entrant ended with code ${code}.`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}

async function ask(child: ChildProcess, picture: Uint8Array): Promise<TimedDescription> {
  child.send(picture as unknown as object);
  return nextMessage<TimedDescription>(child);
}

/** Every photograph through every entrant, picture by picture in turns, so that what else the machine does hits all alike. */
export async function describeSets<Name extends Entrant>(
  names: readonly Name[],
  { folder, photos }: FaceSets,
  { worsen, onProgress, ...options }: DescribeOptions,
): Promise<Record<Name, Described>> {
  const children = new Map<Name, ChildProcess>();
  const answers = new Map<Name, TimedDescription[]>(names.map((name) => [name, []]));
  const read = async (i: number): Promise<Uint8Array> => {
    const bytes = new Uint8Array(readFileSync(join(folder, photos[i]!.path)));
    return worsen ? worsen(bytes, i) : bytes;
  };
  try {
    for (const name of names) {
      const child = fork(PROCESS_FILE, [name, JSON.stringify(options)], {
        execArgv: ['--import', 'tsx'],
        serialization: 'advanced',
      });
      children.set(name, child);
      await nextMessage(child);
      await ask(child, new Uint8Array(readFileSync(join(folder, photos[0]!.path))));
    }
    for (let i = 0; i < photos.length; i++) {
      const picture = await read(i);
      for (const [name, child] of children) answers.get(name)!.push(await ask(child, picture));
      onProgress?.(i + 1, photos.length);
    }
  } finally {
    for (const child of children.values()) child.kill();
  }
  const described = names.map((name): [Name, Described] => {
    const given = answers.get(name)!;
    return [
      name,
      {
        descriptors: given.map(({ descriptor }) => descriptor),
        crowded: given.filter(({ faces }) => faces > 1).length,
        msPerImage: median(given.map(({ ms }) => ms)),
        peakRssMb: Math.max(...given.map(({ peakRssMb }) => peakRssMb)),
      },
    ];
  });
  return Object.fromEntries(described) as Record<Name, Described>;
}
