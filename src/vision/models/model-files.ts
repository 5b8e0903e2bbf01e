import { join } from 'node:path';
import { convertTfjsGraph } from './convert-tfjs-graph.ts';
import { layLandmarkNet, readFaceApiWeights } from './face-api-nets.ts';
import { layRecognitionNet } from './face-recognition-net.ts';
import { packageFolder } from './package-folder.ts';

/** Files the face engine reads from its models directory. */
export type ModelFileName =
  | 'blazeface.onnx'
  | 'face-landmark-68.onnx'
  | 'face-recognition.onnx'
  | 'faceres.onnx'
  | 'facemesh.onnx';

export interface ModelSource {
  file: ModelFileName;
  /** Files the result depends on, absolute. */
  sourceFiles: readonly string[];
  convert: () => Buffer;
}

function faceApiSource(file: ModelFileName, net: string, convert: (folder: string) => Buffer): ModelSource {
  const folder = join(packageFolder('@vladmandic/face-api'), 'model');
  const sourceFiles = ['-weights_manifest.json', '.bin'].map((end) => join(folder, `${net}_model${end}`));
  return { file, sourceFiles, convert: () => convert(folder) };
}

function humanSource(
  file: ModelFileName,
  net: string,
  outputs: Readonly<Record<string, string>>,
): ModelSource {
  const path = join(packageFolder('@vladmandic/human'), 'models', net);
  return {
    file,
    sourceFiles: [`${path}.json`, `${path}.bin`],
    convert: () => convertTfjsGraph(path, outputs),
  };
}

/** What is converted, from where. Outputs are named after what they hold. */
export function listModelSources(): ModelSource[] {
  return [
    faceApiSource('face-landmark-68.onnx', 'face_landmark_68', (folder) =>
      layLandmarkNet(readFaceApiWeights(folder, 'face_landmark_68')),
    ),
    faceApiSource('face-recognition.onnx', 'face_recognition', (folder) =>
      layRecognitionNet(readFaceApiWeights(folder, 'face_recognition')),
    ),
    humanSource('blazeface.onnx', 'blazeface', {
      fineScores: 'Identity',
      coarseScores: 'Identity_1',
      fineBoxes: 'Identity_2',
      coarseBoxes: 'Identity_3',
    }),
    humanSource('faceres.onnx', 'faceres', { out: 'global_pooling/Mean' }),
    humanSource('facemesh.onnx', 'facemesh', { mesh: 'Identity_2', presence: 'Identity_1' }),
  ];
}
