import sharp from 'sharp';
import { repeatableRandom } from '../../src/vision/gallery-crowd.ts';
import type { CrowdPerson } from './people.ts';

/** Where somebody's head is in a frame, px. */
export interface Placed {
  person: CrowdPerson;
  x: number;
  y: number;
  /** Of the head's cut, see people.ts. */
  sidePx: number;
  /** Share of the face that nobody and nothing covers. */
  visible01: number;
}

export interface SceneFrame {
  atMs: number;
  image: Uint8Array;
  placed: Placed[];
}

export interface SceneOptions {
  width: number;
  height: number;
  people: readonly CrowdPerson[];
  /** Of the heads' cuts, px: from the farthest to the nearest. */
  headPx: readonly [number, number];
  framesPerS: number;
  seconds: number;
  seed: number;
}

const NOISE_DEVIATION = 5;
const JPEG_QUALITY = 85;
/** A pillar stands before everybody: its left edge and width as shares of the picture's. */
const PILLAR = { left: 0.44, width: 0.09, grey: 92 };
/** The inner part of the cut that must be seen for a face to be seen. */
const FACE_SHARE = 0.55;

interface Walker {
  person: CrowdPerson;
  at(atMs: number): { x: number; y: number; sidePx: number };
}

/** Everybody strolls about a place of their own, far enough to cross the neighbours; nearer and farther in turn. */
function walkersOf({ width, height, people, headPx, seed }: SceneOptions): Walker[] {
  const random = repeatableRandom(seed);
  const columns = Math.ceil(Math.sqrt((people.length * width) / height));
  const rows = Math.ceil(people.length / columns);
  const cell = { x: width / columns, y: height / rows };
  const between = (low: number, high: number) => low + (high - low) * random();
  return people.map((person, i) => {
    const home = { x: ((i % columns) + 0.5) * cell.x, y: (Math.floor(i / columns) + 0.5) * cell.y };
    const stroll = { x: cell.x * between(0.3, 0.75), y: cell.y * between(0.05, 0.25) };
    const period = { x: between(5, 9), y: between(4, 8), size: between(6, 12) };
    const phase = { x: between(0, 6.3), y: between(0, 6.3), size: between(0, 6.3) };
    const middle = between(headPx[0] * 1.15, headPx[1] / 1.15);
    const wave = (s: number, seconds: number, start: number) => Math.sin((2 * Math.PI * s) / seconds + start);
    return {
      person,
      at: (atMs) => ({
        x: home.x + stroll.x * wave(atMs / 1000, period.x, phase.x),
        y: home.y + stroll.y * wave(atMs / 1000, period.y, phase.y),
        sidePx: middle * (1 + 0.15 * wave(atMs / 1000, period.size, phase.size)),
      }),
    };
  });
}

function pillarOf(width: number): { from: number; to: number } {
  return { from: Math.round(width * PILLAR.left), to: Math.round(width * (PILLAR.left + PILLAR.width)) };
}

/** Share of a grid over the face that lies in the picture, beside the pillar, and under nobody who is nearer. */
function visibleShare(
  { x, y, sidePx }: Omit<Placed, 'visible01'>,
  nearer: readonly Omit<Placed, 'visible01'>[],
  { width, height }: SceneOptions,
): number {
  const pillar = pillarOf(width);
  const steps = 9;
  let seen = 0;
  for (let i = 0; i < steps * steps; i++) {
    const px = x + (((i % steps) + 0.5) / steps - 0.5) * sidePx * FACE_SHARE;
    const py = y + ((Math.floor(i / steps) + 0.5) / steps - 0.5) * sidePx * FACE_SHARE;
    const inside = px >= 0 && py >= 0 && px < width && py < height && (px < pillar.from || px >= pillar.to);
    if (inside && !nearer.some((other) => Math.hypot(px - other.x, py - other.y) < other.sidePx / 2))
      seen += 1;
  }
  return seen / (steps * steps);
}

/** A wall with a slow pattern: something for the detector to look at, and nobody. */
function wallOf(width: number, height: number): Uint8Array {
  const wall = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const tone = 118 + 26 * Math.sin(x / 71) * Math.cos(y / 53) + 14 * Math.sin((x + y) / 19);
      wall[to++] = tone + 8;
      wall[to++] = tone;
      wall[to++] = tone - 12;
    }
  }
  return wall;
}

function paintHead(
  picture: Uint8Array,
  width: number,
  height: number,
  head: Omit<Placed, 'visible01'>,
): void {
  const { sizes } = head.person.cutout;
  const { px, data } = sizes.find((size) => size.px >= head.sidePx) ?? sizes.at(-1)!;
  const step = px / head.sidePx;
  const [left, top] = [head.x - head.sidePx / 2, head.y - head.sidePx / 2];
  for (let y = Math.max(0, Math.ceil(top)); y < Math.min(height, top + head.sidePx); y++) {
    for (let x = Math.max(0, Math.ceil(left)); x < Math.min(width, left + head.sidePx); x++) {
      const u = Math.min(px - 1.001, Math.max(0, (x - left) * step - 0.5));
      const v = Math.min(px - 1.001, Math.max(0, (y - top) * step - 0.5));
      const from = ((v | 0) * px + (u | 0)) * 4;
      const [fu, fv] = [u - (u | 0), v - (v | 0)];
      const blend = (channel: number) => {
        const at = from + channel;
        const upper = data[at]! * (1 - fu) + data[at + 4]! * fu;
        const lower = data[at + px * 4]! * (1 - fu) + data[at + px * 4 + 4]! * fu;
        return upper * (1 - fv) + lower * fv;
      };
      const alpha = blend(3) / 255;
      const to = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++)
        picture[to + channel] = picture[to + channel]! * (1 - alpha) + blend(channel) * alpha;
    }
  }
}

function paintPillar(picture: Uint8Array, width: number, height: number): void {
  const { from, to } = pillarOf(width);
  for (let y = 0; y < height; y++) picture.fill(PILLAR.grey, (y * width + from) * 3, (y * width + to) * 3);
}

function noiseOf(random: () => number): Float32Array {
  return Float32Array.from(
    { length: 1 << 18 },
    () => NOISE_DEVIATION * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

/** The frames of a moving crowd, one after the other, and where everybody is in them. */
export async function* playScene(options: SceneOptions): AsyncGenerator<SceneFrame> {
  const { width, height, framesPerS, seconds, seed } = options;
  const walkers = walkersOf(options);
  const random = repeatableRandom(seed + 1);
  const noise = noiseOf(random);
  const wall = wallOf(width, height);
  for (let frame = 0; frame < framesPerS * seconds; frame++) {
    const atMs = (frame * 1000) / framesPerS;
    const heads = walkers
      .map(({ person, at }) => ({ person, ...at(atMs) }))
      .sort((a, b) => a.sidePx - b.sidePx);
    const picture = Uint8Array.from(wall);
    for (const head of heads) paintHead(picture, width, height, head);
    paintPillar(picture, width, height);
    const start = Math.floor(random() * noise.length);
    for (let i = 0; i < picture.length; i++) {
      const value = picture[i]! + noise[(start + i) & (noise.length - 1)]!;
      picture[i] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
    const image = await sharp(picture, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: JPEG_QUALITY })
      .toBuffer();
    const placed = heads.map((head, i) => ({
      ...head,
      visible01: visibleShare(head, heads.slice(i + 1), options),
    }));
    yield { atMs, image, placed };
  }
}
