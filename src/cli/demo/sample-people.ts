import { join } from 'node:path';
import {
  type Box,
  cropPicture,
  darkenPicture,
  packageFolder,
  placeAsPrint,
  placeOnFrame,
} from '../../vision/index.ts';

/**
 * People for the demo and the tests, cut out of the photographs inside the npm packages `@vladmandic/face-api`
 * and `@vladmandic/human`. Every picture is a JPEG and the same on every run. Nobody here has a name.
 */
export interface SamplePerson {
  /** Good enough to enrol, each a different photograph. */
  enrolment: Uint8Array[];
  /** Further photographs of the same person. */
  probes: Uint8Array[];
}

export interface SamplePeople {
  /** The person the tests know: five photographs to enrol, five more to recognise. */
  knownPerson: SamplePerson;
  /** Two more to enrol, so that a gallery has more than one face in it. */
  otherPeople: SamplePerson[];
  /** One photograph each of people who are not among the above. */
  strangers: Uint8Array[];
  /** Two strangers side by side. */
  twoPeople: Uint8Array;
  /** A room without anybody. */
  nobody: Uint8Array;
}

/** A tile of the face grid in human's `screenshot-facematch.jpg`. */
type Tile = readonly [row: number, column: number];

const GRID = { left: 1, top: 284, columnPx: 106.6, rowPx: 112.3, tilePx: 104 } as const;
/** Figures are printed along the upper and the lower edge of every tile. */
const PRINT_TOP_PX = 12;
const PRINT_BOTTOM_PX = 9;
const TILE_SCALE = 4;

const KNOWN_PERSON = {
  enrolment: [
    [0, 0],
    [0, 3],
    [0, 4],
    [0, 6],
    [0, 8],
  ],
  probes: [
    [0, 1],
    [0, 2],
    [0, 5],
    [0, 7],
    [0, 10],
  ],
} as const satisfies Record<string, readonly Tile[]>;

const OTHER_PEOPLE = [
  {
    enrolment: [
      [1, 17],
      [4, 2],
      [4, 16],
    ],
    probes: [[2, 1]],
  },
  {
    enrolment: [
      [2, 5],
      [2, 6],
      [2, 12],
    ],
    probes: [],
  },
] as const satisfies ReadonlyArray<Record<string, readonly Tile[]>>;

/** Crops of face-api's group photographs, one person each. */
const STRANGERS: ReadonlyArray<{ sample: number; box: Box }> = [
  { sample: 6, box: { x: 150, y: 420, width: 460, height: 460 } },
  { sample: 6, box: { x: 540, y: 270, width: 420, height: 470 } },
  { sample: 6, box: { x: 1040, y: 250, width: 400, height: 470 } },
  { sample: 6, box: { x: 1360, y: 190, width: 420, height: 480 } },
  { sample: 3, box: { x: 420, y: 240, width: 480, height: 480 } },
  { sample: 3, box: { x: 930, y: 130, width: 420, height: 470 } },
  { sample: 3, box: { x: 1410, y: 220, width: 400, height: 460 } },
  { sample: 5, box: { x: 220, y: 800, width: 520, height: 560 } },
  { sample: 5, box: { x: 690, y: 20, width: 380, height: 380 } },
  { sample: 5, box: { x: 1000, y: 140, width: 360, height: 380 } },
  { sample: 4, box: { x: 500, y: 10, width: 400, height: 370 } },
];
/** Two of the strangers side by side. */
const TWO_PEOPLE = { sample: 6, box: { x: 150, y: 280, width: 820, height: 640 } };
/** The wall beside a group. */
const NOBODY = { sample: 4, box: { x: 1560, y: 40, width: 340, height: 300 } };

function tileBox([row, column]: Tile): Box {
  return {
    x: Math.round(GRID.left + column * GRID.columnPx),
    y: Math.round(GRID.top + row * GRID.rowPx) + PRINT_TOP_PX,
    width: GRID.tilePx,
    height: GRID.tilePx - PRINT_TOP_PX - PRINT_BOTTOM_PX,
  };
}

const gridPath = (): string => join(packageFolder('@vladmandic/human'), 'assets', 'screenshot-facematch.jpg');
const samplePath = (sample: number): string =>
  join(packageFolder('@vladmandic/face-api'), 'demo', `sample${sample}.jpg`);

async function cutTiles(tiles: readonly Tile[]): Promise<Uint8Array[]> {
  return Promise.all(tiles.map((tile) => cropPicture(gridPath(), tileBox(tile), TILE_SCALE)));
}

async function cutPerson(tiles: {
  enrolment: readonly Tile[];
  probes: readonly Tile[];
}): Promise<SamplePerson> {
  return { enrolment: await cutTiles(tiles.enrolment), probes: await cutTiles(tiles.probes) };
}

export async function loadSamplePeople(): Promise<SamplePeople> {
  return {
    knownPerson: await cutPerson(KNOWN_PERSON),
    otherPeople: await Promise.all(OTHER_PEOPLE.map(cutPerson)),
    strangers: await Promise.all(STRANGERS.map(({ sample, box }) => cropPicture(samplePath(sample), box))),
    twoPeople: await cropPicture(samplePath(TWO_PEOPLE.sample), TWO_PEOPLE.box),
    nobody: await cropPicture(samplePath(NOBODY.sample), NOBODY.box),
  };
}

/** The photograph in the middle of a frame like a webcam's. */
export function fillFrame(image: Uint8Array, width = 640, height = 480): Promise<Uint8Array> {
  return placeOnFrame(image, width, height);
}

/** The picture in poor light, with a sensor's noise (standard deviation in grey levels): 0.15 is a dark room. */
export function darken(image: Uint8Array, factor: number, noise = 2): Promise<Uint8Array> {
  return darkenPicture(image, factor, noise);
}

/** Somebody holding a print of the photograph before a camera. */
export function holdPrint(image: Uint8Array, width = 640, height = 480): Promise<Uint8Array> {
  return placeAsPrint(image, width, height);
}
