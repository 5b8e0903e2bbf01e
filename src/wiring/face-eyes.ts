import type { FaceMatcher, FrameEyes } from '../access/index.ts';
import type { EnrolmentEyes } from '../people/index.ts';
import {
  type Face,
  type FaceEngine,
  type FalseMatchRate,
  FRAME_PIXELS,
  type FrameAnalysis,
  faceFaults,
  meanTemplate,
  type Recogniser,
  templateDistance,
} from '../vision/index.ts';

const SNAPSHOT_EDGE_PX = 960;
const ENROLMENT_EDGE_PX = 1280;
const FRAME_EDGE_PX = 1280;
/** Two tell that it is not one; a third would only cost time. */
const FRAME_FACES = 2;

/** 0..1: how good a face is for a template, by size and sharpness; only for choosing among frames. */
function qualityOf({ eyeDistancePx, sharpness, turn }: Face): number {
  const size = Math.min(1, eyeDistancePx / 60);
  const sharp = Math.min(1, sharpness / 0.03);
  return size * (0.5 + 0.5 * sharp) * Math.max(0, 1 - Math.abs(turn));
}

const fractions = ({ box }: Face, { width, height }: FrameAnalysis) => ({
  x: box.x / width,
  y: box.y / height,
  width: box.width / width,
  height: box.height / height,
});

/** How templates of one model are compared. */
export function createFaceMatcher({ threshold, scale }: Recogniser): FaceMatcher {
  return {
    distance: templateDistance,
    mean: meanTemplate,
    threshold: (rate, galleryN) =>
      threshold(rate as FalseMatchRate, galleryN > 1 ? 'identify' : 'verify', galleryN),
    scale,
  };
}

/** How `access` looks at camera frames. */
export function createFrameEyes(engine: FaceEngine): FrameEyes {
  return {
    async look(jpeg) {
      const result = await engine.analyse(jpeg, {
        maxEdgePx: FRAME_EDGE_PX,
        maxPixels: FRAME_PIXELS,
        maxFaces: FRAME_FACES,
        search: 'near',
      });
      if (!result.ok) return result;
      const seen = result.value;
      const faces = seen.faces.map((face) => ({
        template: face.template,
        quality01: qualityOf(face),
        faults: faceFaults(face, seen, 'verify'),
        box: fractions(face, seen),
      }));
      return { ok: true, value: { faces, brightness01: seen.brightness01 } };
    },
    photograph: (jpeg) => photograph(engine, jpeg, SNAPSHOT_EDGE_PX),
  };
}

/** How `people` looks at enrolment photographs. */
export function createEnrolmentEyes(engine: FaceEngine): EnrolmentEyes {
  return {
    async look(photo) {
      const result = await engine.analyse(photo, { maxFaces: FRAME_FACES });
      if (!result.ok) return result;
      const seen = result.value;
      const faces = seen.faces.map((face) => ({
        template: face.template,
        quality01: qualityOf(face),
        faults: faceFaults(face, seen, 'enrol'),
      }));
      return { ok: true, value: { faces } };
    },
    photograph: (photo) => photograph(engine, photo, ENROLMENT_EDGE_PX),
    distance: templateDistance,
    mean: meanTemplate,
    threshold: (rate) => engine.recogniser.threshold(rate as FalseMatchRate, 'verify'),
    variant: engine.recogniser.variant,
  };
}

async function photograph(
  engine: FaceEngine,
  image: Uint8Array,
  maxEdgePx: number,
): Promise<Uint8Array | null> {
  const result = await engine.sanitise(image, { maxEdgePx });
  return result.ok ? result.value : null;
}
