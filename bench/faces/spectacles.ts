/** Draws spectacles on photographs: frames by the landmarks of the face, lenses with a slight tint and reflections. */
import sharp from 'sharp';
import type { Point } from '../../src/vision/affine.ts';
import { DEFAULT_MAX_EDGE_PX, decodeImage } from '../../src/vision/decode-image.ts';
import { type FaceFinder, findFaces } from '../../src/vision/find-faces.ts';
import { ImagePyramid } from '../../src/vision/pixel-image.ts';

// The product never reads SVG, and `decodeImage` sees to that; here the drawing is our own.
sharp.unblock({ operation: ['VipsForeignLoadSvg'] });

interface Style {
  /** Lens and bridge as shares of the distance between the pupils, which is about 63 mm. */
  lensWidth: number;
  lensHeight: number;
  corner: number;
  frame: number;
  colour: string;
  /** 0..1: how much the lenses darken. */
  tint: number;
  /** 0..1: how bright the reflections are. */
  glare: number;
}

/** In turns: dark horn, thin metal, large and bright reflections. */
const STYLES: readonly Style[] = [
  {
    lensWidth: 0.78,
    lensHeight: 0.6,
    corner: 0.16,
    frame: 0.075,
    colour: '#1c1712',
    tint: 0.08,
    glare: 0.25,
  },
  {
    lensWidth: 0.74,
    lensHeight: 0.52,
    corner: 0.24,
    frame: 0.03,
    colour: '#77706a',
    tint: 0.05,
    glare: 0.35,
  },
  { lensWidth: 0.84, lensHeight: 0.72, corner: 0.3, frame: 0.05, colour: '#3a2a20', tint: 0.12, glare: 0.45 },
];

const RIGHT_EYE = [36, 37, 38, 39, 40, 41];
const LEFT_EYE = [42, 43, 44, 45, 46, 47];
/** Where the bows meet the ears. */
const EARS = [0, 16] as const;
/** Lenses hang a little lower than the pupils. */
const LENS_DROP = 0.06;
const DEGREES = 180 / Math.PI;

function middleOf(landmarks: readonly Point[], indices: readonly number[]): Point {
  const sum = (axis: 0 | 1) => indices.reduce((total, index) => total + landmarks[index]![axis], 0);
  return [sum(0) / indices.length, sum(1) / indices.length];
}

/** One lens about the origin, in px. */
function lensOf(
  { lensWidth, lensHeight, corner, frame, colour, tint, glare }: Style,
  pupilsPx: number,
): string {
  const [width, height] = [lensWidth * pupilsPx, lensHeight * pupilsPx];
  const at = `x="${-width / 2}" y="${-height / 2}" width="${width}" height="${height}" rx="${corner * pupilsPx}"`;
  const streak = [-0.3, -0.5, -0.05, -0.5, -0.3, 0.5, -0.5, 0.5]
    .map((share, i) => share * (i % 2 === 0 ? width : height))
    .join(' ');
  return [
    `<rect ${at} fill="#223" fill-opacity="${tint}"/>`,
    `<polygon points="${streak}" fill="#fff" fill-opacity="${glare}"/>`,
    `<rect ${at} fill="none" stroke="${colour}" stroke-width="${Math.max(1, frame * pupilsPx)}"/>`,
  ].join('');
}

/** As they sit on a face seen from anywhere in front: the lenses follow the eyes, the bows reach for the ears. */
export function drawSpectacles(
  landmarks: readonly Point[],
  width: number,
  height: number,
  place: number,
): string {
  const style = STYLES[place % STYLES.length]!;
  const eyes = [middleOf(landmarks, RIGHT_EYE), middleOf(landmarks, LEFT_EYE)] as const;
  const [across, down] = [eyes[1][0] - eyes[0][0], eyes[1][1] - eyes[0][1]];
  const pupilsPx = Math.hypot(across, down);
  const angle = Math.atan2(down, across);
  const local = ([x, y]: Point): Point => {
    const [u, v] = [x - (eyes[0][0] + eyes[1][0]) / 2, y - (eyes[0][1] + eyes[1][1]) / 2];
    return [u * Math.cos(angle) + v * Math.sin(angle), v * Math.cos(angle) - u * Math.sin(angle)];
  };
  const [half, drop] = [pupilsPx / 2, LENS_DROP * pupilsPx];
  const edge = (style.lensWidth * pupilsPx) / 2;
  const lens = lensOf(style, pupilsPx);
  const bows = EARS.map((ear, side) => {
    const [x, y] = local(landmarks[ear]!);
    const hinge = (half + edge) * (side === 0 ? -1 : 1);
    // Seen from the side of the nose, the bow lies behind the face.
    return Math.abs(x) > Math.abs(hinge) ? `<path d="M${hinge} ${drop - edge / 3}L${x} ${y}"/>` : '';
  });
  const bridge = `<path d="M${edge - half} ${drop}Q0 ${drop - edge / 2} ${half - edge} ${drop}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<g transform="translate(${(eyes[0][0] + eyes[1][0]) / 2} ${(eyes[0][1] + eyes[1][1]) / 2}) rotate(${angle * DEGREES})">`,
    `<g transform="translate(${-half} ${drop})">${lens}</g><g transform="translate(${half} ${drop})">${lens}</g>`,
    `<g fill="none" stroke="${style.colour}" stroke-width="${Math.max(1, style.frame * pupilsPx)}">${bridge}${bows.join('')}</g>`,
    '</g></svg>',
  ].join('');
}

/**
 * The largest face with spectacles on, as PNG; null when no face is found.
 * @param place the photo's number in the set; decides which spectacles.
 */
export async function putOnSpectacles(
  picture: Uint8Array,
  finder: FaceFinder,
  place: number,
): Promise<Uint8Array | null> {
  const decoded = await decodeImage(picture, DEFAULT_MAX_EDGE_PX);
  if (!decoded.ok) return null;
  const { data, width, height } = decoded.value;
  const [face] = await findFaces(new ImagePyramid(decoded.value), finder);
  if (!face) return null;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(drawSpectacles(face.landmarks, width, height, place)) }])
    .png()
    .toBuffer();
}
