import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toConvolutionKernel, toDepthwiseKernel } from './convolution-layout.ts';
import { OnnxGraph } from './onnx-graph.ts';
import { readWeights, type WeightEntry, type WeightTensor } from './weight-tensor.ts';

/** face-api keeps weights only; the graphs below are laid by hand after its TypeScript sources. */
const OPSET = 13;

export type NetWeights = (name: string) => WeightTensor & { data: Float32Array };

/** @param folder `model/` of the face-api package. @param name for example `face_recognition`. */
export function readFaceApiWeights(folder: string, name: string): NetWeights {
  const manifest = readFileSync(join(folder, `${name}_model-weights_manifest.json`), 'utf8');
  const [{ weights: entries }] = JSON.parse(manifest) as [{ weights: WeightEntry[] }];
  const weights = readWeights(entries, readFileSync(join(folder, `${name}_model.bin`)));
  return (wanted) => {
    const weight = weights.get(wanted);
    if (!weight) throw new Error(`The weights of ${name} lack ${wanted}.`);
    return { shape: weight.shape, data: Float32Array.from(weight.data) };
  };
}

interface ConvolutionOptions {
  bias?: Float32Array;
  stride?: number;
  /** The same on all four sides; `same` is TensorFlow's padding of that name. */
  padding?: number | 'same';
  groups?: number;
}

export function addConvolution(
  graph: OnnxGraph,
  input: string,
  kernel: WeightTensor,
  { bias, stride = 1, padding = 0, groups = 1 }: ConvolutionOptions = {},
): string {
  const inputs = [input, graph.weight(kernel.shape, kernel.data)];
  if (bias) inputs.push(graph.weight([bias.length], bias));
  return graph.node('Conv', inputs, {
    kernel_shape: kernel.shape.slice(2),
    strides: [stride, stride],
    group: groups,
    ...(padding === 'same' ? { auto_pad: 'SAME_UPPER' } : { pads: [padding, padding, padding, padding] }),
  });
}

/** Depthwise 3×3, then pointwise with bias: face-api's `depthwiseSeparableConv`. */
function addSeparableConvolution(
  graph: OnnxGraph,
  input: string,
  weights: NetWeights,
  prefix: string,
  stride: number,
): string {
  const depthwise = toDepthwiseKernel(weights(`${prefix}/depthwise_filter`));
  const spread = addConvolution(graph, input, depthwise, {
    stride,
    padding: 'same',
    groups: depthwise.shape[0]!,
  });
  return addConvolution(graph, spread, toConvolutionKernel(weights(`${prefix}/pointwise_filter`)), {
    bias: weights(`${prefix}/bias`).data,
  });
}

function addDenseBlock(
  graph: OnnxGraph,
  input: string,
  weights: NetWeights,
  prefix: string,
  isFirst: boolean,
): string {
  const first = isFirst
    ? addConvolution(graph, input, toConvolutionKernel(weights(`${prefix}/conv0/filters`)), {
        bias: weights(`${prefix}/conv0/bias`).data,
        stride: 2,
        padding: 'same',
      })
    : addSeparableConvolution(graph, input, weights, `${prefix}/conv0`, 2);
  let sum = graph.node('Relu', [first]);
  let activated = sum;
  for (const layer of ['conv1', 'conv2', 'conv3']) {
    const out = addSeparableConvolution(graph, activated, weights, `${prefix}/${layer}`, 1);
    sum = graph.node('Add', [sum, out]);
    activated = graph.node('Relu', [sum]);
  }
  return activated;
}

/**
 * face_landmark_68: `in` [batch, 3, 112, 112], RGB minus the dlib mean over 255;
 * `out` [batch, 136], x and y of 68 points as fractions of the crop.
 */
export function layLandmarkNet(weights: NetWeights): Buffer {
  const graph = new OnnxGraph(OPSET);
  let value = graph.input('in', ['batch', 3, 112, 112]);
  value = addDenseBlock(graph, value, weights, 'dense0', true);
  for (const block of ['dense1', 'dense2', 'dense3']) {
    value = addDenseBlock(graph, value, weights, block, false);
  }
  const pooled = graph.node('AveragePool', [value], { kernel_shape: [7, 7], strides: [2, 2] });
  const flat = graph.node('Flatten', [pooled], { axis: 1 });
  const { shape, data } = weights('fc/weights');
  const bias = graph.weight([136], weights('fc/bias').data);
  graph.node('Gemm', [flat, graph.weight(shape, data), bias], {}, 'out');
  graph.output('out', ['batch', 136]);
  return graph.toBytes();
}
