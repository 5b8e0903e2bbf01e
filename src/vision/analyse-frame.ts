import { chipMap } from './chip.ts';
import { DEFAULT_MAX_EDGE_PX, decodeImage } from './decode-image.ts';
import { AS_SEEN, exposureFor } from './exposure.ts';
import { type FaceFinder, type FaceSearch, findFaces } from './find-faces.ts';
import { faceBox, greyChip, measureFace } from './measure-face.ts';
import type { EmbeddingNets } from './nets/embedding-nets.ts';
import { ImagePyramid, meanGrey01 } from './pixel-image.ts';
import type { FrameAnalysis, ImageResult, TemplateVariant } from './types.ts';

export interface AnalyseOptions {
  /** `full` if not said. */
  variant?: TemplateVariant;
  /** The picture is reduced to this before anything looks at it; 1920 if not said, 1280 suits frames. */
  maxEdgePx?: number;
  /** A larger picture is refused; 40 million if not said, `FRAME_PIXELS` suits frames. */
  maxPixels?: number;
  /** How hard to look; `everywhere` if not said, `near` suits frames: a room without anybody costs little and shows nobody. */
  search?: FaceSearch;
  /** Only the largest so many faces get templates and are reported; all if not said. */
  maxFaces?: number;
}

export interface FaceNets extends FaceFinder {
  embedding: EmbeddingNets;
}

/** Decodes a picture, finds its faces, measures them and takes a template of each. */
export async function analyseFrame(
  bytes: Uint8Array,
  nets: FaceNets,
  options: AnalyseOptions = {},
): Promise<ImageResult<FrameAnalysis>> {
  const { variant = 'full', maxEdgePx = DEFAULT_MAX_EDGE_PX, maxFaces = Infinity, search } = options;
  const startedMs = performance.now();
  const decoded = await decodeImage(bytes, maxEdgePx, options.maxPixels);
  if (!decoded.ok) return decoded;
  const picture = new ImagePyramid(decoded.value);
  const located = (await findFaces(picture, nets, search)).slice(0, maxFaces);
  const chips = located.map((face) => {
    const map = chipMap(face.landmarks);
    const grey = greyChip(picture, map);
    return { map, exposure: exposureFor(grey), landmarks: face.landmarks, measures: measureFace(face, grey) };
  });
  const templates = await nets.embedding.embed(picture, chips, variant);
  const { width, height } = decoded.value;
  return {
    ok: true,
    value: {
      width,
      height,
      brightness01: meanGrey01(decoded.value),
      dark: chips.some(({ exposure }) => exposure !== AS_SEEN),
      faces: located.map((face, i) => ({
        box: faceBox(face),
        score01: face.score01,
        ...chips[i]!.measures,
        template: templates[i]!,
      })),
      elapsedMs: performance.now() - startedMs,
    },
  };
}
