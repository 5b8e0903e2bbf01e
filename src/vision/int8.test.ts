import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openFaceEngine } from './engine.ts';
import { BUILT_IN_INT8 } from './plug-in/descriptor.ts';
import { INT8_RECOGNISER } from './recogniser.ts';
import { INT8_VARIANT, TEMPLATE_VARIANT, templateDistance } from './template.ts';
import { modelsForTests, samplePhoto } from './test-material.ts';

async function templatesOf(plugIn: typeof BUILT_IN_INT8 | null) {
  const engine = await openFaceEngine({ modelsDir: await modelsForTests(), plugIn });
  const result = await engine.analyse(readFileSync(samplePhoto(5)));
  await engine.close();
  if (!result.ok) throw new Error(result.refusal);
  return { recogniser: engine.recogniser, templates: result.value.faces.map(({ template }) => template) };
}

it('the built-in nets in 8 bits tell people apart as in 32, by distances and under a variant of their own', async () => {
  const [small, exact] = [await templatesOf(BUILT_IN_INT8), await templatesOf(null)];
  expect(small.recogniser.variant).toBe(INT8_VARIANT);
  expect(exact.recogniser.variant).toBe(TEMPLATE_VARIANT);
  expect(small.templates).toHaveLength(5);
  const most = small.recogniser.threshold(0.001, 'verify');
  for (const [i, template] of small.templates.entries()) {
    const off = templateDistance(template, exact.templates[i]!);
    expect(off).toBeGreaterThan(0);
    expect(off).toBeLessThan(most / 4);
    for (const other of small.templates.slice(i + 1)) {
      expect(templateDistance(template, other)).toBeGreaterThan(most);
    }
  }
});

it('its thresholds are from its own table, and stricter for stricter rates', () => {
  const { threshold, refusedShare, scale } = INT8_RECOGNISER;
  const distances = ([0.01, 0.001, 0.0001] as const).map((rate) => threshold(rate, 'verify'));
  expect(distances).toEqual(distances.toSorted((a, b) => b - a));
  expect(distances[0]).toBe(0.14116);
  expect(refusedShare(0.0001)).toBeGreaterThan(0);
  expect(Math.abs(scale - 1)).toBeLessThan(0.05);
});
