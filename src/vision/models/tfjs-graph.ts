import { readFileSync } from 'node:fs';
import { readWeights, type WeightEntry, type WeightTensor } from './weight-tensor.ts';

interface StoredAttribute {
  s?: string;
  i?: string | number;
  f?: number;
  b?: boolean;
  list?: { i?: Array<string | number>; s?: string[] };
  shape?: { dim?: Array<{ size: string | number }> };
}

interface StoredNode {
  name: string;
  op: string;
  input?: string[];
  attr?: Record<string, StoredAttribute>;
}

const decodeBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

/** A node of a TensorFlow.js graph model with its attributes read on demand. */
export class TfjsNode {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly #attributes: Record<string, StoredAttribute>;

  constructor(stored: StoredNode) {
    this.name = stored.name;
    this.operator = stored.op;
    this.#attributes = stored.attr ?? {};
    this.inputs = (stored.input ?? [])
      .filter((name) => !name.startsWith('^'))
      .map((name) => name.split(':')[0]!);
  }

  text(attribute: string): string | undefined {
    const stored = this.#attributes[attribute]?.s;
    return stored === undefined ? undefined : decodeBase64(stored);
  }

  texts(attribute: string): string[] {
    return (this.#attributes[attribute]?.list?.s ?? []).map(decodeBase64);
  }

  integers(attribute: string): number[] | undefined {
    return this.#attributes[attribute]?.list?.i?.map(Number);
  }

  flag(attribute: string): boolean {
    return this.#attributes[attribute]?.b ?? false;
  }

  /** The `shape` of a placeholder: [batch, height, width, channels]. */
  shape(): number[] {
    return (this.#attributes.shape?.shape?.dim ?? []).map((dimension) => Number(dimension.size));
  }
}

export interface TfjsGraph {
  node(name: string): TfjsNode;
  weight(name: string): WeightTensor;
}

/** @param path without ending: `PATH.json` and `PATH.bin` are read. */
export function readTfjsGraph(path: string): TfjsGraph {
  const model = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as {
    modelTopology: { node: StoredNode[] };
    weightsManifest: Array<{ weights: WeightEntry[] }>;
  };
  const nodes = new Map(model.modelTopology.node.map((stored) => [stored.name, new TfjsNode(stored)]));
  const entries = model.weightsManifest.flatMap((group) => group.weights);
  const weights = readWeights(entries, readFileSync(`${path}.bin`));
  const get = <T>(map: Map<string, T>, name: string): T => {
    const found = map.get(name);
    if (!found) throw new Error(`The graph has no ${name}.`);
    return found;
  };
  return { node: (name) => get(nodes, name), weight: (name) => get(weights, name) };
}
