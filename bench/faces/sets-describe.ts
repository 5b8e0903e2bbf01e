/** One recogniser of the comparison: a picture in, the largest face's descriptor out. */
import { analyseFrame } from '../../src/vision/analyse-frame.ts';
import { BUILT_IN_INT8, type FaceModel, type InstalledModel } from '../../src/vision/index.ts';
import { openFaceNets } from '../../src/vision/open-face-nets.ts';
import { openPeer, type Peer } from './peers.ts';

/** `int8`: ours calculating in 8 bits. `plug-in`: ours with a model that was added in the place of the built-in nets. */
export type Entrant = 'ours' | 'int8' | 'plug-in' | Peer;

export interface Description {
  faces: number;
  /** Of the largest face; null when there is none. */
  descriptor: Float32Array | null;
}

export type Describe = (picture: Uint8Array) => Promise<Description>;

export interface EntrantOptions {
  modelsDir: string;
  /** What `plug-in` runs with. */
  plugIn: InstalledModel | null;
}

async function openOurs(modelsDir: string, plugIn: FaceModel | null): Promise<Describe> {
  const nets = await openFaceNets({ modelsDir, plugIn, threads: 1 });
  return async (picture) => {
    const result = await analyseFrame(picture, nets, { variant: 'full' });
    if (!result.ok) return { faces: 0, descriptor: null };
    const { faces } = result.value;
    return { faces: faces.length, descriptor: faces[0]?.template ?? null };
  };
}

async function openPeerDescribe(name: Peer): Promise<Describe> {
  const look = await openPeer(name);
  return async (picture) => {
    const faces = await look(picture);
    const largest = faces.toSorted((a, b) => b.areaPx - a.areaPx)[0];
    return { faces: faces.length, descriptor: largest?.descriptor ?? null };
  };
}

export function openEntrant(name: Entrant, { modelsDir, plugIn }: EntrantOptions): Promise<Describe> {
  if (name === 'ours') return openOurs(modelsDir, null);
  if (name === 'int8') return openOurs(modelsDir, BUILT_IN_INT8);
  return name === 'plug-in' ? openOurs(modelsDir, plugIn) : openPeerDescribe(name);
}
