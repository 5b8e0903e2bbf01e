/** Integer dot products of one query with many codes, by 128-bit WebAssembly SIMD: the inner loop of the gallery. */

/** Codes are padded to a multiple of this. */
export const CODE_STEP = 16;

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Node has it; its type declarations for version 20 do not. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Memory: new (limits: { initial: number }) => WasmMemory;
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
  };
};

const PAGE_BYTES = 65_536;
/** Codes looked at per call, so that the results have a fixed place before the codes. */
const BLOCK = 4096;

type Scan = (codes: number, query: number, results: number, count: number, codeBytes: number) => void;

/** Bytes of a WebAssembly section or list: its number, its length, its content. */
const sized = (id: number, content: number[]) => [id, ...leb(content.length), ...content];
const name = (text: string) => [text.length, ...Buffer.from(text)];

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}

// Opcodes: WebAssembly core specification 2.0, section 5.4.
const I32 = 0x7f;
const V128 = 0x7b;
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const constant = (value: number) => [0x41, value];
const BLOCK_START = [0x02, 0x40];
const LOOP_START = [0x03, 0x40];
const [END, EQZ, LESS_UNSIGNED, ADD, SUB] = [0x0b, 0x45, 0x49, 0x6a, 0x6b] as const;
const branch = (depth: number) => [0x0c, depth];
const branchIf = (depth: number) => [0x0d, depth];
const storeInteger = [0x36, 2, 0];
const loadVector = (offset: number) => [0xfd, 0x00, 4, offset];
const loadBytesAsShorts = (offset: number) => [0xfd, 0x01, 3, offset];
const zeroVector = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
const lane = (index: number) => [0xfd, 0x1b, index];
const addVectors = [0xfd, 0xae, 0x01];
const dotShorts = [0xfd, 0xba, 0x01];

/** For each code: the sum over all places of code (int8) times query (int16), exact in 32 bits. */
function assembleScan(): Uint8Array {
  const [codes, query, results, count, codeBytes, at, end, even, odd] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
  const accumulate = (sum: number, half: 0 | 1) => [
    ...get(sum),
    ...loadBytesAt(half),
    ...get(at),
    ...loadVector(half * 16),
    ...dotShorts,
    ...addVectors,
    ...set(sum),
  ];
  const loadBytesAt = (half: 0 | 1) => [...get(codes), ...loadBytesAsShorts(half * 8)];
  const advance = (local: number, step: number) => [...get(local), ...constant(step), ADD, ...set(local)];
  const sumOfLanes = [0, 1, 2, 3].flatMap((index) => [
    ...get(even),
    ...lane(index),
    ...(index > 0 ? [ADD] : []),
  ]);
  const body = [
    ...[2, 2, I32, 2, V128],
    ...BLOCK_START,
    ...LOOP_START,
    ...[...get(count), EQZ, ...branchIf(1)],
    ...[...get(query), ...set(at), ...get(codes), ...get(codeBytes), ADD, ...set(end)],
    ...[...zeroVector, ...set(even), ...zeroVector, ...set(odd)],
    ...LOOP_START,
    ...accumulate(even, 0),
    ...accumulate(odd, 1),
    ...[...advance(codes, 16), ...advance(at, 32)],
    ...[...get(codes), ...get(end), LESS_UNSIGNED, ...branchIf(0)],
    END,
    ...[...get(even), ...get(odd), ...addVectors, ...set(even)],
    ...[...get(results), ...sumOfLanes, ...storeInteger, ...advance(results, 4)],
    ...[...get(count), ...constant(1), SUB, ...set(count), ...branch(0)],
    END,
    END,
    END,
  ];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...sized(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]),
    ...sized(2, [1, ...name('gallery'), ...name('memory'), 2, 0, 1]),
    ...sized(3, [1, 0]),
    ...sized(7, [1, ...name('scan'), 0, 0]),
    ...sized(10, [1, ...leb(body.length), ...body]),
  ]);
}

export interface CodeStore {
  /** Places of a code, padding included. */
  readonly codeBytes: number;
  /** Bytes held. */
  bytes(): number;
  /** One code, to be written; valid until the next call. */
  code(slot: number): Int8Array;
  /** Calls `visit` with the exact dot product of each of the first `count` codes. */
  scan(query: Int16Array, count: number, visit: (slot: number, dot: number) => void): void;
}

/** Codes of `dimension` places, in one WebAssembly memory that grows and never moves a template. */
export function createCodeStore(dimension: number): CodeStore {
  const codeBytes = Math.ceil(dimension / CODE_STEP) * CODE_STEP;
  const resultsAt = Math.ceil((codeBytes * 2) / 64) * 64;
  const codesAt = resultsAt + BLOCK * 4;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(codesAt / PAGE_BYTES) });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(assembleScan()), { gallery: { memory } });
  const run = instance.exports.scan as Scan;

  /** Half as much again, so that growing stays cheap however many come. */
  function reserve(bytes: number): void {
    const missing = bytes - memory.buffer.byteLength;
    if (missing <= 0) return;
    const pages = Math.ceil(Math.max(missing, memory.buffer.byteLength / 2) / PAGE_BYTES);
    memory.grow(pages);
  }

  return {
    codeBytes,
    bytes: () => memory.buffer.byteLength,
    code(slot) {
      const at = codesAt + slot * codeBytes;
      reserve(at + codeBytes);
      return new Int8Array(memory.buffer, at, codeBytes);
    },
    scan(query, count, visit) {
      new Int16Array(memory.buffer, 0, codeBytes).set(query);
      const results = new Int32Array(memory.buffer, resultsAt, BLOCK);
      for (let first = 0; first < count; first += BLOCK) {
        const length = Math.min(BLOCK, count - first);
        run(codesAt + first * codeBytes, 0, resultsAt, length, codeBytes);
        for (let i = 0; i < length; i++) visit(first + i, results[i]!);
      }
    },
  };
}
