import type { RecordEvents } from '../evidence/index.ts';
import {
  type Clock,
  type FaceSampleId,
  newId,
  type PersonId,
  type Result,
  refuse,
  SallyportError,
} from '../kernel/index.ts';
import type { Actor } from './actor.ts';
import { demandAnotherOwner, isOwner } from './owners.ts';
import type {
  FaceSample,
  FaceSampleRepository,
  PasswordRepository,
  PersonRepository,
} from './repositories.ts';
import { SAMPLES } from './samples.ts';

/** Everybody's faces, by what each person is compared with: their mean. */
export interface KnownFaces {
  /** The nearest `k` active people, nearest first, as committed when it is asked. */
  nearest(
    template: Float32Array,
    k: number,
  ): Promise<{ nearest: { personId: PersonId; template: Float32Array }[] }>;
}

/** What the enrolment needs of a face engine. */
export interface EnrolmentEyes {
  /** `refusal` names why the picture cannot be read. */
  look(photo: Uint8Array): Promise<Result<EnrolmentSight, string>>;
  /** A JPEG fit to keep, or null. */
  photograph(photo: Uint8Array): Promise<Uint8Array | null>;
  distance(a: Float32Array, b: Float32Array): number;
  mean(templates: Float32Array[]): Float32Array;
  threshold(falseMatchRate: number): number;
  variant: string;
}

export interface EnrolmentSight {
  faces: { template: Float32Array; quality01: number; faults: string[] }[];
}

export type SampleRefusal =
  /** The picture itself: not an image, too large, … */
  | { kind: 'image'; refusal: string }
  /** The face in it: `no_face`, `several_faces`, `too_small`, `blurred`, …, `not_same_person`. */
  | { kind: 'face'; faults: string[] };

export interface TakenSample {
  sample: FaceSample;
  samples: number;
  /** Others who look alike. */
  resembles: PersonId[];
}

interface EnrolmentTransaction {
  faceSamples: FaceSampleRepository;
  people: PersonRepository;
  passwords: PasswordRepository;
  record: RecordEvents;
}

export interface Enrolment {
  addSample(personId: PersonId, photo: Uint8Array, actor: Actor): Promise<Result<TakenSample, SampleRefusal>>;
  /** Of any kind. */
  removeSample(personId: PersonId, id: FaceSampleId, actor: Actor): Promise<void>;
}

/** Farther than this from the person's other samples, it is somebody else's photograph. */
const SAME_PERSON_FMR = 1e-2;
/** Nearer than this to somebody else, an administrator should look twice. */
const LOOK_ALIKE_FMR = 1e-3;
/** So many are named; more than that would say that the picture is at fault. */
const MOST_LOOK_ALIKES = 8;

export function createEnrolment(
  ledger: { transaction<T>(work: (tx: EnrolmentTransaction) => Promise<T>): Promise<T> },
  clock: Clock,
  eyes: EnrolmentEyes,
  known: KnownFaces,
): Enrolment {
  function faultsOf(sight: EnrolmentSight): string[] {
    if (sight.faces.length === 0) return ['no_face'];
    if (sight.faces.length > 1) return ['several_faces'];
    return sight.faces[0]!.faults;
  }

  async function resembling(personId: PersonId, template: Float32Array): Promise<PersonId[]> {
    const { nearest } = await known.nearest(template, MOST_LOOK_ALIKES + 1);
    return nearest
      .filter((other) => eyes.distance(template, other.template) <= eyes.threshold(LOOK_ALIKE_FMR))
      .map((other) => other.personId)
      .filter((id) => id !== personId)
      .slice(0, MOST_LOOK_ALIKES);
  }

  return {
    async addSample(personId, photo, actor) {
      const sight = await eyes.look(photo);
      if (!sight.ok) return refuse({ kind: 'image', refusal: sight.refusal });
      const faults = faultsOf(sight.value);
      if (faults.length > 0) return refuse({ kind: 'face', faults });
      const jpeg = await eyes.photograph(photo);
      if (!jpeg) return refuse({ kind: 'image', refusal: 'not_an_image' });
      const { template, quality01 } = sight.value.faces[0]!;
      const resembles = await resembling(personId, template);

      return ledger.transaction(async (tx) => {
        if (!(await tx.people.find(personId))) throw new SallyportError('not_found');
        const own = (await tx.faceSamples.listOf(personId)).filter(
          ({ variant, kind }) => kind === 'enrolment' && variant === eyes.variant,
        );
        if (own.length >= SAMPLES.wanted) throw new SallyportError('too_many_samples');
        const others = own.map((sample) => sample.template);
        if (
          others.length > 0 &&
          eyes.distance(eyes.mean(others), template) > eyes.threshold(SAME_PERSON_FMR)
        ) {
          await tx.record([
            {
              type: 'person.enrolment_failed',
              facts: { why: 'not_same_person' },
              ...{ personId, actorId: actor.id, ipAddress: actor.ipAddress },
            },
          ]);
          return refuse({ kind: 'face', faults: ['not_same_person'] });
        }
        const id = newId<FaceSampleId>();
        const sample: FaceSample = {
          id,
          personId,
          kind: 'enrolment',
          attemptId: null,
          variant: eyes.variant,
          template,
          jpeg,
          quality01,
          takenAt: clock.now(),
        };
        await tx.faceSamples.add(sample);
        const facts = { samples: own.length + 1, resembles: resembles.length };
        await tx.record([
          { type: 'face.sample_added', facts, personId, actorId: actor.id, ipAddress: actor.ipAddress },
        ]);
        return { ok: true, value: { sample, samples: facts.samples, resembles } };
      });
    },

    async removeSample(personId, id, actor) {
      await ledger.transaction(async (tx) => {
        const sample = (await tx.faceSamples.listOf(personId)).find((one) => one.id === id);
        const person = await tx.people.find(personId);
        if (!sample || !person) throw new SallyportError('not_found');
        await tx.faceSamples.remove(personId, id);
        const samples = (await tx.faceSamples.counts()).get(personId) ?? 0;
        if (isOwner(person) && samples < SAMPLES.least) await demandAnotherOwner(tx, personId);
        await tx.record([
          {
            type: 'face.sample_removed',
            facts: { samples, kind: sample.kind },
            personId,
            actorId: actor.id,
            ipAddress: actor.ipAddress,
          },
        ]);
      });
    },
  };
}
