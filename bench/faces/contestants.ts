import { analyseFrame } from '../../src/vision/analyse-frame.ts';
import { BUILT_IN_INT8, type FaceModel } from '../../src/vision/index.ts';
import { openFaceNets } from '../../src/vision/open-face-nets.ts';
import { openPeer, type Peer } from './peers.ts';

/** Decodes one picture and takes a template of every face in it; tells how many. */
export type Pipeline = (picture: Uint8Array) => Promise<number>;

export type Contestant = 'ours-full' | 'ours-lite' | 'int8-lite' | Peer;

async function openOurs(
  modelsDir: string,
  variant: 'full' | 'lite',
  plugIn: FaceModel | null = null,
): Promise<Pipeline> {
  const nets = await openFaceNets({ modelsDir, plugIn, threads: 1 });
  return async (picture) => {
    const result = await analyseFrame(picture, nets, { variant });
    if (!result.ok) throw new Error(result.refusal);
    return result.value.faces.length;
  };
}

async function openPeerPipeline(name: Peer): Promise<Pipeline> {
  const look = await openPeer(name);
  return async (picture) => (await look(picture)).length;
}

export function openContestant(name: Contestant, modelsDir: string): Promise<Pipeline> {
  if (name === 'ours-full') return openOurs(modelsDir, 'full');
  if (name === 'int8-lite') return openOurs(modelsDir, 'lite', BUILT_IN_INT8);
  return name === 'ours-lite' ? openOurs(modelsDir, 'lite') : openPeerPipeline(name);
}
