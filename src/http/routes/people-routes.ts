import { type FaceSampleId, type PersonId, SallyportError } from '../../kernel/index.ts';
import {
  type FaceSample,
  type Person,
  SAMPLES,
  type SampleKind,
  type SampleRefusal,
  standingOf,
} from '../../people/index.ts';
import { actorOf, by, demandRightToGive } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { viewFaceSample } from '../views.ts';

type PeopleRoutes = Pick<
  Handlers,
  | 'listPeople'
  | 'addPerson'
  | 'getPerson'
  | 'changePerson'
  | 'setPassword'
  | 'suspendPerson'
  | 'reactivatePerson'
  | 'erasePerson'
  | 'listFaceSamples'
  | 'addFaceSample'
  | 'getFaceSamplePhoto'
  | 'removeFaceSample'
>;

export function peopleRoutes({
  store,
  ledger,
  people,
  enrolment,
  eyes,
  roles,
  clock,
}: HttpServices): PeopleRoutes {
  async function getPerson(id: string): Promise<Person> {
    const person = await store.people.find(id as PersonId);
    if (!person) throw new SallyportError('not_found');
    return person;
  }

  async function view(person: Person) {
    const hasPassword = (await store.passwords.find(person.id)) !== null;
    const faceSamples = (await store.faceSamples.counts()).get(person.id) ?? 0;
    return { ...person, hasPassword, faceSamples, standing: standingOf(person, clock.now()) };
  }

  const viewSample = (sample: FaceSample) => viewFaceSample(sample, eyes.variant);

  return {
    listPeople: async () => ({ people: await Promise.all((await store.people.list()).map(view)) }),
    getPerson: async ({ params }) => view(await getPerson(params.id)),

    async addPerson({ body, caller }) {
      await demandRightToGive(roles, caller, body.roles);
      const added = people.add(body, actorOf(caller)).catch(async (error: unknown) => {
        if (error instanceof SallyportError && error.code === 'user_name_taken') {
          const failed = { type: 'person.enrolment_failed' as const, facts: { why: error.code } };
          await ledger.transaction((tx) => tx.record([{ ...failed, ...by(caller) }]));
        }
        throw error;
      });
      return view(await added);
    },

    async changePerson({ params, body, caller }) {
      const person = await getPerson(params.id);
      await demandRightToGive(roles, caller, [...person.roles, ...(body.roles ?? [])]);
      return view(await people.change(person.id, body, actorOf(caller)));
    },

    async setPassword({ params, body, caller }) {
      const person = await getPerson(params.id);
      await demandRightToGive(roles, caller, person.roles);
      await people.setPassword(person.id, body.password, actorOf(caller));
      return view(person);
    },

    async suspendPerson({ params, caller }) {
      const person = await getPerson(params.id);
      await demandRightToGive(roles, caller, person.roles);
      return view(await people.suspend(person.id, actorOf(caller)));
    },

    async reactivatePerson({ params, caller }) {
      const person = await getPerson(params.id);
      await demandRightToGive(roles, caller, person.roles);
      return view(await people.reactivate(person.id, actorOf(caller)));
    },

    async erasePerson({ params, caller }) {
      const person = await getPerson(params.id);
      await demandRightToGive(roles, caller, person.roles);
      await people.erase(person.id, actorOf(caller));
    },

    async listFaceSamples({ params }) {
      const person = await getPerson(params.id);
      const samples = await store.faceSamples.listOf(person.id);
      const of = (wanted: SampleKind) => samples.filter(({ kind }) => kind === wanted).map(viewSample);
      return {
        samples: of('enrolment'),
        learned: of('refinement'),
        impostors: of('impostor'),
        ...SAMPLES,
      };
    },

    async addFaceSample({ params, body, caller }) {
      const person = await getPerson(params.id);
      await demandRightToGive(roles, caller, person.roles);
      const taken = await enrolment.addSample(person.id, imageBytes(body), actorOf(caller));
      if (!taken.ok) throw refusalError(taken.refusal);
      const { sample, samples, resembles } = taken.value;
      return { sample: viewSample(sample), samples, resembles: await Promise.all(resembles.map(refOf)) };
    },

    async getFaceSamplePhoto({ params }) {
      const samples = await store.faceSamples.listOf(params.id as PersonId);
      const sample = samples.find(({ id }) => id === params.sampleId);
      if (!sample) throw new SallyportError('not_found');
      return sample.jpeg;
    },

    async removeFaceSample({ params, caller }) {
      const person = await getPerson(params.id);
      await demandRightToGive(roles, caller, person.roles);
      await enrolment.removeSample(person.id, params.sampleId as FaceSampleId, actorOf(caller));
    },
  };

  async function refOf(id: PersonId) {
    return { id, displayName: (await store.people.find(id))?.displayName ?? 'an erased person' };
  }
}

function imageBytes(body: unknown): Uint8Array {
  if (!Buffer.isBuffer(body))
    throw new SallyportError('image_refused', { details: { refusal: 'not_an_image' } });
  return body;
}

const IMAGE_SENTENCES: Record<string, string> = {
  not_an_image: 'This is not a picture that can be read. Use a JPEG, PNG or WebP photograph.',
  empty: 'The file is empty.',
  truncated: 'The picture is cut off in the middle. Save or upload it again.',
  too_many_pixels: 'The picture has too many pixels. Reduce it to 40 megapixels or less.',
  animated: 'This is an animation. Use a single photograph.',
  too_many_bytes: 'The file is too large. Use one below 15 MB.',
};

const FACE_SENTENCES: Record<string, string> = {
  no_face: 'No face was found in it.',
  several_faces: 'There is more than one face in it.',
  too_small: 'The face is too small: come closer, or use a larger photograph.',
  blurred: 'The face is blurred.',
  too_dark: 'The face is too dark.',
  too_bright: 'The face is too bright.',
  turned: 'The face is turned to the side.',
  tilted: 'The head is tilted.',
  cut_off: 'The face is cut off at the edge.',
  not_same_person: 'This does not look like the person in the samples taken before.',
};

/** The refusal of a sample, in words. */
export function refusalError(refusal: SampleRefusal): SallyportError {
  if (refusal.kind === 'image') {
    if (refusal.refusal === 'busy') return new SallyportError('busy');
    const sentence = IMAGE_SENTENCES[refusal.refusal];
    return new SallyportError('image_refused', {
      details: { refusal: refusal.refusal },
      ...(sentence ? { sentence } : {}),
    });
  }
  const sentence = refusal.faults.map((fault) => FACE_SENTENCES[fault] ?? fault).join(' ');
  return new SallyportError('face_refused', { details: { faults: refusal.faults }, sentence });
}
