import { describe, expect, it } from 'vitest';
import {
  type Actor,
  FRAME_MS,
  faceAlong,
  type PlayedFrame,
  play,
  standing,
  walking,
} from './synthetic-crowd.ts';

const ADA = faceAlong(0);
const BOB = faceAlong(1);
const people = { ada: ADA, bob: BOB };

const idsOf = (frames: readonly PlayedFrame[], actor: Actor) => [
  ...new Set(frames.flatMap((frame) => frame.of(actor)?.trackId ?? [])),
];
const namesOf = (frames: readonly PlayedFrame[], actor: Actor) => [
  ...new Set(frames.flatMap((frame) => frame.of(actor)?.name.id ?? [])),
];

describe('a track', () => {
  it('is born at the second sight, and named by its second template', async () => {
    const ada = standing(ADA, 300);
    const frames = await play([ada], { people });
    expect(frames[0]!.faces).toEqual([]);
    expect(frames[1]!.of(ada)?.name).toMatchObject({ outcome: 'uncertain', because: 'few_templates' });
    const named = frames.find((frame) => frame.of(ada)?.name.outcome === 'match')!;
    expect(named.of(ada)!.name).toMatchObject({ id: 'ada', because: null });
    expect(frames.filter(({ nowMs }) => nowMs < named.nowMs).reduce((n, f) => n + f.templates, 0)).toBe(1);
    expect(named.nowMs).toBeLessThan(1000);
  });

  it('is not born of a single flicker', async () => {
    const flicker: Actor = { face: ADA, at: (nowMs) => (nowMs === 500 ? { x: 100, y: 100 } : null) };
    const frames = await play([flicker], { people });
    expect(frames.flatMap(({ faces }) => faces)).toEqual([]);
    expect(frames.at(-1)!.state.tracks).toEqual([]);
  });

  it('is not born of what the detector takes for a face and the geometry gate does not', async () => {
    const mask: Actor = { ...standing(ADA, 300), shape: 'no_face' };
    const frames = await play([mask], { people });
    expect(frames.flatMap(({ faces }) => faces)).toEqual([]);
  });

  it('ends when close looks see no face there any more', async () => {
    const turningAway: Actor = {
      ...standing(ADA, 300),
      shape: (nowMs) => (nowMs < 1500 ? 'face' : 'no_face'),
    };
    const frames = await play([turningAway], { people, forMs: 9000 });
    expect(frames.find(({ nowMs }) => nowMs === 1500)!.faces).toHaveLength(1);
    expect(frames.at(-1)!.faces).toEqual([]);
  });

  it('keeps its number through drift, growing and a change of direction', async () => {
    const dancer: Actor = {
      face: ADA,
      at: (nowMs) => ({
        x: 300 + 150 * Math.sin(nowMs / 600),
        y: 200 + 60 * Math.cos(nowMs / 450),
        sidePx: 80 + 30 * Math.sin(nowMs / 900),
      }),
    };
    const frames = await play([dancer], { people, forMs: 6000 });
    expect(idsOf(frames, dancer)).toHaveLength(1);
    expect(frames.slice(1).every((frame) => frame.of(dancer))).toBe(true);
  });

  it('ends when nobody is there any more, and is forgotten after its time', async () => {
    const guest: Actor = { face: ADA, at: (nowMs) => (nowMs < 1000 ? { x: 300, y: 200 } : null) };
    const frames = await play([guest], { people, forMs: 12_000 });
    expect(frames.find(({ nowMs }) => nowMs === 1500)!.state.tracks).toHaveLength(1);
    expect(frames.find(({ nowMs }) => nowMs === 2500)!.state.tracks).toEqual([]);
    expect(frames.find(({ nowMs }) => nowMs === 2500)!.state.remembered).toHaveLength(1);
    expect(frames.at(-1)!.state.remembered).toEqual([]);
  });

  it('is reported only in frames that show it', async () => {
    const blinking: Actor = {
      face: ADA,
      at: (nowMs) => (nowMs > 1000 && nowMs < 1400 ? null : { x: 300, y: 200 }),
    };
    const frames = await play([blinking], { people });
    for (const { nowMs, faces } of frames) if (nowMs > 1000 && nowMs < 1400) expect(faces).toEqual([]);
    expect(idsOf(frames, blinking)).toHaveLength(1);
    expect(namesOf(frames, blinking)).toEqual(['ada']);
  });
});

