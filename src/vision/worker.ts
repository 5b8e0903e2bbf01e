/** The thread that looks at pictures. Started by worker-pool.ts, never imported. */
import { parentPort, workerData } from 'node:worker_threads';
import { analyseFrame } from './analyse-frame.ts';
import { readQrCodes } from './codes/read-qr.ts';
import { type MeshNet, openMeshNet } from './liveness/mesh-net.ts';
import { watchFrame } from './liveness/watch-frame.ts';
import { openFaceNets } from './open-face-nets.ts';
import { sanitiseImage } from './sanitise-image.ts';
import { followFrame } from './tracking/follow-frame.ts';
import type {
  TaskMessage,
  VisionOutcome,
  VisionTask,
  WorkerMessage,
  WorkerSettings,
} from './worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread only.');

const settings = workerData as WorkerSettings;
const nets = await openFaceNets(settings);

// Only challenges need it: opened with the first frame of one.
let meshNet: Promise<MeshNet> | null = null;

async function watch(task: Extract<VisionTask, { kind: 'watch' }>): Promise<VisionOutcome> {
  meshNet ??= openMeshNet(settings);
  return watchFrame(task.image, nets, await meshNet, task.options);
}

function perform(task: VisionTask): Promise<VisionOutcome> {
  if (task.kind === 'read_qr') return readQrCodes(task.image);
  if (task.kind === 'sanitise') return sanitiseImage(task.image, task.options);
  if (task.kind === 'watch') return watch(task);
  if (task.kind === 'follow') return followFrame(task.image, nets, task.options);
  return analyseFrame(task.image, nets, task.options);
}

async function answer({ id, task }: TaskMessage): Promise<WorkerMessage> {
  try {
    return { kind: 'done', id, outcome: await perform(task) };
  } catch (error) {
    return { kind: 'failed', id, reason: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (message: TaskMessage) => {
  void answer(message).then((reply) => port.postMessage(reply));
});
port.postMessage({ kind: 'ready' } satisfies WorkerMessage);
