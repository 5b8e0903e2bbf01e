/** A model for tests that need no file from elsewhere: the mean colours of a picture's quarters and their parts. */
import { OnnxGraph } from '../models/onnx-graph.ts';
import type { ModelDescriptor } from './descriptor.ts';
import { sha256Of } from './model-folder.ts';

const SIDE_PX = 32;
const CELL_PX = 8;

/** Gives 48 numbers. */
export function tinyModelBytes(): Buffer {
  const graph = new OnnxGraph(17);
  const picture = graph.input('picture', [1, 3, SIDE_PX, SIDE_PX]);
  const shape = { kernel_shape: [CELL_PX, CELL_PX], strides: [CELL_PX, CELL_PX] };
  graph.node('Flatten', [graph.node('AveragePool', [picture], shape)], { axis: 1 }, 'out');
  graph.output('out');
  return graph.toBytes();
}

export function tinyDescriptor(change: Partial<ModelDescriptor> = {}): ModelDescriptor {
  return {
    name: 'tiny',
    title: 'Mean colours',
    source: { address: 'made by the tests', archiveMember: null },
    sha256: sha256Of(tinyModelBytes()),
    licence: { name: 'MIT', terms: 'as this repository' },
    input: {
      sizePx: SIDE_PX,
      channels: 'RGB',
      normalisation: { scale: 1, mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
    },
    alignment: [
      [10.9, 14.8],
      [21, 14.7],
      [16, 20.5],
      [11.9, 26.4],
      [20.2, 26.3],
    ],
    dimension: 48,
    metric: 'cosine',
    calibration: {
      pairs: [
        [1e-2, 0.3],
        [1e-3, 0.2],
      ],
      source: 'nothing; for tests',
    },
    ...change,
  };
}
