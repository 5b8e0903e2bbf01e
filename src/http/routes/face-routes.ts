import { type AttemptId, type PersonId, SallyportError } from '../../kernel/index.ts';
import { FALSE_MATCH_RATES } from '../../people/index.ts';
import { actorOf, demandRightToGive } from '../caller.ts';
import type { Caller, Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { viewFaceSample } from '../views.ts';

type FaceRoutes = Pick<Handlers, 'getFaceSettings' | 'putFaceSettings' | 'denyGrant' | 'forgetSightings'>;

export function faceRoutes(services: HttpServices): FaceRoutes {
  const { store, faceSettings, impostors, refinement, eyes, roles } = services;

  async function viewSettings() {
    const choices = FALSE_MATCH_RATES.map((falseMatchRate) => ({
      falseMatchRate,
      refusedShare: services.refusedShare(falseMatchRate),
    }));
    return { ...(await faceSettings.current()), choices };
  }

  async function getPerson(id: PersonId) {
    const person = await store.people.find(id);
    if (!person) throw new SallyportError('not_found');
    return person;
  }

  /** For whoever may change this person's samples, and for the person: it was or was not they. */
  async function demandRightToDeny(caller: Caller, personId: PersonId): Promise<void> {
    if (caller.signedIn?.person.id === personId) return;
    if (!caller.signedIn?.permissions.has('people.write')) throw new SallyportError('no_permission');
    await demandRightToGive(roles, caller, (await getPerson(personId)).roles);
  }

  return {
    getFaceSettings: viewSettings,

    async putFaceSettings({ body, caller }) {
      await faceSettings.save(body, actorOf(caller));
      return viewSettings();
    },

    async denyGrant({ params, caller }) {
      const grant = await impostors.findGrant(params.id as AttemptId);
      // Who may not know of others' attempts is not told which there are.
      const mayKnow = caller.signedIn?.permissions.has('people.write');
      if (!grant) throw new SallyportError(mayKnow ? 'not_found' : 'no_permission');
      await demandRightToDeny(caller, grant.personId);
      return { sample: viewFaceSample(await impostors.add(grant, actorOf(caller)), eyes.variant) };
    },

    async forgetSightings({ params, caller }) {
      const person = await getPerson(params.id as PersonId);
      await demandRightToGive(roles, caller, person.roles);
      return { removed: await refinement.forget(person.id, actorOf(caller)) };
    },
  };
}
