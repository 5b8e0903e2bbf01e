import type { Credential } from '../../access/index.ts';
import { type CredentialId, type PersonId, type ReaderId, SallyportError } from '../../kernel/index.ts';
import { actorOf, demandRightToGive } from '../caller.ts';
import { mayKnowTwins } from '../discretion.ts';
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
    const { id, kind, label, createdAt, usedAt } = credential;
    // To all others a twin is one PIN, card or finger more.
    const duress = credential.duress && mayKnowTwins(credential.personId, caller.signedIn!);
    return { ...{ id, kind, label, duress, createdAt, usedAt }, hint: await hintOf(credential) };
  }

  return {
    async listCredentials({ params, caller }) {
      if (!(await store.people.find(params.id as PersonId))) throw new SallyportError('not_found');
      const held = await store.credentials.listOf(params.id as PersonId);
      return { credentials: await Promise.all(held.map((one) => view(one, caller))) };
    },

    async giveCredential({ params, body, caller }) {
      const personId = await demandPerson(params.id, caller);
      return view(await giving.give(personId, body, actorOf(caller)), caller);
    },

    async takeCredential({ params, caller }) {
      const personId = await demandPerson(params.id, caller);
      await giving.take(personId, params.credentialId as CredentialId, actorOf(caller));
    },
  };
}
