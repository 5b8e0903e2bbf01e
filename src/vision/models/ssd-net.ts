import { toConvolutionKernel, toDepthwiseKernel } from './convolution-layout.ts';
import { addConvolution, addRelu6, type NetWeights } from './face-api-nets.ts';
import { OnnxGraph } from './onnx-graph.ts';

const OPSET = 13;
/** Of the batch normalisation the net was trained with. */
const EPSILON = 0.0010000000474974513;
const HALVING_LAYERS = new Set([2, 4, 6, 12]);
const CLASSES_WITH_BACKGROUND = 3;

function addPointwise(
  graph: OnnxGraph,
  input: string,
  weights: NetWeights,
  prefix: string,
  stride: number,
): string {
  const kernel = toConvolutionKernel(weights(`${prefix}/weights`));
  const bias = weights(`${prefix}/convolution_bn_offset`).data;
  return addRelu6(graph, addConvolution(graph, input, kernel, { bias, stride, padding: 'same' }));
}

/** Depthwise convolution with its batch normalisation folded in. */
function addDepthwise(
  graph: OnnxGraph,
  input: string,
  weights: NetWeights,
  prefix: string,
  stride: number,
): string {
  const norm = (part: string) => weights(`${prefix}/BatchNorm/${part}`).data;
  const variance = norm('moving_variance');
  const mean = norm('moving_mean');
  const scale = norm('gamma').map((gamma, i) => gamma / Math.sqrt(variance[i]! + EPSILON));
  const bias = norm('beta').map((beta, i) => beta - mean[i]! * scale[i]!);
  const kernel = toDepthwiseKernel(weights(`${prefix}/depthwise_weights`), scale);
  const groups = kernel.shape[0]!;
  return addRelu6(graph, addConvolution(graph, input, kernel, { bias, stride, padding: 'same', groups }));
}

/** One prediction layer as [1, anchors, width]. */
function addPrediction(
  graph: OnnxGraph,
  input: string,
  weights: NetWeights,
  prefix: string,
  width: number,
): string {
  const kernel = toConvolutionKernel(weights(`${prefix}/weights`));
  const convolved = addConvolution(graph, input, kernel, { bias: weights(`${prefix}/biases`).data });
  const lastChannels = graph.node('Transpose', [convolved], { perm: [0, 2, 3, 1] });
  return graph.node('Reshape', [lastChannels, graph.integers([0, -1, width])]);
}

/** The six maps that boxes are predicted from, finest first. */
function addFeatureMaps(graph: OnnxGraph, input: string, weights: NetWeights): string[] {
  let value = addPointwise(graph, input, weights, 'MobilenetV1/Conv2d_0_pointwise', 2);
  let finest = value;
  for (let layer = 1; layer <= 13; layer++) {
    const prefix = `MobilenetV1/Conv2d_${layer}`;
    value = addDepthwise(graph, value, weights, `${prefix}_depthwise`, HALVING_LAYERS.has(layer) ? 2 : 1);
    value = addPointwise(graph, value, weights, `${prefix}_pointwise`, 1);
    if (layer === 11) finest = value;
  }
  const maps = [finest, value];
  for (let layer = 0; layer < 8; layer++) {
    value = addPointwise(graph, value, weights, `Prediction/Conv2d_${layer}_pointwise`, 1 + (layer % 2));
    if (layer % 2 === 1) maps.push(value);
  }
  return maps;
}

/**
 * ssd_mobilenetv1: `in` [1, 3, 512, 512], RGB in -1..1; `boxes` [1, anchors, 4] relative to the priors,
 * `scores` [1, anchors, 1] in 0..1. The priors are the weight `Output/extra_dim` ([anchors, 4] as
 * top, left, bottom, right in 0..1) and are stored beside the net.
 */
export function laySsdNet(weights: NetWeights): Buffer {
  const graph = new OnnxGraph(OPSET);
  const maps = addFeatureMaps(graph, graph.input('in', [1, 3, 512, 512]), weights);
  const predict = (kind: string, width: number) =>
    maps.map((map, i) => addPrediction(graph, map, weights, `Prediction/BoxPredictor_${i}/${kind}`, width));
  graph.node('Concat', predict('BoxEncodingPredictor', 4), { axis: 1 }, 'boxes');
  const classes = graph.node('Concat', predict('ClassPredictor', CLASSES_WITH_BACKGROUND), { axis: 1 });
  const face = graph.node('Slice', [classes, graph.integers([1]), graph.integers([2]), graph.integers([2])]);
  graph.node('Sigmoid', [face], {}, 'scores');
  graph.output('boxes', [1, 'anchors', 4]);
  graph.output('scores', [1, 'anchors', 1]);
  return graph.toBytes();
}

/** The anchors the boxes are relative to, Float32 little-endian. */
export function ssdPriors(weights: NetWeights): Buffer {
  const { data } = weights('Output/extra_dim');
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
