import { join } from 'node:path';
import { convertTfjsGraph, TFJS_OPSET } from './convert-tfjs-graph.ts';
import { readFaceApiWeights } from './face-api-nets.ts';
import { layRecognitionNet, RECOGNITION_OPSET } from './face-recognition-net.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { packageFolder } from './package-folder.ts';

/** How the nets that make templates are laid, in 32 or in 8 bits: what `onto` makes of each step decides. */
export const EMBEDDING_NETS = {
  'face-recognition': {
    opset: RECOGNITION_OPSET,
    lay(onto: OnnxGraph): Buffer {
      const folder = join(packageFolder('@vladmandic/face-api'), 'model');
      return layRecognitionNet(readFaceApiWeights(folder, 'face_recognition'), onto);
    },
  },
  faceres: {
    opset: TFJS_OPSET,
    lay(onto: OnnxGraph): Buffer {
      const path = join(packageFolder('@vladmandic/human'), 'models', 'faceres');
      return convertTfjsGraph(path, { out: 'global_pooling/Mean' }, onto);
    },
  },
} as const;
