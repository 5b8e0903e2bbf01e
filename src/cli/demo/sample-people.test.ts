import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  convertModels,
  type FaceEngine,
  type FrameAnalysis,
  faceFaults,
  meanTemplate,
  openFaceEngine,
  type Template,
  templateDistance,
  thresholdFor,
} from '../../vision/index.ts';
import { darken, fillFrame, holdPrint, loadSamplePeople, type SamplePeople } from './sample-people.ts';

const MODELS_DIR = '.cache/models';
const STRICT = thresholdFor(0.0001, 'verify');

let engine: FaceEngine;
let people: SamplePeople;
let known: Template;

beforeAll(async () => {
  await convertModels({ modelsDir: MODELS_DIR });
  engine = await openFaceEngine({ modelsDir: MODELS_DIR, queueLimit: 32 });
  people = await loadSamplePeople();
  known = await enrol(people.knownPerson.enrolment);
});
afterAll(() => engine.close());

async function analysed(image: Uint8Array): Promise<FrameAnalysis> {
  const result = await engine.analyse(image, { maxEdgePx: 1280 });
  if (!result.ok) throw new Error(result.refusal);
  return result.value;
}

async function onlyTemplate(image: Uint8Array): Promise<Template> {
  const { faces } = await analysed(image);
  expect(faces).toHaveLength(1);
  return faces[0]!.template;
}

async function enrol(photos: readonly Uint8Array[]): Promise<Template> {
  return meanTemplate(await Promise.all(photos.map(onlyTemplate)));
}

describe('the people of the demo are who they are said to be', () => {
  test('every photograph to enrol has one face and no fault', async () => {
    for (const person of [people.knownPerson, ...people.otherPeople]) {
      expect(person.enrolment.length).toBeGreaterThanOrEqual(3);
      for (const photo of person.enrolment) {
        const analysis = await analysed(photo);
        expect(analysis.faces).toHaveLength(1);
        expect(faceFaults(analysis.faces[0]!, analysis)).toEqual([]);
      }
    }
  });

  test('the photographs of the known person are different ones', async () => {
    const { enrolment, probes } = people.knownPerson;
    const hashes = new Set([...enrolment, ...probes].map((photo) => Buffer.from(photo).toString('base64')));
    expect(hashes.size).toBe(10);
  });

  test('every other photograph of a person matches at one in ten thousand (A3)', async () => {
    for (const person of [people.knownPerson, ...people.otherPeople]) {
      const template = await enrol(person.enrolment);
      for (const photo of [...person.enrolment, ...person.probes]) {
        expect(templateDistance(template, await onlyTemplate(photo))).toBeLessThan(STRICT);
      }
    }
  });

  test('before a webcam, in the dark and as a print the known person still matches (A6, B10)', async () => {
    for (const photo of people.knownPerson.probes) {
      const frame = await fillFrame(photo);
      for (const shown of [frame, await darken(frame, 0.15), await holdPrint(photo)]) {
        expect(templateDistance(known, await onlyTemplate(shown))).toBeLessThan(STRICT);
      }
    }
  });

  test('no stranger and nobody else enrolled matches, at one in a hundred even (A5)', async () => {
    expect(people.strangers.length).toBeGreaterThanOrEqual(6);
    const others = [...people.strangers, ...people.otherPeople.flatMap((person) => person.enrolment)];
    for (const photo of others) {
      for (const shown of [photo, await darken(await fillFrame(photo), 0.15)]) {
        expect(templateDistance(known, await onlyTemplate(shown))).toBeGreaterThan(
          thresholdFor(0.01, 'verify'),
        );
      }
    }
  });

  test('the strangers are different people', async () => {
    const templates = await Promise.all(people.strangers.map(onlyTemplate));
    for (const [i, template] of templates.entries()) {
      for (const other of templates.slice(0, i)) {
        expect(templateDistance(template, other)).toBeGreaterThan(STRICT);
      }
    }
  });

  test('two people are two, nobody is nobody, also in a frame (A4)', async () => {
    for (const [image, count] of [
      [people.twoPeople, 2],
      [people.nobody, 0],
    ] as const) {
      expect((await analysed(image)).faces).toHaveLength(count);
      expect((await analysed(await fillFrame(image))).faces).toHaveLength(count);
    }
  });
});
