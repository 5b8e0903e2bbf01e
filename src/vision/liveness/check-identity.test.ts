import { describe, expect, it } from 'vitest';
import { recogniserOf } from '../plug-in/plug-in-recogniser.ts';
import { tinyDescriptor } from '../plug-in/test-models.ts';
import { type Template, templateDistance } from '../template.ts';
import { beginChallenge, type ChallengeState } from './challenge.ts';
import { checkTemplate, encodeTemplate, hasChanged } from './check-identity.ts';

/** Unit length, turned away from the first axis. */
function templateAt(angle: number, length = 48): Template {
  const template = new Float32Array(length);
  template.set([Math.cos(angle), Math.sin(angle)]);
  return template;
}
const FIRST = templateAt(0);
const OTHER = templateAt(0.75);

function begun(identityLimits?: { frontal: number; turned: number }): ChallengeState {
  const options = { random: () => 0.5, nowMs: 0, ...(identityLimits ? { identityLimits } : {}) };
  return { ...beginChallenge(options), firstTemplates: [encodeTemplate(FIRST)] };
}

/** Two templates in a row, as it takes. */
function changes(state: ChallengeState, template: Template, turnDeg = 0): boolean {
  return hasChanged(checkTemplate(checkTemplate(state, template, turnDeg, 100), template, turnDeg, 200));
}

/** An added model that was calibrated to call one stranger in a hundred the same within this distance. */
function addedModel(distance: number) {
  const calibration = {
    pairs: [
      [1e-2, distance],
      [1e-3, 0.8 * distance],
    ] as [number, number][],
    source: 'the tests',
  };
  const descriptor = { ...tinyDescriptor({ calibration }), sha256: 'a'.repeat(64) };
  return recogniserOf({ descriptor, file: '/nowhere.onnx', variant: 'tiny' }).sameMoment;
}

describe('A17 the same face throughout is judged', () => {
  const distance = templateDistance(FIRST, OTHER);

  it('by the calibration of the model in use, straight and turned', () => {
    for (const turnDeg of [0, 25]) {
      expect(changes(begun(addedModel(distance + 0.02)), OTHER, turnDeg)).toBe(false);
      expect(changes(begun(addedModel(distance - 0.02)), OTHER, turnDeg)).toBe(true);
    }
  });

  it('by the limits of the built-in nets where no model was added', () => {
    expect(recogniserOf(null).sameMoment).toEqual({ frontal: 0.16, turned: 0.22 });
    const angles = Array.from({ length: 100 }, (_, i) => i / 100);
    const between = templateAt(angles.find((angle) => templateDistance(FIRST, templateAt(angle)) > 0.17)!);
    expect(templateDistance(FIRST, between)).toBeLessThan(0.21);
    expect([changes(begun(), between), changes(begun(), between, 25)]).toEqual([true, false]);
  });

  it('and one spoilt template alone ends nothing', () => {
    const once = checkTemplate(begun(), templateAt(1.5), 0, 100);
    expect(hasChanged(once)).toBe(false);
    expect(hasChanged(checkTemplate(once, FIRST, 0, 200))).toBe(false);
  });
});
