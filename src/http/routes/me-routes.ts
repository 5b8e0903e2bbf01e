import { describeEvent } from '../../evidence/index.ts';
import { type EventRecord, SallyportError, type SessionId } from '../../kernel/index.ts';
import type { Person } from '../../people/index.ts';
import { actorOf } from '../caller.ts';
import type { Caller, Handlers } from '../handlers.ts';
import { createOwnRecords } from '../own-records.ts';
import type { HttpServices } from '../services.ts';
import { createNameBook } from '../views.ts';
import { createSessionViewer } from './session-routes.ts';

type MeRoutes = Pick<
  Handlers,
  | 'getMe'
  | 'setOwnPassword'
  | 'listOwnEvents'
  | 'listOwnSessions'
  | 'endOwnSession'
  | 'endOwnSessions'
  | 'exportMe'
  | 'getOwnPhotograph'
>;

/** Whatever is asked here is answered about whoever asks: no route takes the id of a person. */
export function meRoutes(services: HttpServices): MeRoutes {
  const { store, people, sessions, ledger, roles } = services;
  const viewOpen = createSessionViewer(services);
  const records = createOwnRecords(services);
  const self = (caller: Caller): Person => caller.signedIn!.person;

  async function viewOwnEvent({ seq, at, type, accessPointId, ...event }: EventRecord, person: Person) {
    const point = accessPointId ? await createNameBook(store).accessPoint(accessPointId) : null;
    const words = { person: person.displayName, actor: null, accessPoint: point?.name ?? null };
    const { sentence } = describeEvent({ seq, at, type, ...event } as EventRecord, words);
    return {
      ...{ seq, at, sentence, granted: type === 'attempt.granted' },
      accessPoint: point && { name: point.name, place: point.place },
      ipAddress: event.ipAddress ?? null,
    };
  }

  return {
    async getMe({ caller }) {
      const { id, userName, displayName, email, phone, validFrom, validUntil, createdAt, ...who } =
        self(caller);
      const named = (all: { id: string; name: string }[], ids: readonly string[]) =>
        all.filter((one) => ids.includes(one.id)).map(({ name }) => name);
      return {
        ...{ id, userName, displayName, email, phone, validFrom, validUntil, createdAt },
        roles: named(await roles.list(), who.roles),
        groups: named(await store.groups.list(), who.groups),
        factors: await records.factorsOf(id),
      };
    },

    async setOwnPassword({ body, caller }) {
      const { person, session } = caller.signedIn!;
      await people.setPassword(person.id, body.password, actorOf(caller), session.id);
    },

    async listOwnEvents({ query: { limit, beforeSeq }, caller }) {
      const person = self(caller);
      const events = await store.events.list({
        ...{ limit, personId: person.id, types: ['attempt.granted', 'attempt.denied'] },
        ...(beforeSeq ? { beforeSeq } : {}),
      });
      return {
        events: await Promise.all(events.map((event) => viewOwnEvent(event, person))),
        nextBeforeSeq: events.length === limit ? (events.at(-1)?.seq ?? null) : null,
      };
    },

    listOwnSessions: async ({ caller }) => ({ sessions: await viewOpen(self(caller).id, caller) }),

    async endOwnSession({ params, caller }) {
      await sessions.revoke(self(caller).id, params.id as SessionId, actorOf(caller));
    },

    async endOwnSessions({ caller, setCookie }) {
      await sessions.revokeAll(self(caller).id, actorOf(caller));
      setCookie('session', null);
    },

    async exportMe({ caller }) {
      const person = self(caller);
      const everything = await records.export(
        person,
        caller.signedIn!.permissions,
        await viewOpen(person.id, caller),
      );
      await ledger.transaction((tx) =>
        tx.record([
          {
            type: 'person.exported',
            facts: {},
            personId: person.id,
            actorId: person.id,
            ipAddress: caller.ipAddress,
          },
        ]),
      );
      return everything;
    },

    async getOwnPhotograph({ params, caller }) {
      const jpeg = await records.findPhotograph(self(caller).id, params.id);
      if (!jpeg) throw new SallyportError('not_found');
      return jpeg;
    },
  };
}
