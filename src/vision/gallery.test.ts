import { describe, expect, it } from 'vitest';
import { createGallery, type Gallery } from './gallery.ts';
import { createCrowd, repeatableRandom } from './gallery-crowd.ts';
import { meanTemplate, type Template, templateDistance } from './template.ts';

const LONG = 1152;

/** Made-up faces with the form of real templates: all near one direction, many places that hardly vary, few that do. */
function crowdOf(dimension: number, seed = 1) {
  const random = repeatableRandom(seed);
  const common = Float32Array.from({ length: dimension }, () => random() ** 2);
  const real = Array.from({ length: 40 }, () =>
    meanTemplate([common.map((value, i) => value + (i % 9 === 0 ? 1.2 : 0.25) * (random() - 0.5))]),
  );
  return { random, ...createCrowd(real, random) };
}

/** The oracle: every template, in the order of adding, sorted by distance. */
function bruteForce(kept: Map<number, Template>, query: Template, k: number) {
  const distance = (a: Template) => {
    let dot = 0;
    for (let i = 0; i < a.length; i++) dot += a[i]! * query[i]!;
    return 1 - dot;
  };
  return [...kept]
    .map(([id, template]) => ({ id, distance: distance(template) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, k);
}

function filled(count: number, dimension: number, make: (i: number) => Template) {
  const gallery = createGallery<number>({ dimension });
  const kept = new Map<number, Template>();
  for (let i = 0; i < count; i++) {
    const template = make(i);
    gallery.add(i, template);
    kept.set(i, template);
  }
  return { gallery, kept };
}

function expectSame(gallery: Gallery<number>, kept: Map<number, Template>, query: Template, k: number) {
  expect(gallery.search(query, k)).toEqual(bruteForce(kept, query, k));
}

describe('a search among templates', () => {
  it('finds the same ids in the same order with the same distances as comparing with everybody', () => {
    const { stranger, again } = crowdOf(LONG);
    const { gallery, kept } = filled(1500, LONG, stranger);
    for (let i = 0; i < 25; i++) {
      expectSame(gallery, kept, stranger(), 1 + i);
      expectSame(gallery, kept, again(kept.get(i * 7)!), 1 + i);
    }
  });

  it('measures as templateDistance does, to the last bit', () => {
    const { stranger } = crowdOf(LONG);
    const { gallery, kept } = filled(400, LONG, stranger);
    const query = stranger();
    for (const { id, distance } of gallery.search(query, 10))
      expect(distance).toBe(templateDistance(kept.get(id)!, query));
  });

  it.each([1, 3, 16, 17, 128, 512])('is exact with templates of %i numbers', (dimension) => {
    const { stranger } = crowdOf(dimension);
    const { gallery, kept } = filled(600, dimension, stranger);
    for (const k of [1, 2, 9, 64, 65, 599, 600, 601]) expectSame(gallery, kept, stranger(), k);
  });

  it('stays exact when templates are added, taken out, replaced and added again at random', () => {
    const { stranger, random } = crowdOf(96, 7);
    const gallery = createGallery<number>({ dimension: 96 });
    const kept = new Map<number, Template>();
    for (let step = 0; step < 9000; step++) {
      const id = Math.floor(random() * 1200);
      if (random() < 0.35) expect(gallery.remove(id)).toBe(kept.delete(id));
      else {
        const template = stranger();
        gallery.add(id, template);
        kept.delete(id);
        kept.set(id, template);
      }
      if (step % 60 === 0) expectSame(gallery, kept, stranger(), 1 + Math.floor(random() * 12));
    }
    expect(gallery.size).toBe(kept.size);
  });

  it('gives equals in the order in which they were added', () => {
    const { stranger } = crowdOf(LONG);
    const twins = [stranger(), stranger(), stranger()];
    const { gallery, kept } = filled(900, LONG, (i) => twins[i % 3]!);
    expectSame(gallery, kept, twins[1]!, 40);
    gallery.remove(1);
    gallery.add(1, twins[1]!);
    expect(gallery.search(twins[1]!, 300).map(({ id }) => id)).toEqual([
      ...Array.from({ length: 299 }, (_, i) => 4 + 3 * i),
      1,
    ]);
  });

  it('stays exact when what comes later looks nothing like what came first', () => {
    const { stranger } = crowdOf(LONG);
    const spike = (i: number) => Float32Array.from({ length: LONG }, (_, at) => (at === i % LONG ? -1 : 0));
    const { gallery, kept } = filled(900, LONG, (i) => (i < 300 ? stranger() : spike(i)));
    const queries = [stranger(), spike(500), new Float32Array(LONG)];
    for (const query of queries) expectSame(gallery, kept, query, 5);
    for (let i = 0; i < 250; i++) expect([gallery.remove(i), kept.delete(i)]).toEqual([true, true]);
    for (const query of queries) expectSame(gallery, kept, query, 5);
  });

  it('is exact when all templates are alike and nothing varies', () => {
    const same = meanTemplate([new Float32Array(64).fill(1)]);
    const { gallery, kept } = filled(500, 64, () => same);
    expectSame(gallery, kept, same, 3);
  });

  it('finds nothing in an empty gallery, and as many as there are when more are asked for', () => {
    const { stranger } = crowdOf(32);
    const gallery = createGallery<number>({ dimension: 32 });
    expect(gallery.search(stranger(), 3)).toEqual([]);
    gallery.add(1, stranger());
    expect(gallery.search(stranger(), 3)).toHaveLength(1);
    expect(gallery.search(stranger(), 0)).toEqual([]);
  });

  it('refuses templates of another model, and numbers that are none', () => {
    const gallery = createGallery<number>({ dimension: 4 });
    expect(() => gallery.add(1, new Float32Array(5))).toThrow('has 4 numbers, not 5');
    expect(() => gallery.search(new Float32Array(3), 1)).toThrow('has 4 numbers, not 3');
    expect(() => gallery.add(1, Float32Array.of(0, Number.NaN, 0, 0))).toThrow('finite');
    expect(gallery.size).toBe(0);
  });

  it('keeps a copy: what happens to the array afterwards changes nothing', () => {
    const gallery = createGallery<number>({ dimension: 2 });
    const template = Float32Array.of(1, 0);
    gallery.add(1, template);
    template.fill(0);
    gallery.find(1)!.fill(0);
    expect(gallery.search(Float32Array.of(1, 0), 1)).toEqual([{ id: 1, distance: 0 }]);
  });

  it('forgets what is taken out and gives its memory to the next', () => {
    const { stranger } = crowdOf(LONG);
    const { gallery } = filled(700, LONG, stranger);
    const full = gallery.bytes;
    for (let i = 0; i < 700; i++) gallery.remove(i);
    expect([gallery.size, gallery.find(3)]).toEqual([0, null]);
    for (let i = 0; i < 700; i++) gallery.add(i, stranger());
    expect(gallery.bytes).toBe(full);
  });
});
