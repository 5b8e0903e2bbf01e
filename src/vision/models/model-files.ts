import { join } from 'node:path';
import { ACTIVATION_RANGES } from './activation-ranges.ts';
import { convertTfjsGraph } from './convert-tfjs-graph.ts';
import { layLandmarkNet, readFaceApiWeights } from './face-api-nets.ts';
import { EMBEDDING_NETS } from './lay-embedding-nets.ts';
import { OnnxGraph } from './onnx-graph.ts';
import { packageFolder } from './package-folder.ts';
import { QuantisedGraph } from './quantised-graph.ts';

/** Files the face engine reads from its models directory. */
export type ModelFileName =
  | 'blazeface.onnx'
  | 'face-landmark-68.onnx'
  | 'face-recognition.onnx'
  | 'faceres.onnx'
  | 'face-recognition-int8.onnx'
  | 'faceres-int8.onnx'
  | 'facemesh.onnx';

export interface ModelSource {
  file: ModelFileName;
  /** Files the result depends on, absolute. */
  sourceFiles: readonly string[];
  convert: () => Buffer;
}

const faceApiFolder = (): string => join(packageFolder('@vladmandic/face-api'), 'model');
const humanPath = (net: string): string => join(packageFolder('@vladmandic/human'), 'models', net);

const faceApiFiles = (net: string): string[] =>
  ['-weights_manifest.json', '.bin'].map((end) => join(faceApiFolder(), `${net}_model${end}`));
const humanFiles = (net: string): string[] => ['.json', '.bin'].map((end) => `${humanPath(net)}${end}`);

function faceApiSource(file: ModelFileName, net: string, convert: (folder: string) => Buffer): ModelSource {
  return { file, sourceFiles: faceApiFiles(net), convert: () => convert(faceApiFolder()) };
}

/** In 32 bits and in 8. */
function embeddingSources(
  name: 'face-recognition' | 'faceres',
  sourceFiles: readonly string[],
): ModelSource[] {
  const { opset, lay } = EMBEDDING_NETS[name];
  return [
    { file: `${name}.onnx`, sourceFiles, convert: () => lay(new OnnxGraph(opset)) },
    {
      file: `${name}-int8.onnx`,
      sourceFiles,
      convert: () => lay(new QuantisedGraph(opset, ACTIVATION_RANGES[name])),
    },
  ];
}

function humanSource(
  file: ModelFileName,
  net: string,
  outputs: Readonly<Record<string, string>>,
): ModelSource {
  return { file, sourceFiles: humanFiles(net), convert: () => convertTfjsGraph(humanPath(net), outputs) };
}

/** What is converted, from where. Outputs are named after what they hold. */
export function listModelSources(): ModelSource[] {
  return [
    faceApiSource('face-landmark-68.onnx', 'face_landmark_68', (folder) =>
      layLandmarkNet(readFaceApiWeights(folder, 'face_landmark_68')),
    ),
    humanSource('blazeface.onnx', 'blazeface', {
      fineScores: 'Identity',
      coarseScores: 'Identity_1',
      fineBoxes: 'Identity_2',
      coarseBoxes: 'Identity_3',
    }),
    ...embeddingSources('face-recognition', faceApiFiles('face_recognition')),
    ...embeddingSources('faceres', humanFiles('faceres')),
    humanSource('facemesh.onnx', 'facemesh', { mesh: 'Identity_2', presence: 'Identity_1' }),
  ];
}
