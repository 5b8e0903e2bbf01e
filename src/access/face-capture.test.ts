import { describe, expect, it } from 'vitest';
import { type FaceFault, judgeFrame, type SeenFace } from './face-capture.ts';

const face = (width: number, ...faults: FaceFault[]): SeenFace => ({
  template: new Float32Array(1),
  quality01: 1,
  faults,
  box: { x: 0, y: 0, width, height: width },
});

const guidanceFor = (...faces: SeenFace[]) => judgeFrame({ faces, brightness01: 0.5 }).guidance;

describe('what the camera page says', () => {
  it.each<[string, SeenFace[]]>([
    ['no_face', []],
    ['checking', [face(0.4)]],
    ['several_faces', [face(0.4), face(0.3)]],
    ['closer', [face(0.1, 'too_small')]],
    ['too_dark', [face(0.4, 'too_dark')]],
    ['hold_still', [face(0.4, 'blurred')]],
    ['look_straight', [face(0.4, 'turned')]],
    ['straighten', [face(0.4, 'tilted')]],
    ['whole_face', [face(0.4, 'cut_off')]],
    ['closer', [face(0.1, 'blurred', 'too_small')]],
  ])('A2 “%s”', (expected, faces) => {
    expect(guidanceFor(...faces)).toBe(expected);
  });

  it('somebody far behind does not stop the person in front', () => {
    expect(guidanceFor(face(0.4), face(0.1))).toBe('checking');
  });

  it('a black picture is too dark, not empty', () => {
    expect(judgeFrame({ faces: [], brightness01: 0.01 }).guidance).toBe('too_dark');
  });

  it('a face with any fault is not used', () => {
    expect(judgeFrame({ faces: [face(0.4, 'blurred')], brightness01: 0.5 }).usable).toBeNull();
  });
});
