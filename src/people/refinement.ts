import type { RecordEvents } from '../evidence/index.ts';
import { type AttemptId, type Clock, type FaceSampleId, newId, type PersonId } from '../kernel/index.ts';
import type { Actor } from './actor.ts';
import type { EnrolmentEyes } from './enrolment.ts';
import type { FaceSettings } from './face-settings.ts';
import type { KeptSettings } from './kept-settings.ts';
import { judgeSighting, MOST_LEARNED, type RefinementVerdict } from './refinement-gate.ts';
import type { FaceSample, FaceSampleRepository, PersonRepository } from './repositories.ts';

/** A face that was let in together with another factor. */
export interface Sighting {
  attemptId: AttemptId;
  personId: PersonId;
  /** The best frame of those that decided. */
  jpeg: Uint8Array;
}

interface Repositories {
  faceSamples: FaceSampleRepository;
  people: PersonRepository;
}

export interface RefinementOptions {
  ledger: {
    transaction<T>(work: (tx: Repositories & { record: RecordEvents }) => Promise<T>): Promise<T>;
  };
  store: Repositories;
  clock: Clock;
  eyes: EnrolmentEyes;
  settings: Pick<KeptSettings<FaceSettings>, 'current'>;
}

export type LearningVerdict = RefinementVerdict | 'switched_off' | 'poor_picture';

export interface Refinement {
  /** Adds the sighting to what the person is compared with, if the gate lets it; says why when not. */
  learn(sighting: Sighting): Promise<LearningVerdict>;
  /** Removes all that was learned of a person; answers how many. */
  forget(personId: PersonId, actor: Actor): Promise<number>;
}

export function createRefinement(options: RefinementOptions): Refinement {
  const { ledger, store, clock, eyes, settings } = options;

  const ownSamples = async (faceSamples: FaceSampleRepository, personId: PersonId) =>
    (await faceSamples.listOf(personId)).filter(({ variant }) => variant === eyes.variant);

  async function distanceToOthers(personId: PersonId, template: Float32Array): Promise<number | null> {
    const templates = await store.faceSamples.listTemplates(eyes.variant);
    let nearest: number | null = null;
    for (const other of templates) {
      if (other.personId === personId || other.kind !== 'enrolment') continue;
      nearest = Math.min(nearest ?? Number.POSITIVE_INFINITY, eyes.distance(template, other.template));
    }
    return nearest;
  }

  /** As strict as enrolment is: one face, sharp, upright, well lit. */
  async function lookAgain(jpeg: Uint8Array) {
    const sight = await eyes.look(jpeg);
    const [face, ...others] = sight.ok ? sight.value.faces : [];
    if (!face || others.length > 0 || face.faults.length > 0) return null;
    const photo = await eyes.photograph(jpeg);
    return photo && { template: face.template, quality01: face.quality01, jpeg: photo };
  }

  return {
    async learn({ attemptId, personId, jpeg }) {
      const { learnFromSightings, falseMatchRate } = await settings.current();
      if (!learnFromSightings) return 'switched_off';
      const judge = (template: Float32Array, samples: FaceSample[], nearestOther: number | null) => {
        const matchDistance = eyes.threshold(falseMatchRate);
        return judgeSighting({ template, samples, nearestOther, matchDistance, now: clock.now() }, eyes);
      };
      const face = await lookAgain(jpeg);
      if (!face) return 'poor_picture';
      // Most sightings end here, before everybody's templates are opened.
      const first = judge(face.template, await ownSamples(store.faceSamples, personId), null);
      if (first !== 'learn') return first;
      const nearestOther = await distanceToOthers(personId, face.template);

      return ledger.transaction(async (tx) => {
        const samples = await ownSamples(tx.faceSamples, personId);
        const verdict = judge(face.template, samples, nearestOther);
        const person = await tx.people.find(personId);
        if (verdict !== 'learn' || person?.status !== 'active')
          return verdict === 'learn' ? 'not_enrolled' : verdict;
        const learned = samples.filter(({ kind }) => kind === 'refinement');
        for (const { id } of learned.slice(0, Math.max(0, learned.length + 1 - MOST_LEARNED)))
          await tx.faceSamples.remove(personId, id);
        const id = newId<FaceSampleId>();
        const origin = { personId, attemptId, kind: 'refinement' as const, variant: eyes.variant };
        await tx.faceSamples.add({ id, ...origin, ...face, takenAt: clock.now() });
        const facts = { sampleId: id, learned: Math.min(MOST_LEARNED, learned.length + 1) };
        await tx.record([{ type: 'face.refined', facts, personId, attemptId }]);
        return 'learn';
      });
    },

    async forget(personId, actor) {
      return ledger.transaction(async (tx) => {
        const samples = await tx.faceSamples.listOf(personId);
        const learned = samples.filter(({ kind }) => kind === 'refinement');
        if (learned.length === 0) return 0;
        for (const { id } of learned) await tx.faceSamples.remove(personId, id);
        const by = { actorId: actor.id, ipAddress: actor.ipAddress };
        const facts = { removed: learned.length };
        await tx.record([{ type: 'face.refinements_removed', facts, personId, ...by }]);
        return learned.length;
      });
    },
  };
}
