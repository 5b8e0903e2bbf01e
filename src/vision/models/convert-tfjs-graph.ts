import { OnnxGraph } from './onnx-graph.ts';
import { readTfjsGraph, type TfjsGraph, type TfjsNode } from './tfjs-graph.ts';
import { TFJS_OPERATORS } from './tfjs-operators.ts';
import { computed, type GraphValue, requireComputed, toChannelsLast } from './tfjs-values.ts';

/** `ReduceMean` takes its axes as an input from this version on. */
export const TFJS_OPSET = 18;

class Conversion {
  readonly #source: TfjsGraph;
  readonly #graph: OnnxGraph;
  readonly #values = new Map<string, GraphValue>();

  constructor(source: TfjsGraph, graph: OnnxGraph) {
    this.#source = source;
    this.#graph = graph;
  }

  /** Converts what the named node needs, and the node. */
  value(name: string): GraphValue {
    const known = this.#values.get(name);
    if (known) return known;
    const node = this.#source.node(name);
    const value = this.#convert(node);
    this.#values.set(name, value);
    return value;
  }

  expose(name: string, outputName: string): void {
    const value = toChannelsLast(this.#graph, requireComputed(this.value(name)));
    this.#graph.node('Identity', [value.name], {}, outputName);
    this.#graph.output(outputName);
  }

  toBytes(): Buffer {
    return this.#graph.toBytes();
  }

  #convert(node: TfjsNode): GraphValue {
    if (node.operator === 'Const') return { kind: 'constant', weight: this.#source.weight(node.name) };
    if (node.operator === 'Placeholder') return this.#input(node);
    const operator = TFJS_OPERATORS[node.operator];
    if (!operator) throw new Error(`No conversion for the operator ${node.operator} (${node.name}).`);
    const inputs = node.inputs.map((input) => this.value(input));
    return operator(this.#graph, node, inputs);
  }

  #input(node: TfjsNode): GraphValue {
    const [, height, width, channels] = node.shape() as [number, number, number, number];
    return computed(this.#graph.input('in', ['batch', channels, height, width]), 'channels_first');
  }
}

/**
 * Converts a TensorFlow.js graph model to ONNX with channels first: `in` [batch, 3, height, width],
 * outputs in TensorFlow's layout.
 * @param path without ending: `PATH.json` and `PATH.bin` are read.
 * @param outputs TensorFlow's node name by the name its value gets in the ONNX file.
 */
export function convertTfjsGraph(
  path: string,
  outputs: Readonly<Record<string, string>>,
  onto: OnnxGraph = new OnnxGraph(TFJS_OPSET),
): Buffer {
  const conversion = new Conversion(readTfjsGraph(path), onto);
  for (const [outputName, nodeName] of Object.entries(outputs)) conversion.expose(nodeName, outputName);
  return conversion.toBytes();
}
