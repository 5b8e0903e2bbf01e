import type { SpendTransaction } from '../../access/index.ts';
import { type MailSettings, refuseMailSettings } from '../../alerts/index.ts';
import { SallyportError } from '../../kernel/index.ts';
import type { Person } from '../../people/index.ts';
import { permissionsOf } from '../../people/index.ts';
import { actorOf, by } from '../caller.ts';
import type { Caller, Handlers, SignedIn } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type SystemRoutes = Pick<
  Handlers,
  | 'getHealth'
  | 'getStatus'
  | 'makeFirstAdministrator'
  | 'finishSetup'
  | 'getSession'
  | 'startSession'
  | 'endSession'
  | 'getMailSettings'
  | 'putMailSettings'
  | 'testMailSettings'
>;

type MailBody = Omit<MailSettings, 'password'> & { password?: string | null | undefined };

export function systemRoutes({ store, ledger, access, sessions, setup, mail }: HttpServices): SystemRoutes {
  const viewSession = ({ person, permissions, expiresAt }: Omit<SignedIn, 'session'>) => ({
    person: {
      id: person.id,
      userName: person.userName,
      displayName: person.displayName,
      roles: person.roles,
    },
    permissions: [...permissions],
    expiresAt,
  });

  async function startSession(
    person: Person,
    attemptId: SignedIn['session']['attemptId'],
    { ipAddress, userAgent }: Caller,
    first?: (tx: SpendTransaction) => Promise<void>,
  ) {
    const who = { personId: person.id, attemptId, ipAddress, userAgent };
    const { session, token } = await sessions.start(who, first);
    const view = viewSession({
      person,
      permissions: permissionsOf(person.roles),
      expiresAt: sessions.expiresAt(session),
    });
    return { view, token };
  }

  const viewMail = ({ password, ...rest }: MailSettings) => ({ ...rest, hasPassword: password !== null });

  /** An absent password means the stored one, but only for the same server and user: it must not be sent elsewhere. */
  async function withPassword(body: MailBody): Promise<MailSettings> {
    if (body.password !== undefined) return { ...body, password: body.password };
    const stored = await mail.load();
    const same =
      stored && stored.host === body.host && stored.port === body.port && stored.userName === body.userName;
    return { ...body, password: same ? stored.password : null };
  }

  return {
    getHealth: async () => ({ status: 'ok' }),
    getStatus: async () => ({ setUp: await setup.isFinished() }),

    async makeFirstAdministrator({ body: { token, ...who }, caller, setCookie }) {
      const person = await setup.makeAdministrator(token, who, actorOf(caller));
      const { view, token: sessionToken } = await startSession(person, null, caller);
      setCookie('session', sessionToken);
      return view;
    },

    async finishSetup({ caller }) {
      await setup.finish(actorOf(caller));
    },

    getSession: async ({ caller }) => viewSession(caller.signedIn!),

    async startSession({ caller, setCookie }) {
      const attempt = caller.attempt!;
      const point = await store.accessPoints.find(attempt.accessPointId);
      const person = attempt.personId ? await store.people.find(attempt.personId) : null;
      if (point?.kind !== 'login' || person?.status !== 'active') throw new SallyportError('attempt_over');
      const { view, token } = await startSession(person, attempt.id, caller, (tx) =>
        access.spend(tx, attempt),
      );
      setCookie('attempt', null);
      setCookie('session', token);
      return view;
    },

    async endSession({ caller, setCookie }) {
      await sessions.end(caller.signedIn!.session);
      setCookie('session', null);
    },

    async getMailSettings() {
      const settings = await mail.load();
      return { mail: settings && viewMail(settings) };
    },

    async putMailSettings({ body, caller }) {
      const settings = await withPassword(body);
      const refused = refuseMailSettings(settings);
      if (refused) throw new SallyportError('bad_input', { sentence: refused });
      const before = await mail.load();
      const fields = (Object.keys(settings) as (keyof MailSettings)[]).filter(
        (key) => before?.[key] !== settings[key],
      );
      await ledger.transaction(async (tx) => {
        await tx.settings.put('mail', settings);
        await tx.record([{ type: 'settings.changed', facts: { section: 'mail', fields }, ...by(caller) }]);
      });
      return { mail: viewMail(settings) };
    },

    testMailSettings: async ({ body }) => mail.test(await withPassword(body.mail), body.to),
  };
}
