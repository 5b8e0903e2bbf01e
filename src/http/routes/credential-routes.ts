import type { Credential } from '../../access/index.ts';
import { type CredentialId, type PersonId, type ReaderId, SallyportError } from '../../kernel/index.ts';
import { actorOf, demandRightToGive } from '../caller.ts';
import type { Caller, Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type CredentialRoutes = Pick<Handlers, 'listCredentials' | 'giveCredential' | 'takeCredential'>;

export function credentialRoutes({ store, giving, roles }: HttpServices): CredentialRoutes {
  async function demandPerson(id: string, caller: Caller): Promise<PersonId> {
    const person = await store.people.find(id as PersonId);
    if (!person) throw new SallyportError('not_found');
    await demandRightToGive(roles, caller, person.roles);
    return person.id;
  }

  /** The end of a number that anybody can read from the card, the place of a finger; of a PIN nothing. */
  async function hintOf({ kind, lookup, secret }: Credential): Promise<string> {
    if (kind === 'card') return `…${(lookup ?? '').slice(-4)}`;
    if (kind !== 'fingerprint') return '';
    const { readerId, slot } = JSON.parse(secret) as { readerId: ReaderId; slot: number };
    return `${(await store.readers.find(readerId))?.name ?? 'a reader that was removed'}, slot ${slot}`;
  }

  async function view(credential: Credential, caller: Caller) {
    const { id, kind, label, duress, createdAt, usedAt } = credential;
    // When the ordinary one was used last would tell that it was not used today.
    const shown = mayKnowTwins(caller) ? usedAt : null;
    return { ...{ id, kind, label, duress, createdAt }, hint: await hintOf(credential), usedAt: shown };
  }

  return {
    async listCredentials({ params, caller }) {
      if (!(await store.people.find(params.id as PersonId))) throw new SallyportError('not_found');
      const held = await store.credentials.listOf(params.id as PersonId);
      const shown = held.filter(({ duress }) => !duress || mayKnowTwins(caller));
      return { credentials: await Promise.all(shown.map((one) => view(one, caller))) };
    },

    async giveCredential({ params, body, caller }) {
      const personId = await demandPerson(params.id, caller);
      return view(await giving.give(personId, body, actorOf(caller)), caller);
    },

    async takeCredential({ params, caller }) {
      const personId = await demandPerson(params.id, caller);
      const id = params.credentialId as CredentialId;
      const found = await store.credentials.find(id);
      if (found?.duress && !mayKnowTwins(caller)) throw new SallyportError('not_found');
      await giving.take(personId, id, actorOf(caller));
    },
  };
}

const mayKnowTwins = ({ signedIn }: Caller) => signedIn?.permissions.has('duress.receive') === true;