describe('when faces cross', () => {
  const ada = walking(ADA, 100, 120);
  const bob = walking(BOB, 500, -120);

  it('each keeps its number and its own name', async () => {
    const frames = await play([ada, bob], { people, forMs: 4000 });
    expect(idsOf(frames, ada)).toHaveLength(1);
    expect(idsOf(frames, bob)).toHaveLength(1);
    expect(namesOf(frames, ada)).toEqual(['ada']);
    expect(namesOf(frames, bob)).toEqual(['bob']);
    expect(frames.at(-1)!.of(ada)!.name.outcome).toBe('match');
    expect(frames.at(-1)!.of(bob)!.name.outcome).toBe('match');
  });

  it('when they turn round behind each other, the numbers go with the faces, not with the places', async () => {
    const meetsAtMs = 1700;
    const turning = (face: Float32Array, fromX: number, speed: number): Actor => ({
      face,
      at: (nowMs) => ({ x: fromX + (speed * (meetsAtMs - Math.abs(nowMs - meetsAtMs))) / 1000, y: 200 }),
    });
    const one = turning(ADA, 100, 120);
    const other = turning(BOB, 500, -120);
    const frames = await play([one, other], { people, forMs: 4000 });
    const before = frames.find(({ nowMs }) => nowMs === 800)!;
    const after = frames.at(-1)!;
    for (const actor of [one, other]) expect(after.of(actor)!.trackId).toBe(before.of(actor)!.trackId);
    expect(namesOf(frames, one)).toEqual(['ada']);
    expect(namesOf(frames, other)).toEqual(['bob']);
  });

  it('nobody is named while they overlap, nor before a template has settled who is who', async () => {
    const frames = await play([ada, bob], { people, forMs: 4000 });
    const overlapping = frames.filter(({ nowMs }) => nowMs > 1450 && nowMs < 1850);
    expect(overlapping.length).toBeGreaterThan(2);
    for (const { faces } of overlapping)
      for (const { name } of faces) expect(name).toMatchObject({ outcome: 'uncertain', because: 'in_doubt' });
    // Two faces in one box give a template of neither.
    for (const { plan } of overlapping) expect(plan.wanted).toEqual([]);
  });
});

