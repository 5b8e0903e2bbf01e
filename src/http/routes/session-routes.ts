import type { Session, SpendTransaction } from '../../access/index.ts';
import { type PersonId, SallyportError, type SessionId } from '../../kernel/index.ts';
import { type Person, standingOf } from '../../people/index.ts';
import { actorOf, demandRightToGive } from '../caller.ts';
import { deviceWords } from '../device-words.ts';
import type { Caller, Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type SessionRoutes = Pick<
  Handlers,
  | 'getSession'
  | 'startSession'
  | 'confirmSession'
  | 'endSession'
  | 'makeFirstAdministrator'
  | 'listSessionsOf'
  | 'endSessionOf'
  | 'endSessionsOf'
  | 'getSessionSettings'
  | 'putSessionSettings'
>;

export function sessionRoutes(services: HttpServices): SessionRoutes {
  const { store, access, sessions, sessionSettings, setup, roles, clock } = services;
  const viewOpen = createSessionViewer(services);

  async function view(person: Person, session: Session) {
    const { id, userName, displayName } = person;
    const held = (await roles.list()).filter((role) => person.roles.includes(role.id));
    return {
      person: { id, userName, displayName, roles: person.roles, roleNames: held.map(({ name }) => name) },
      permissions: [...(await roles.permissionsOf(person.roles))],
      expiresAt: await sessions.expiresAt(session),
      fresh: sessions.isFresh(session),
    };
  }

  async function start(
    person: Person,
    attemptId: Session['attemptId'],
    { ipAddress, userAgent }: Caller,
    first?: (tx: SpendTransaction) => Promise<void>,
  ) {
    const started = await sessions.start({ personId: person.id, attemptId, ipAddress, userAgent }, first);
    return { answer: await view(person, started.session), token: started.token };
  }

  /** A grant counts for a session only where somebody signs in, and only for somebody who may pass at all now. */
  async function granted(caller: Caller): Promise<Person> {
    const { accessPointId, personId } = caller.attempt!;
    const point = await store.accessPoints.find(accessPointId);
    const person = personId ? await store.people.find(personId) : null;
    if (point?.kind !== 'login' || !person || standingOf(person, clock.now()) !== 'ok')
      throw new SallyportError('attempt_over');
    return person;
  }

  async function getManaged(caller: Caller, id: string): Promise<PersonId> {
    const person = await store.people.find(id as PersonId);
    if (!person) throw new SallyportError('not_found');
    await demandRightToGive(roles, caller, person.roles);
    return person.id;
  }

  return {
    async makeFirstAdministrator({ body: { token, ...who }, caller, setCookie }) {
      const person = await setup.makeAdministrator(token, who, actorOf(caller));
      const { answer, token: sessionToken } = await start(person, null, caller);
      setCookie('session', sessionToken);
      return answer;
    },

    getSession: async ({ caller }) => view(caller.signedIn!.person, caller.signedIn!.session),

    async startSession({ caller, setCookie }) {
      const attempt = caller.attempt!;
      const spend = (tx: SpendTransaction) => access.spend(tx, attempt);
      const { answer, token } = await start(await granted(caller), attempt.id, caller, spend);
      setCookie('attempt', null);
      setCookie('session', token);
      return answer;
    },

    async confirmSession({ caller, setCookie }) {
      const { person, session } = caller.signedIn!;
      const attempt = caller.attempt!;
      if (attempt.status !== 'granted') throw new SallyportError('attempt_over');
      if ((await granted(caller)).id !== person.id) throw new SallyportError('not_the_same_person');
      const confirmed = await sessions.confirm(session, (tx) => access.spend(tx, attempt));
      setCookie('attempt', null);
      setCookie('session', confirmed.token);
      return view(person, confirmed.session);
    },

    async endSession({ caller, setCookie }) {
      await sessions.end(caller.signedIn!.session);
      setCookie('session', null);
    },

    async listSessionsOf({ params, caller }) {
      const person = await store.people.find(params.id as PersonId);
      if (!person) throw new SallyportError('not_found');
      return { sessions: await viewOpen(person.id, caller) };
    },

    async endSessionOf({ params, caller }) {
      const id = await getManaged(caller, params.id);
      await sessions.revoke(id, params.sessionId as SessionId, actorOf(caller));
    },

    async endSessionsOf({ params, caller }) {
      const id = await getManaged(caller, params.id);
      return { ended: await sessions.revokeAll(id, actorOf(caller)) };
    },

    getSessionSettings: () => sessionSettings.current(),

    async putSessionSettings({ body, caller }) {
      await sessionSettings.save(body, actorOf(caller));
      return sessionSettings.current();
    },
  };
}

/** A person's sessions in words they recognise them by. */
export function createSessionViewer({ store, sessions }: Pick<HttpServices, 'store' | 'sessions'>) {
  async function placeOf({ attemptId }: Session): Promise<string | null> {
    const attempt = attemptId ? await store.attempts.find(attemptId) : null;
    return (attempt && (await store.accessPoints.find(attempt.accessPointId))?.name) ?? null;
  }

  return async (personId: PersonId, caller: Caller) =>
    Promise.all(
      (await sessions.listOf(personId)).map(async (session) => ({
        id: session.id,
        device: deviceWords(session.userAgent),
        ipAddress: session.ipAddress,
        place: await placeOf(session),
        createdAt: session.createdAt,
        seenAt: session.seenAt,
        expiresAt: await sessions.expiresAt(session),
        current: session.id === caller.signedIn?.session.id,
      })),
    );
}
