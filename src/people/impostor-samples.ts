import type { EventRepository, RecordEvents, SnapshotRepository } from '../evidence/index.ts';
import {
  type AttemptId,
  type Clock,
  type FaceSampleId,
  newId,
  type PersonId,
  SallyportError,
  type SnapshotId,
} from '../kernel/index.ts';
import type { Actor } from './actor.ts';
import type { EnrolmentEyes } from './enrolment.ts';
import type { FaceSample, FaceSampleRepository, PersonRepository } from './repositories.ts';

/** More than anybody has look-alikes; each one is compared at every frame. */
const MOST_IMPOSTORS = 20;

/** Whom an attempt let in, and the photograph taken of it. */
export interface Grant {
  attemptId: AttemptId;
  personId: PersonId;
  snapshotId: SnapshotId | null;
}

interface ImpostorTransaction {
  faceSamples: FaceSampleRepository;
  people: PersonRepository;
  record: RecordEvents;
}

export interface ImpostorOptions {
  ledger: { transaction<T>(work: (tx: ImpostorTransaction) => Promise<T>): Promise<T> };
  store: { events: EventRepository; snapshots: SnapshotRepository };
  clock: Clock;
  eyes: Pick<EnrolmentEyes, 'look' | 'photograph' | 'variant'>;
}

export interface ImpostorSamples {
  /** Null when nobody was let in by this attempt. */
  findGrant(attemptId: AttemptId): Promise<Grant | null>;
  /**
   * Holds the face in the grant's photograph against being taken for this person ever again, and takes back what was
   * learned from the attempt. Saying it twice changes nothing. Throws `no_face_photograph`, `too_many_impostors`, `busy`.
   */
  add(grant: Grant, actor: Actor): Promise<FaceSample>;
}

export function createImpostorSamples({ ledger, store, clock, eyes }: ImpostorOptions): ImpostorSamples {
  async function seeFace(snapshotId: SnapshotId | null) {
    const snapshot = snapshotId ? await store.snapshots.find(snapshotId) : null;
    if (!snapshot) throw new SallyportError('no_face_photograph');
    const sight = await eyes.look(snapshot.jpeg);
    if (!sight.ok && sight.refusal === 'busy') throw new SallyportError('busy');
    // However poor the picture: this very face was taken for the person.
    const face = sight.ok ? sight.value.faces[0] : undefined;
    const jpeg = face ? await eyes.photograph(snapshot.jpeg) : null;
    if (!face || !jpeg) throw new SallyportError('no_face_photograph');
    return { template: face.template, quality01: face.quality01, jpeg };
  }

  return {
    async findGrant(attemptId) {
      const [granted] = await store.events.list({ attemptId, types: ['attempt.granted'], limit: 1 });
      if (!granted?.personId) return null;
      return { attemptId, personId: granted.personId, snapshotId: granted.snapshotId ?? null };
    },

    async add({ attemptId, personId, snapshotId }, actor) {
      const seen = await seeFace(snapshotId);
      return ledger.transaction(async (tx) => {
        if (!(await tx.people.find(personId))) throw new SallyportError('not_found');
        const samples = await tx.faceSamples.listOf(personId);
        const impostors = samples.filter(({ kind }) => kind === 'impostor');
        const said = impostors.find((sample) => sample.attemptId === attemptId);
        if (said) return said;
        if (impostors.length >= MOST_IMPOSTORS) throw new SallyportError('too_many_impostors');
        const learned = samples.filter(
          (sample) => sample.kind === 'refinement' && sample.attemptId === attemptId,
        );
        for (const { id } of learned) await tx.faceSamples.remove(personId, id);
        const origin = { personId, attemptId, kind: 'impostor' as const, variant: eyes.variant };
        const sample: FaceSample = { id: newId<FaceSampleId>(), ...origin, ...seen, takenAt: clock.now() };
        await tx.faceSamples.add(sample);
        const facts = { sampleId: sample.id, takenBack: learned.length };
        const by = { actorId: actor.id, ipAddress: actor.ipAddress };
        await tx.record([{ type: 'face.impostor_added', facts, personId, attemptId, ...by }]);
        return sample;
      });
    },
  };
}
