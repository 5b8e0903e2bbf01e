import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { OnnxGraph } from './onnx-graph.ts';
import { type ActivationRanges, ObservedGraph, QuantisedGraph } from './quantised-graph.ts';

const OPSET = 13;
const SIDE = 6;

/** Any numbers between −1 and 1 that are the same on every run. */
const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin((i + 1) * seed * 12.9898));

/** What the embedding nets are made of: a convolution scaled, shifted and cut off, a sum, a pool. */
function lay(graph: OnnxGraph): Buffer {
  const input = graph.input('in', [1, 3, SIDE, SIDE]);
  const attributes = { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], group: 1 };
  const kernel = () => graph.weight([4, 3, 3, 3], numbers(108, 0.7));
  const raw = graph.node('Conv', [input, kernel()], attributes);
  const scaled = graph.node('Mul', [raw, graph.weight([4, 1, 1], Float32Array.of(0.5, 2, 1, 1.5))]);
  const shifted = graph.node('Add', [scaled, graph.weight([4, 1, 1], Float32Array.of(0.1, -0.2, 0, 0.3))]);
  const cut = graph.node('Relu', [shifted]);
  const bias = graph.weight([4], Float32Array.of(0.2, 0, -0.1, 0.1));
  const other = graph.node('Conv', [input, kernel(), bias], attributes);
  const sum = graph.node('Relu', [graph.node('Add', [other, cut])]);
  const pooled = graph.node('MaxPool', [sum], { kernel_shape: [2, 2], strides: [2, 2] });
  graph.node('Flatten', [graph.node('GlobalAveragePool', [pooled])], { axis: 1 }, 'out');
  graph.output('out');
  return graph.toBytes();
}

async function run(bytes: Buffer, input: Float32Array): Promise<Record<string, Float32Array>> {
  const session = await InferenceSession.create(bytes);
  const result = await session.run({ in: new Tensor('float32', input, [1, 3, SIDE, SIDE]) });
  await session.release();
  return Object.fromEntries(Object.entries(result).map(([name, { data }]) => [name, data as Float32Array]));
}

const INPUTS = [1, 2, 3].map((seed) => numbers(3 * SIDE * SIDE, seed));

async function observe(): Promise<ActivationRanges> {
  const ranges: Record<number, [number, number]> = { 0: [-1, 1] };
  for (const input of INPUTS) {
    for (const [name, values] of Object.entries(await run(lay(new ObservedGraph(OPSET)), input))) {
      if (!name.startsWith('step_')) continue;
      const [min, max] = ranges[Number(name.slice(5))] ?? [0, 0];
      ranges[Number(name.slice(5))] = [Math.min(min, ...values), Math.max(max, ...values)];
    }
  }
  return ranges;
}

describe('a net laid in 8 bits', () => {
  it('gives what the net gives in 32 bits, but for the rounding', async () => {
    const bytes = lay(new QuantisedGraph(OPSET, await observe()));
    for (const input of INPUTS) {
      const [exact, small] = [await run(lay(new OnnxGraph(OPSET)), input), await run(bytes, input)];
      const largest = Math.max(...exact.out!.map(Math.abs));
      expect(largest).toBeGreaterThan(0.5);
      for (const [i, value] of exact.out!.entries()) {
        expect(Math.abs(small.out![i]! - value) / largest).toBeLessThan(0.03);
      }
      expect([...small.out!]).not.toEqual([...exact.out!]);
    }
  });

  it('is observed without being changed', async () => {
    const [plain, observed] = [
      await run(lay(new OnnxGraph(OPSET)), INPUTS[0]!),
      await run(lay(new ObservedGraph(OPSET)), INPUTS[0]!),
    ];
    for (const [i, value] of plain.out!.entries()) expect(observed.out![i]).toBeCloseTo(value, 5);
    expect(Object.keys(observed)).toContain('step_4');
  });

  it('cannot be laid where a range was not measured', async () => {
    const { 4: _, ...others } = await observe();
    expect(() => lay(new QuantisedGraph(OPSET, others))).toThrow(/No range is known of step 4/);
  });
});
