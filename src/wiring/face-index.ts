import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PersonId } from '../kernel/index.ts';
import type { Repositories } from '../storage/index.ts';
import { createGallery, type Gallery } from '../vision/index.ts';

export interface FaceIndex {
  /** Nearest first, of the people as they are committed at this moment. */
  nearest(
    template: Float32Array,
    k: number,
  ): Promise<{ people: number; nearest: { personId: PersonId; template: Float32Array }[] }>;
  /** Resolves when it is in step; to be called at the start, so that the first visitor need not wait. */
  catchUp(): Promise<void>;
}

export interface FaceIndexOptions {
  store: Pick<Repositories, 'people' | 'events'>;
  /** Templates whose mean a person is compared with; empty for whoever must not be named. */
  templatesOf(personId: PersonId): Promise<Float32Array[]>;
  mean(templates: Float32Array[]): Float32Array;
  dimension: number;
}

const EVENTS_PER_READ = 500;
const PEOPLE_PER_TURN = 50;

/**
 * Everybody's mean template in memory, in step with the database: each question first reads the log on from where the
 * index stands (one look at its end when nothing happened) and loads anew whoever an event is about. State and event
 * are one transaction, so no change can be missed, whoever made it; lost news do not matter. After any failure, and
 * when the log is shorter than before, everything is loaded anew.
 */
export function createFaceIndex({ store, templatesOf, mean, dimension }: FaceIndexOptions): FaceIndex {
  let gallery: Gallery<PersonId> = createGallery({ dimension });
  /** The event up to which the index is in step; null when in doubt. */
  let seq: number | null = null;
  let steps: Promise<void> = Promise.resolve();

  async function load(personId: PersonId): Promise<void> {
    const templates = await templatesOf(personId);
    if (templates.length > 0) gallery.add(personId, mean(templates));
    else gallery.remove(personId);
  }

  async function loadEverybody(): Promise<void> {
    gallery = createGallery({ dimension });
    for (const [count, { id }] of (await store.people.list()).entries()) {
      if (count % PEOPLE_PER_TURN === PEOPLE_PER_TURN - 1) await nextTurn();
      await load(id);
    }
  }

  async function readOn(from: number): Promise<number> {
    const touched = new Set<PersonId>();
    let at = from;
    for (;;) {
      const events = await store.events.listForward(at, EVENTS_PER_READ);
      for (const { type, personId } of events) {
        // By prefix: an event this version does not know yet must not be overlooked.
        if (personId && /^(person|face)\./.test(type)) touched.add(personId);
      }
      at = events.at(-1)?.seq ?? at;
      if (events.length < EVENTS_PER_READ) break;
    }
    for (const personId of touched) await load(personId);
    return at;
  }

  async function step(): Promise<void> {
    const from = seq;
    const last = (await store.events.last())?.seq ?? 0;
    if (from === last) return;
    seq = null;
    if (from === null || last < from) {
      await loadEverybody();
      seq = last;
    } else seq = await readOn(from);
  }

  /** One after the other; one that fails is told to who asked, and the next starts from nothing. */
  function catchUp(): Promise<void> {
    const mine = steps.then(step);
    steps = mine.catch(() => {});
    return mine;
  }

  return {
    catchUp,
    async nearest(template, k) {
      await catchUp();
      const nearest = gallery
        .search(template, k)
        .map(({ id }) => ({ personId: id, template: gallery.find(id)! }));
      return { people: gallery.size, nearest };
    },
  };
}
