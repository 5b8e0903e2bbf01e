import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { baselineFault } from '../../src/vision/liveness/take-baseline.ts';
import { watchFrame } from '../../src/vision/liveness/watch-frame.ts';
import { drawCamera, shoot } from './camera.ts';
import type { HeadModel } from './head-model.ts';
import { headOf, type Watcher } from './scene.ts';

/** One person's photographs. */
export interface Identity {
  name: string;
  paths: string[];
}

const IMAGE = /\.(jpe?g|png|webp)$/i;

const foldersOf = (folder: string): string[] =>
  readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory())
    .sort();

const imagesOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => IMAGE.test(name))
    .sort()
    .map((name) => join(folder, name));

/** Every folder with pictures in it is a person; sets of people may lie one folder deeper. */
export function listIdentities(folder: string): Identity[] {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  return foldersOf(folder).flatMap((path) => {
    const paths = imagesOf(path);
    return paths.length > 0 ? [{ name: path, paths }] : listIdentities(path);
  });
}

/** Every second person, so that each set is on both sides: thresholds were tuned on the even ones. */
export function splitIdentities(identities: readonly Identity[], part: 'tune' | 'report'): Identity[] {
  return identities.filter((_, i) => (i % 2 === 0) === (part === 'tune'));
}

export interface Heads {
  heads: Array<{ path: string; head: HeadModel }>;
  /** Photographs in which nobody looks at the camera, or no face is found: no challenge can begin with them. */
  unfit: string[];
}

/** Builds a head of every photograph on which a challenge could begin. */
export async function buildHeads(
  identities: readonly Identity[],
  watcher: Watcher,
  random: () => number,
): Promise<Heads> {
  const result: Heads = { heads: [], unfit: [] };
  for (const path of identities.flatMap(({ paths }) => paths)) {
    const head = await headOf(readFileSync(path), watcher);
    const frame = head && (await shoot(head.scene, { ...drawCamera(random), quality: 85 }));
    const sight = frame && (await watchFrame(frame, watcher.nets, watcher.meshNet));
    const face = sight?.ok ? sight.value.face : null;
    if (head && face && baselineFault(face) === null) result.heads.push({ path, head });
    else result.unfit.push(path);
  }
  return result;
}
