import { toConvolutionKernel } from './convolution-layout.ts';
import { addConvolution, type NetWeights } from './face-api-nets.ts';
import type { OnnxGraph } from './onnx-graph.ts';

export const RECOGNITION_OPSET = 13;

/** A square feature map: the value's name, its channels and its side in cells. */
interface FeatureMap {
  value: string;
  channels: number;
  side: number;
}

class RecognitionNetBuilder {
  readonly graph: OnnxGraph;
  readonly #weights: NetWeights;

  constructor(weights: NetWeights, graph: OnnxGraph) {
    this.#weights = weights;
    this.graph = graph;
  }

  /** Convolution with the affine layer behind it folded into kernel and bias. */
  convolve(input: string, prefix: string, stride: number, padding: number): string {
    const scale = this.#weights(`${prefix}/scale/weights`).data;
    const offset = this.#weights(`${prefix}/scale/biases`).data;
    const bias = this.#weights(`${prefix}/conv/bias`).data.map((value, i) => value * scale[i]! + offset[i]!);
    const kernel = toConvolutionKernel(this.#weights(`${prefix}/conv/filters`), scale);
    return addConvolution(this.graph, input, kernel, { bias, stride, padding });
  }

  relu(input: string): string {
    return this.graph.node('Relu', [input]);
  }

  /** Two convolutions beside an identity. */
  residual(map: FeatureMap, prefix: string): FeatureMap {
    const inner = this.relu(this.convolve(map.value, `${prefix}/conv1`, 1, 1));
    const outer = this.convolve(inner, `${prefix}/conv2`, 1, 1);
    return { ...map, value: this.relu(this.graph.node('Add', [outer, map.value])) };
  }

  /**
   * Halves the map. dlib convolves without padding on one branch and pools on the other, so the
   * convolved map is one cell smaller (padded bottom and right) and the pooled one has fewer channels
   * (filled with zeros).
   */
  halve(map: FeatureMap, prefix: string): FeatureMap {
    const channels = this.#weights(`${prefix}/conv2/conv/filters`).shape[3]!;
    const inner = this.relu(this.convolve(map.value, `${prefix}/conv1`, 2, 0));
    let convolved = this.convolve(inner, `${prefix}/conv2`, 1, 1);
    let pooled = this.graph.node('AveragePool', [map.value], { kernel_shape: [2, 2], strides: [2, 2] });
    const side = Math.floor(map.side / 2);
    const missing = side - (Math.floor((map.side - 3) / 2) + 1);
    if (missing > 0) convolved = this.#pad(convolved, [0, 0, missing, missing]);
    if (channels > map.channels) pooled = this.#pad(pooled, [0, channels - map.channels, 0, 0]);
    const value = this.relu(this.graph.node('Add', [pooled, convolved]));
    return { value, channels, side };
  }

  #pad(input: string, after: readonly number[]): string {
    return this.graph.node('Pad', [input, this.graph.integers([0, 0, 0, 0, ...after])]);
  }
}

const STAGES: ReadonlyArray<{ halvedBy?: string; residuals: readonly string[] }> = [
  { residuals: ['conv32_1', 'conv32_2', 'conv32_3'] },
  { halvedBy: 'conv64_down', residuals: ['conv64_1', 'conv64_2', 'conv64_3'] },
  { halvedBy: 'conv128_down', residuals: ['conv128_1', 'conv128_2'] },
  { halvedBy: 'conv256_down', residuals: ['conv256_1', 'conv256_2'] },
  { halvedBy: 'conv256_down_out', residuals: [] },
];

/**
 * face_recognition, dlib's ResNet: `in` [batch, 3, 150, 150], RGB minus the dlib mean over 255;
 * `out` [batch, 128].
 */
export function layRecognitionNet(weights: NetWeights, onto: OnnxGraph): Buffer {
  const builder = new RecognitionNetBuilder(weights, onto);
  const { graph } = builder;
  const input = graph.input('in', ['batch', 3, 150, 150]);
  const first = builder.relu(builder.convolve(input, 'conv32_down', 2, 0));
  const pooled = graph.node('MaxPool', [first], { kernel_shape: [3, 3], strides: [2, 2] });
  let map: FeatureMap = { value: pooled, channels: 32, side: 35 };
  for (const stage of STAGES) {
    if (stage.halvedBy) map = builder.halve(map, stage.halvedBy);
    for (const prefix of stage.residuals) map = builder.residual(map, prefix);
  }
  const flat = graph.node('Flatten', [graph.node('GlobalAveragePool', [map.value])], { axis: 1 });
  const { shape, data } = weights('fc');
  graph.node('MatMul', [flat, graph.weight(shape, data)], {}, 'out');
  graph.output('out', ['batch', 128]);
  return graph.toBytes();
}