describe('a face that was out of sight', () => {
  const hiddenFrom = (fromMs: number, toMs: number, back: Float32Array, face = ADA): Actor[] => [
    { face, at: (nowMs) => (nowMs < fromMs ? { x: 300, y: 200 } : null) },
    { face: back, at: (nowMs) => (nowMs >= toMs ? { x: 320, y: 200 } : null) },
  ];

  it('gets its number back, elsewhere and seconds later, when a template says it is the same', async () => {
    const [before] = hiddenFrom(1000, 4000, ADA);
    const after: Actor = { face: ADA, at: (nowMs) => (nowMs >= 4000 ? { x: 600, y: 100 } : null) };
    const frames = await play([before!, after], { people, forMs: 6000 });
    expect(frames.at(-1)!.of(after)!.trackId).toBe(idsOf(frames, before!)[0]);
  });

  it('passes neither number nor name to somebody else who comes up in its place', async () => {
    const [before, after] = hiddenFrom(1000, 1700, faceAlong(9));
    const frames = await play([before!, after!], { people, forMs: 5000 });
    expect(namesOf(frames, before!)).toEqual(['ada']);
    expect(namesOf(frames, after!)).toEqual([]);
    expect(frames.at(-1)!.of(after!)!.trackId).not.toBe(idsOf(frames, before!)[0]);
    expect(frames.at(-1)!.of(after!)!.name.outcome).toBe('unknown');
  });

  it('is doubted on its return even when it looks the same at a glance, until a template has come', async () => {
    const absent: Actor = {
      face: ADA,
      at: (nowMs) => (nowMs >= 2000 && nowMs < 2700 ? null : { x: 300, y: 200 }),
    };
    const frames = await play([absent], { people, forMs: 4000 });
    const back = frames.find(({ nowMs }) => nowMs === 2700)!;
    expect(back.of(absent)).toMatchObject({ trackId: null, name: { outcome: 'uncertain', id: null } });
    expect(frames.at(-1)!.of(absent)!.name.id).toBe('ada');
    expect(idsOf(frames, absent)).toHaveLength(1);
  });

  it('leaves its number to nobody who only resembles it', async () => {
    const left: Actor = { face: ADA, at: (nowMs) => (nowMs < 1000 ? { x: 300, y: 200 } : null) };
    // At a distance of 0.14: near enough for one face from frame to frame, not for one that comes in.
    const cousin = faceAlong(0, [7, 0.6]);
    const came: Actor = { face: cousin, at: (nowMs) => (nowMs >= 3000 ? { x: 600, y: 100 } : null) };
    const frames = await play([left, came], { people, forMs: 5000 });
    expect(idsOf(frames, came)).toHaveLength(1);
    expect(idsOf(frames, came)).not.toEqual(idsOf(frames, left));
  });

  const exchanged = (glimpse?: Float32Array): [Actor, Actor] => {
    const seenAlike = glimpse ? { glimpse } : {};
    return [
      { face: ADA, at: (nowMs) => (nowMs < 2000 ? { x: 300, y: 200 } : null), ...seenAlike },
      { face: BOB, at: (nowMs) => (nowMs >= 2000 ? { x: 300, y: 200 } : null), ...seenAlike },
    ];
  };

  it('is doubted at a glance when another face is in its place in the very next frame', async () => {
    const [before, after] = exchanged();
    const frames = await play([before, after], { people, forMs: 4000 });
    expect(namesOf(frames, before)).toEqual(['ada']);
    expect(namesOf(frames, after)).toEqual(['bob']);
    expect(idsOf(frames, after)).not.toContain(idsOf(frames, before)[0]);
  });

  it('is found out by the next template when the other looks alike at a glance', async () => {
    const [before, after] = exchanged(ADA);
    const frames = await play([before, after], { people, forMs: 8000 });
    const wrong = frames.filter((frame) => frame.of(after)?.name.id === 'ada');
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.length * FRAME_MS).toBeLessThanOrEqual(2600);
    expect(frames.at(-1)!.of(after)!.name.id).toBe('bob');
    expect(frames.at(-1)!.of(after)!.trackId).not.toBe(idsOf(frames, before)[0]);
  });
});

describe('the budget of templates', () => {
  const crowd = Array.from({ length: 14 }, (_, i) =>
    standing(faceAlong(i), 100 + 130 * (i % 7), i < 7 ? 150 : 400),
  );
  const everybody = Object.fromEntries(crowd.map(({ face }, i) => [`person ${i}`, face]));

  it.each([1, 2, 3])('of %i a frame is never exceeded, and everybody is named in turn', async (budget) => {
    const frames = await play(crowd, {
      people: everybody,
      tracker: { embeddingsPerFrame: budget },
      forMs: 5000,
    });
    for (const { templates, plan } of frames) {
      expect(templates).toBeLessThanOrEqual(budget);
      expect(plan.wanted.length).toBeLessThanOrEqual(budget);
    }
    expect(new Set(frames.at(-1)!.faces.map(({ name }) => name.id))).toEqual(new Set(Object.keys(everybody)));
    const firstAllNamed = frames.find(({ faces }) => faces.filter(({ name }) => name.id).length === 14)!;
    expect(firstAllNamed.nowMs).toBeLessThanOrEqual(((14 * 2) / budget + 8) * FRAME_MS);
  });

  it('is hardly used once everybody has a name', async () => {
    const frames = await play(crowd, { people: everybody, forMs: 10_000 });
    const late = frames.filter(({ nowMs }) => nowMs > 5000);
    const perSecond = late.reduce((sum, { templates }) => sum + templates, 0) / 5;
    expect(perSecond).toBeLessThan(8);
    expect(perSecond).toBeGreaterThan(4);
  });
});

it('the same frames give the same names, and a state is never changed', async () => {
  const scene = () => [walking(ADA, 100, 120), walking(BOB, 500, -120)];
  const [once, again] = [await play(scene(), { people }), await play(scene(), { people })];
  expect(JSON.stringify(once.map(({ faces }) => faces))).toBe(
    JSON.stringify(again.map(({ faces }) => faces)),
  );
});
